// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace expertscope {

/// The whole file. Throws FileError.
std::string readFile(const std::filesystem::path& path);

/// Whether there is something at that place, through links. Throws FileError where that cannot be found out
/// (a folder one may not enter, a loop of links, too long a name): that is not the same as nothing.
bool isThere(const std::filesystem::path& path);
/// From the root, without "." and "..". Throws FileError.
std::filesystem::path absolutePath(const std::filesystem::path& path);
/// Throws FileError where it is still there afterwards.
void removeFile(const std::filesystem::path& path);

/// Writes the parts one after another to a temporary beside the file, NAME.XXXXXXXX.part, syncs, renames it
/// into place, and syncs the folder: afterwards there is either the whole new file or what was there before,
/// also where two programs do this at once. Throws FileError.
void writeFileAtomically(const std::filesystem::path& path, const std::vector<std::string_view>& parts);

/// Renames, and syncs the folder that the new name is in: it is there after a power cut, too. Throws
/// FileError.
void renameFile(const std::filesystem::path& from, const std::filesystem::path& to);

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
