// SPDX-License-Identifier: GPL-3.0-or-later
// Makes of the one reader that it is linked with a program of libFuzzer.
#include "tests/fuzz/fuzzing.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sanitizer/allocator_interface.h>
#include <string>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace expertscope::fuzzing {
namespace {

std::size_t inputs = 0;
std::atomic<std::int64_t> held{0}, mostHeld{0}; // bytes that were asked for since an input began

void count(std::int64_t bytes) {
    const std::int64_t now = held.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    if (now > mostHeld.load(std::memory_order_relaxed))
        mostHeld.store(now, std::memory_order_relaxed);
}
void taken(const volatile void*, std::size_t bytes) {
    count(static_cast<std::int64_t>(bytes));
}
void given(const volatile void* memory) {
    if (memory)
        count(-static_cast<std::int64_t>(__sanitizer_get_allocated_size(memory)));
}

const Reader& reader() {
    if (readers().size() != 1) {
        std::fprintf(stderr, "This program needs one reader and has %zu.\n", readers().size());
        std::exit(2);
    }
    return readers().front();
}

void sayCounts() {
    std::fprintf(stderr, "understood: %zu of %zu\n", understoodSoFar(), inputs);
}

/// As a change of the plain bytes, by libFuzzer's own means.
std::string changed(std::string bytes, std::size_t most) {
    const std::size_t size = std::min(bytes.size(), most);
    bytes.resize(most);
    bytes.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(bytes.data()), size, most));
    return bytes;
}

} // namespace
} // namespace expertscope::fuzzing

using namespace expertscope::fuzzing;

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
    // What suits this reader goes in front, so that whoever says otherwise has the last word.
    static std::vector<std::string> own{"-max_len=" + std::to_string(reader().longest),
                                        "-malloc_limit_mb=256",
                                        "-rss_limit_mb=1500",
                                        "-timeout=10",
                                        "-len_control=0",
                                        "-mutate_depth=3"};
    static std::vector<char*> all{(*arguments)[0]};
    for (std::string& argument : own)
        all.push_back(argument.data());
    for (int i = 1; i < *count; ++i)
        all.push_back((*arguments)[i]);
    *count = static_cast<int>(all.size());
    all.push_back(nullptr);
    *arguments = all.data();
    std::atexit(sayCounts);
    if (__sanitizer_install_malloc_and_free_hooks(taken, given) == 0)
        std::fprintf(stderr, "memory is not counted here\n");
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    ++inputs;
    held = mostHeld = 0;
    try {
        reader().read(input);
    } catch (const expertscope::Error&) { // which is what bad input may come to; nothing else is caught
    }
    const std::int64_t allowed = static_cast<std::int64_t>(2 * size + reader().memory);
    static bool warm = false; // what is made once stays
    if (warm && mostHeld > allowed) {
        std::fprintf(stderr,
                     "ERROR: an input of %zu bytes took %lld bytes of memory, of which %lld are allowed\n",
                     size, static_cast<long long>(mostHeld), static_cast<long long>(allowed));
        std::abort();
    }
    warm = true;
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    std::string made;
    if (reader().wrap && seed % 3 == 1)
        made = reader().wrap(changed(reader().unwrap ? reader().unwrap(input) : input, most));
    else if (reader().change && seed % 3 == 2)
        made = reader().change(input, seed);
    if (made.empty() || made.size() > most)
        return LLVMFuzzerMutate(data, size, most);
    std::copy(made.begin(), made.end(), reinterpret_cast<char*>(data));
    return made.size();
}
