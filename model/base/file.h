// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace expertscope {

/// A file that cannot be written; code: errno's number for why.
class WriteError : public FileError {
  public:
    WriteError(const std::string& sentence, int code) : FileError(sentence), code_(code) {}
    int code() const { return code_; }

  private:
    int code_;
};

/// How many bytes a text has at most that people write or that lists names and labels: far more than any has.
inline constexpr std::uint64_t mostOfText = 64'000'000;

/// The whole file, as long as it says it is when it is opened. Throws FileError, before anything of it is in
/// memory where it has more bytes than atMost or than memory is free.
std::string readFile(const std::filesystem::path& path,
                     std::uint64_t atMost = std::numeric_limits<std::uint64_t>::max());

/// Whether there is something at that place, through links. Throws FileError where that cannot be found out
/// (a folder one may not enter, a loop of links, too long a name): that is not the same as nothing.
bool isThere(const std::filesystem::path& path);
/// From the root, without "." and "..". Throws FileError.
std::filesystem::path absolutePath(const std::filesystem::path& path);
/// Throws FileError where it is still there afterwards.
void removeFile(const std::filesystem::path& path);

/// Makes the folder and those above it that are not there; their names are there after a power cut. Throws
/// FileError.
void makeFolder(const std::filesystem::path& path);

/// A file that is on disk, synced, and not in its place yet: a temporary beside it, NAME.XXXXXXXX.part, that
/// is gone with the object where it was not committed.
class PendingFile {
  public:
    /// The parts one after another. beginning: asked when they are written, for what the file begins with
    /// instead, no longer than they are: a hash of them can be taken meanwhile. Throws WriteError.
    explicit PendingFile(std::filesystem::path path, const std::vector<std::string_view>& parts,
                         const std::function<std::string()>& beginning = {});
    ~PendingFile();
    PendingFile(PendingFile&& other) noexcept;
    PendingFile& operator=(PendingFile&&) = delete;

    /// Renames it into place, and syncs the folder. Throws WriteError.
    void commit();

  private:
    explicit PendingFile(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_, temporary_;
    int descriptor_ = -1;
};

/// Whether that is what is left of a file of that name when its program was killed while it wrote it.
bool isTemporaryOf(const std::filesystem::path& path, const std::string& name);

/// Such a file, committed at once: afterwards there is either the whole new file or what was there before,
/// also where two programs do this at once. Throws WriteError.
void writeFileAtomically(const std::filesystem::path& path, const std::vector<std::string_view>& parts,
                         const std::function<std::string()>& beginning = {});

/// Renames, and syncs the folder that the new name is in: it is there after a power cut, too. Throws
/// FileError.
void renameFile(const std::filesystem::path& from, const std::filesystem::path& to);

/// That what was written to the file, or the names in the folder, are there after a power cut. Throws
/// WriteError.
void syncToDisk(const std::filesystem::path& fileOrFolder);

/// False, with errno set, where not all could be written to the open file or pipe.
bool writeAll(int descriptor, std::string_view bytes);

/// A text file that grows by whole lines. Each is the file's when append returns, and there after a power cut
/// when sync returns; so is the name of the file.
class LineFile {
  public:
    /// Opens for appending, creating the file if need be. Throws FileError.
    explicit LineFile(std::filesystem::path path);
    ~LineFile();
    LineFile(LineFile&& other) noexcept;
    LineFile& operator=(LineFile&&) = delete;

    /// Adds the line and a newline. Throws FileError; then nothing of the line stays in the file.
    void append(const std::string& line);
    /// Throws FileError.
    void sync();
    bool empty() const { return size_ == 0; }

  private:
    std::filesystem::path path_;
    int descriptor_ = -1;
    std::size_t size_ = 0;
};

} // namespace expertscope
