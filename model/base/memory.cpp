// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/memory.h"

#include "model/base/error.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <limits>
#include <optional>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace expertscope {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// The number after that word in a file of the kernel's, or the first number where the word is empty.
std::optional<std::uint64_t> numberAfter(const char* file, const std::string& word) {
    std::ifstream text(file);
    std::uint64_t value = 0;
    for (std::string name; word.empty() || text >> name;)
        if (word.empty() || name == word)
            return text >> value ? std::optional(value) : std::nullopt;
    return std::nullopt;
}

std::uint64_t minus(std::uint64_t whole, std::uint64_t taken) {
    return whole - std::min(whole, taken);
}

std::uint64_t leftToSystem() {
    const auto kilobytes = numberAfter("/proc/meminfo", "MemAvailable:");
    return kilobytes ? *kilobytes * 1024 : unlimited;
}

/// Files that were read count as taken there, but are let go for whoever needs the room.
std::uint64_t leftToGroup() {
    const auto most = numberAfter("/sys/fs/cgroup/memory.max", "");
    const auto taken = numberAfter("/sys/fs/cgroup/memory.current", "");
    if (!most || !taken)
        return unlimited;
    return minus(*most,
                 minus(*taken, numberAfter("/sys/fs/cgroup/memory.stat", "inactive_file").value_or(0)));
}

std::uint64_t leftToProcess() {
    rlimit limit{};
    const auto pages = numberAfter("/proc/self/statm", "");
    if (!pages || ::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return unlimited;
    return minus(limit.rlim_cur, *pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
}

} // namespace

std::uint64_t freeMemory() {
    return std::min({leftToSystem(), leftToGroup(), leftToProcess()});
}

void requireMemory(double bytes, const std::string& what, const std::string& remedy) {
    constexpr double worthAsking = 1 << 24; // the kernel is asked by reading its files
    if (bytes < worthAsking)
        return;
    if (const auto free = static_cast<double>(freeMemory()); bytes > free)
        throw ConfigError(what + " " + sizeText(bytes) + " of memory, but only " + sizeText(free) +
                          " are free; " + remedy + ".");
}

std::string sizeText(double bytes) {
    constexpr std::array<const char*, 7> units{"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    std::size_t unit = 0;
    while (bytes >= 999.5 && unit + 1 < units.size()) {
        bytes /= 1000;
        ++unit;
    }
    std::array<char, 48> text{};
    const bool whole = unit == 0 || bytes >= 99.95; // three digits are as many as anybody reads
    std::snprintf(text.data(), text.size(), "%.*f", whole ? 0 : 1, bytes);
    std::string number = text.data();
    if (number.ends_with(".0"))
        number.resize(number.size() - 2);
    return number + " " + units[unit];
}

void preferLargePages(void* data, std::size_t bytes) {
#ifdef MADV_HUGEPAGE
    constexpr std::uintptr_t page = std::uintptr_t{1} << 21;
    const auto first = (reinterpret_cast<std::uintptr_t>(data) + page - 1) / page * page;
    const auto end = (reinterpret_cast<std::uintptr_t>(data) + bytes) / page * page;
    if (end > first)
        madvise(reinterpret_cast<void*>(first), end - first,
                MADV_HUGEPAGE); // a wish: whether it is granted is no matter
#else
    (void)data;
    (void)bytes;
#endif
}

} // namespace expertscope
