// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/file.h"

#include "model/base/error.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <random>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace expertscope {
namespace {

[[noreturn]] void failWriting(const std::filesystem::path& path, int code) {
    const char* remedy = code == ENOSPC || code == EDQUOT ? "free some space and try again"
                         : code == EACCES || code == EROFS || code == EPERM
                             ? "choose a place you may write to"
                         : code == ENOENT ? "make the folder first"
                                          : "check the disk and try again";
    throw FileError(path.string() + " cannot be written: " + std::strerror(code) + "; " + remedy + ".");
}

/// Another program may be writing the same file at this moment, so each has a temporary of its own.
int openTemporary(const std::filesystem::path& path, std::filesystem::path& temporary) {
    std::random_device random;
    for (;;) {
        std::array<char, 16> own{};
        std::snprintf(own.data(), own.size(), ".%08x.part", random());
        temporary = path;
        temporary += own.data();
        const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0 || errno != EEXIST)
            return descriptor;
    }
}

void syncFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor); // not every file system can; the file itself is on disk
    ::close(descriptor);
}

/// A device or a pipe that somebody left among files may never end, or never begin. Those that a shell hands
/// over do.
void requireEnd(const std::filesystem::path& path) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    const bool special = std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
                         !std::filesystem::is_directory(status);
    const std::string name = path.string();
    if (special && name != "/dev/stdin" && !name.starts_with("/dev/fd/") &&
        !name.starts_with("/proc/self/fd/"))
        throw FileError(name + " is a device or a pipe; name a file.");
}

} // namespace

std::string readFile(const std::filesystem::path& path) {
    requireEnd(path);
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    const int opening = file ? 0 : errno;
    std::error_code ignored;
    const bool isFolder = std::filesystem::is_directory(path, ignored);
    std::ostringstream text;
    errno = 0;
    if (!isFolder && file && (file.peek() == EOF || text << file.rdbuf()))
        return text.str();
    const int code = isFolder ? EISDIR : opening ? opening : errno ? errno : EIO;
    const std::string sentence =
        path.string() + " cannot be read: " + std::strerror(code) + "; check the path and its permissions.";
    if (code == ENOENT || code == ENOTDIR || code == EISDIR)
        throw FileError(sentence);
    throw UnreadableError(sentence);
}

bool isThere(const std::filesystem::path& path) {
    std::error_code failure;
    const bool found = std::filesystem::exists(path, failure);
    if (failure)
        throw UnreadableError(path.string() + " cannot be looked at: " + failure.message() +
                              "; check the path and its permissions.");
    return found;
}

std::filesystem::path absolutePath(const std::filesystem::path& path) {
    std::error_code failure;
    const std::filesystem::path absolute = std::filesystem::absolute(path, failure);
    if (failure)
        throw FileError(path.string() + " has no place: the current folder cannot be told (" +
                        failure.message() + "); name the whole path.");
    return absolute.lexically_normal();
}

void removeFile(const std::filesystem::path& path) {
    std::error_code failure;
    std::filesystem::remove(path, failure);
    if (failure)
        throw FileError(path.string() + " cannot be removed: " + failure.message() +
                        "; check the permissions of its folder.");
}

bool writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

void writeFileAtomically(const std::filesystem::path& path, const std::vector<std::string_view>& parts) {
    std::filesystem::path temporary;
    const int descriptor = openTemporary(path, temporary);
    if (descriptor < 0)
        failWriting(path, errno);
    bool good = true;
    for (const std::string_view part : parts)
        good = good && writeAll(descriptor, part);
    good = good && ::fsync(descriptor) == 0;
    int code = good ? 0 : errno;
    if (::close(descriptor) != 0 && code == 0)
        code = errno;
    if (code == 0 && ::rename(temporary.c_str(), path.c_str()) != 0)
        code = errno;
    if (code == 0)
        return syncFolder(path.parent_path());
    ::unlink(temporary.c_str());
    failWriting(path, code);
}

void renameFile(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        throw FileError(from.string() + " cannot be renamed to " + to.filename().string() + ": " +
                        std::strerror(errno) + "; check the permissions of its folder.");
    syncFolder(to.parent_path());
}

LineFile::LineFile(std::filesystem::path path) : path_(std::move(path)) {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    struct stat status {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0)
        failWriting(path_, errno);
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ == 0) // it may have just been made
        syncFolder(path_.parent_path());
}

LineFile::LineFile(LineFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

LineFile::~LineFile() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

void LineFile::append(const std::string& line) {
    const std::string text = line + "\n";
    if (!writeAll(descriptor_, text)) {
        const int code = errno;
        [[maybe_unused]] const int failed = ::ftruncate(descriptor_, static_cast<off_t>(size_));
        failWriting(path_, code); // the first failure is the one to tell
    }
    size_ += text.size();
}

void LineFile::sync() {
    if (::fdatasync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) // a pipe has nothing to sync
        failWriting(path_, errno);
}

} // namespace expertscope
