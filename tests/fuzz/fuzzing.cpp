// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace expertscope::fuzzing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view separator = "\n~~\n";

std::size_t wholeInputs = 0;

[[noreturn]] void giveUp(const char* what) {
    std::perror(what);
    std::exit(2);
}

} // namespace

std::vector<Reader>& readers() {
    static std::vector<Reader> all;
    return all;
}

bool enter(Reader reader) {
    readers().push_back(std::move(reader));
    return true;
}

void understood() {
    ++wholeInputs;
}

std::size_t understoodSoFar() {
    return wholeInputs;
}

MemoryFile::MemoryFile() : descriptor_(::memfd_create("fuzzed", MFD_CLOEXEC)) {
    if (descriptor_ < 0)
        giveUp("no file in memory");
    path_ = "/proc/self/fd/" + std::to_string(descriptor_);
}

MemoryFile::~MemoryFile() {
    ::close(descriptor_);
}

void MemoryFile::hold(std::string_view bytes) {
    const auto size = static_cast<ssize_t>(bytes.size());
    if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, bytes.data(), bytes.size(), 0) != size)
        giveUp("the file in memory cannot be written");
}

Folder::Folder() {
    const char* const asked = std::getenv("TMPDIR");
    const std::string place = asked ? asked : ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    std::string name = place + "/expertscope-fuzz-XXXXXX";
    if (!::mkdtemp(name.data()))
        giveUp("no folder can be made");
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void Folder::link(const fs::path& name, const MemoryFile& file) const {
    std::error_code ignored; // an odd name stays without a file
    fs::create_directories((path_ / name).parent_path(), ignored);
    fs::create_symlink(file.path(), path_ / name, ignored);
}

void Folder::clear() const {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(path_, ignored))
        fs::remove_all(entry.path(), ignored);
}

std::vector<std::string> partsOf(const std::string& input, std::size_t count) {
    std::vector<std::string> parts(count);
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = i + 1 < count ? input.find(separator, at) : std::string::npos;
        parts[i] = input.substr(at, end == std::string::npos ? end : end - at);
        if (end == std::string::npos)
            break;
        at = end + separator.size();
    }
    return parts;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string whole;
    for (const std::string& part : parts) {
        if (&part != &parts.front())
            whole += separator;
        whole += part;
    }
    return whole;
}

} // namespace expertscope::fuzzing
