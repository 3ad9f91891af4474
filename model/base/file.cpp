// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/file.h"

#include "model/base/error.h"
#include "model/base/memory.h"
#include "model/base/uninterrupted.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <random>
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

/// Answers errno's number, 0 for success: not every file system can.
int sync(const char* path, int flags) {
    const int descriptor = uninterrupted([&] { return ::open(path, O_RDONLY | O_CLOEXEC | flags); });
    int code = descriptor < 0 ? errno : 0;
    if (code == 0 && uninterrupted([&] { return ::fsync(descriptor); }) != 0)
        code = errno;
    if (descriptor >= 0)
        ::close(descriptor); // nothing was written through it
    return code == EINVAL || code == ENOTSUP || code == ENOSYS || code == EROFS ? 0 : code;
}

/// So that a name that was just given is there after a power cut. A folder that one may not read cannot be
/// opened for it: the file itself is on disk then.
int syncFolder(const std::filesystem::path& folder) {
    const int code = sync(folder.empty() ? "." : folder.c_str(), O_DIRECTORY);
    return code == EACCES ? 0 : code;
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

[[noreturn]] void failReading(const std::filesystem::path& path, int code) {
    const std::string sentence =
        path.string() + " cannot be read: " + std::strerror(code) + "; check the path and its permissions.";
    if (code == ENOENT || code == ENOTDIR || code == EISDIR)
        throw FileError(sentence);
    throw UnreadableError(sentence);
}

/// Throws FileError where the file is larger than it may be, or than there is room for.
void requireRoom(const std::filesystem::path& path, std::uint64_t size, std::uint64_t atMost) {
    constexpr std::uint64_t worthAsking = 1 << 24; // the kernel is asked for what is free by reading files
    const std::string all = sizeText(static_cast<double>(size)), most = sizeText(static_cast<double>(atMost));
    if (size > atMost)
        throw FileError(path.string() + " has " + (all == most ? std::to_string(size) + " bytes" : all) +
                        ", but a file of its kind has at most " + most + "; name another file.");
    if (size < worthAsking)
        return;
    if (const std::uint64_t free = freeMemory(); size > free)
        throw UnreadableError(path.string() + " has " + all + ", but only " +
                              sizeText(static_cast<double>(free)) +
                              " of memory are free; close other programs, or name a smaller file.");
}

struct OpenFile {
    explicit OpenFile(const std::filesystem::path& path)
        : descriptor(uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); })) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor >= 0)
            ::close(descriptor);
    }
    int descriptor;
};

/// How many bytes came; 0 at the end.
std::size_t readSome(int descriptor, const std::filesystem::path& path, char* to, std::size_t count) {
    const ssize_t got = uninterrupted([&] { return ::read(descriptor, to, count); });
    if (got < 0)
        failReading(path, errno);
    return static_cast<std::size_t>(got);
}

} // namespace

std::string readFile(const std::filesystem::path& path, std::uint64_t atMost) {
    requireEnd(path);
    const OpenFile file(path);
    struct stat status {};
    if (file.descriptor < 0 || ::fstat(file.descriptor, &status) != 0)
        failReading(path, errno);
    const auto said = static_cast<std::uint64_t>(S_ISREG(status.st_mode) ? status.st_size : 0);
    requireRoom(path, said, atMost);
    // A file that grows is read as it was when it was opened: who writes faster than this reads would never
    // let it end. A pipe says no size, and nor does a file of /proc: they are read until they end.
    std::string text(said > 0 ? said : 4096, '\0');
    std::size_t have = 0;
    while (have < text.size()) {
        const std::size_t got = readSome(file.descriptor, path, text.data() + have, text.size() - have);
        if (got == 0)
            break;
        have += got;
        if (said == 0 && have == text.size()) {
            requireRoom(path, have, atMost);
            text.resize(2 * have);
        }
    }
    if (have > atMost) // of one that says no size
        requireRoom(path, have, atMost);
    text.resize(have);
    return text;
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
        const ssize_t written =
            uninterrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
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
#ifdef SYNC_FILE_RANGE_WRITE
    if (beginning && good) // a hint: the disk has its work while the beginning is waited for
        [[maybe_unused]]
        const int unheard = ::sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE);
#endif
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

bool isTemporaryOf(const std::filesystem::path& path, const std::string& name) {
    const std::string own = path.filename().string();
    return own.starts_with(name + ".") && own.ends_with(".part");
}

void writeFileAtomically(const std::filesystem::path& path, const std::vector<std::string_view>& parts,
                         const std::function<std::string()>& beginning) {
    PendingFile(path, parts, beginning).commit();
}

void syncToDisk(const std::filesystem::path& fileOrFolder) {
    if (const int code = sync(fileOrFolder.c_str(), 0); code != 0)
        failWriting(fileOrFolder, code);
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
    if (const int code = size_ == 0 ? syncFolder(path_.parent_path()) : 0; code != 0) { // just made, perhaps
        ::close(descriptor_);
        failWriting(path_, code);
    }
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
