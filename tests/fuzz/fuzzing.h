// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What the fuzzers of all readers have in common. A reader is a file fuzz_NAME.cpp with a FUZZ_READER in it,
/// which gets arbitrary bytes and may return, or throw an expertscope::Error; all else is a fault that was
/// found. Linked with libfuzzer_main.cpp each is a program, and with replay.cpp all are one test.
namespace expertscope::fuzzing {

struct Reader {
    std::string name;
    void (*read)(const std::string& input) = nullptr;
    std::size_t longest = 4096; ///< bytes of an input: enough for all that can be wrong, and quick
    /// What it may take besides twice the input. Little by default, as the model promises it of every file.
    std::size_t memory = 1 << 20;
    /// For files whose bytes are sealed, by compression or a hash: before an input is changed it is
    /// unwrapped, and wrapped again afterwards, else no change would ever come past the seal. A third of the
    /// changes are made so.
    std::string (*unwrap)(const std::string& input) = nullptr;
    std::string (*wrap)(const std::string& input) = nullptr;
    /// For files with a grammar: changes that keep to it, the same for the same seed. Another third.
    std::string (*change)(const std::string& input, unsigned seed) = nullptr;
};

/// All that are linked into this program.
std::vector<Reader>& readers();
bool enter(Reader reader);

/// An input was understood to its end: how often that is so tells whether a fuzzer reaches what is behind the
/// checks.
void understood();
std::size_t understoodSoFar();

/// A file in memory, which can be read by its path as any other.
class MemoryFile {
  public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    void hold(std::string_view bytes);

  private:
    int descriptor_ = -1;
    std::filesystem::path path_;
};

/// A folder of one's own, in TMPDIR, or else in memory where the system has such a place; it goes with this
/// object.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// A name in it, perhaps in folders below, for a file in memory.
    void link(const std::filesystem::path& name, const MemoryFile& file) const;
    void clear() const;

  private:
    std::filesystem::path path_;
};

/// The parts of an input that stands for several files: what is between two lines "~~". Always `count`; what
/// the input does not have is empty, and the last part has all the rest.
std::vector<std::string> partsOf(const std::string& input, std::size_t count);
std::string joined(const std::vector<std::string>& parts);

/// Reads a value that nobody needs, so that a sanitizer sees whether it is there.
template <class Value> void use(const Value& value) {
    asm volatile("" : : "r"(&value) : "memory");
}

} // namespace expertscope::fuzzing

/// FUZZ_READER(name) { ... } reads `input`; further fields of Reader follow the name.
#define FUZZ_READER(NAME, ...)                                                                               \
    namespace expertscope::fuzzing {                                                                         \
    static void read_##NAME(const std::string& input);                                                       \
    [[maybe_unused]] static const bool entered_##NAME =                                                      \
        enter({.name = #NAME, .read = read_##NAME __VA_OPT__(, ) __VA_ARGS__});                              \
    }                                                                                                        \
    static void expertscope::fuzzing::read_##NAME(const std::string& input)
