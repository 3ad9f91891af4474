// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/file.h"

#include "model/base/error.h"
#include "model/base/uninterrupted.h"

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
    throw WriteError(path.string() + " cannot be written: " + std::strerror(code) + "; " + remedy + ".",
                     code);
}

/// Another program may be writing the same file at this moment, so each has a temporary of its own.
int openTemporary(const std::filesystem::path& path, std::filesystem::path& temporary) {
    std::random_device random;
    for (;;) {
        std::array<char, 16> own{};
        std::snprintf(own.data(), own.size(), ".%08x.part", random());
        temporary = path;
        temporary += own.data();
        const int descriptor = uninterrupted(
            [&] { return ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666); });
        if (descriptor >= 0 || errno != EEXIST)
            return descriptor;
    }
}

/// Answers errno's number, 0 for success.
int sync(const char* path, int flags) {
    const int descriptor = uninterrupted([&] { return ::open(path, O_RDONLY | O_CLOEXEC | flags); });
    int code = descriptor < 0 ? errno : 0;
    if (code == 0 && uninterrupted([&] { return ::fsync(descriptor); }) != 0)
        code = errno;
    if (descriptor >= 0)
        ::close(descriptor); // nothing was written through it
    return code;
}

/// So that a name that was just given is there after a power cut. Some file systems cannot do it, and a
/// folder that one may not read cannot be opened for it: the file itself is on disk then.
int syncFolder(const std::filesystem::path& folder) {
    const int code = sync(folder.empty() ? "." : folder.c_str(), O_DIRECTORY);
    const bool isNone =
        code == EINVAL || code == ENOTSUP || code == ENOSYS || code == EROFS || code == EACCES;
    return isNone ? 0 : code;
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

void makeFolder(const std::filesystem::path& path) {
    std::error_code failure;
    std::vector<std::filesystem::path> made; // outermost last
    for (std::filesystem::path folder = path;
         !folder.empty() && !std::filesystem::exists(folder, failure) && !failure;
         folder = folder.parent_path())
        made.push_back(folder);
    std::filesystem::create_directories(path, failure);
    for (auto folder = made.rbegin(); !failure && folder != made.rend(); ++folder)
        failure.assign(syncFolder(folder->parent_path()), std::generic_category());
    if (failure)
        throw FileError(path.string() + " cannot be made: " + failure.message() +
                        "; choose a place you may write to.");
}

PendingFile::PendingFile(std::filesystem::path path, const std::vector<std::string_view>& parts,
                         const std::function<std::string()>& beginning)
    : PendingFile(std::move(path)) { // from here on the destructor removes what is left of a failure
    std::error_code ignored;
    if (const auto status = std::filesystem::status(path_, ignored);
        std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        failWriting(path_, std::filesystem::is_directory(status) ? EISDIR : EPERM);
    descriptor_ = openTemporary(path_, temporary_);
    if (descriptor_ < 0)
        failWriting(path_, errno);
    bool good = true;
    for (const std::string_view part : parts)
        good = good && writeAll(descriptor_, part);
    if (beginning && good)
        good = ::lseek(descriptor_, 0, SEEK_SET) == 0 && writeAll(descriptor_, beginning());
    good = good && uninterrupted([&] { return ::fsync(descriptor_); }) == 0;
    int code = good ? 0 : errno;
    if (::close(std::exchange(descriptor_, -1)) != 0 && code == 0 && errno != EINTR) // closed it is even then
        code = errno;
    if (code != 0)
        failWriting(path_, code);
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

PendingFile::~PendingFile() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
    if (!temporary_.empty()) // or nothing of that name could be made
        ::unlink(temporary_.c_str());
}

void PendingFile::commit() {
    if (uninterrupted([&] { return ::rename(temporary_.c_str(), path_.c_str()); }) != 0)
        failWriting(path_, errno);
    temporary_.clear();
    if (const int code = syncFolder(path_.parent_path()); code != 0)
        failWriting(path_, code);
}

void writeFileAtomically(const std::filesystem::path& path, const std::vector<std::string_view>& parts,
                         const std::function<std::string()>& beginning) {
    PendingFile(path, parts, beginning).commit();
}

void syncFile(const std::filesystem::path& path) {
    if (const int code = sync(path.c_str(), 0); code != 0)
        failWriting(path, code);
}

void renameFile(const std::filesystem::path& from, const std::filesystem::path& to) {
    int code = uninterrupted([&] { return ::rename(from.c_str(), to.c_str()); }) != 0 ? errno : 0;
    if (code == 0)
        code = syncFolder(to.parent_path());
    if (code != 0)
        throw FileError(from.string() + " cannot be renamed to " + to.filename().string() + ": " +
                        std::strerror(code) + "; check the disk and the permissions of its folder.");
}

LineFile::LineFile(std::filesystem::path path) : path_(std::move(path)) {
    descriptor_ =
        uninterrupted([&] { return ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666); });
    struct stat status {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0)
        failWriting(path_, errno);
    size_ = static_cast<std::size_t>(status.st_size);
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
    if (uninterrupted([&] { return ::fdatasync(descriptor_); }) != 0 && errno != EINVAL &&
        errno != EROFS) // a pipe has nothing to sync
        failWriting(path_, errno);
}

} // namespace expertscope
