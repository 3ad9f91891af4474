// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded with LD_PRELOAD, it stands between a program and the C library where files are written. It counts
// the calls that concern one folder, lets one of them fail, and writes down what was done, in order. The
// environment says what; fault_plan.h has the names, and what the records look like.
//
// Reading is left alone, and so is everything outside of the folder. Whatever it does itself goes to the
// kernel directly, so that it does not meet itself.
#include "tests/faults/fault_plan.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

using namespace expertscope::testing;

template <class Function> Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string_view setting(const char* name) {
    const char* const text = std::getenv(name);
    return text ? std::string_view(text) : std::string_view();
}

/// What the environment asks for. Made at the first call, which may be before main.
struct Plan {
    std::string folder{setting(faultFolder)};
    std::string kinds = "," + std::string(setting(faultKinds)) + ",";
    std::uint64_t at = std::strtoull(std::string(setting(faultAt)).c_str(), nullptr, 10);
    bool forEver = setting(faultHowOften) == "for ever",
         everySecond = setting(faultHowOften) == "every second";
    std::string_view what = setting(faultError);
    int error = what == "ENOSPC" ? ENOSPC : what == "EINTR" ? EINTR : what == "EIO" ? EIO : 0;
    bool renamesByCopying = setting(faultLie) == "rename by copying";
    bool withBytes = setting(faultTraceBytes) != "no";
    int trace = -1;
    FaultCount* count = nullptr;
    std::array<std::atomic<bool>, 4096> ours{}; ///< descriptors of files and folders there
    std::mutex mutex;

    Plan() {
        const std::string path(setting(faultTrace)), counter(setting(faultCounter));
        if (!path.empty())
            trace = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path.c_str(),
                                               O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
        if (trace >= 0) { // out of the way of the program's own descriptors
            const int high = ::fcntl(trace, F_DUPFD_CLOEXEC, 900);
            ::syscall(SYS_close, trace);
            trace = high;
        }
        if (counter.empty())
            return;
        const auto file = static_cast<int>(
            ::syscall(SYS_openat, AT_FDCWD, counter.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
        if (file < 0 || ::syscall(SYS_ftruncate, file, sizeof(FaultCount)) != 0)
            return;
        void* const shared = ::mmap(nullptr, sizeof(FaultCount), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::syscall(SYS_close, file);
        if (shared != MAP_FAILED)
            count = static_cast<FaultCount*>(shared);
    }

    bool isOurs(int descriptor) const {
        return descriptor >= 0 && descriptor < static_cast<int>(ours.size()) &&
               ours[static_cast<std::size_t>(descriptor)];
    }
    void own(int descriptor, bool isIt) {
        if (descriptor >= 0 && descriptor < static_cast<int>(ours.size()))
            ours[static_cast<std::size_t>(descriptor)] = isIt;
    }
};

Plan& plan() {
    static Plan* const only = new Plan; // files are written until the very end of the program
    return *only;
}

std::string linkTarget(const std::string& link) {
    std::array<char, PATH_MAX> text{};
    const ssize_t length = ::readlink(link.c_str(), text.data(), text.size());
    return length > 0 ? std::string(text.data(), static_cast<std::size_t>(length)) : std::string();
}

std::string pathOf(int descriptor) {
    return linkTarget("/proc/self/fd/" + std::to_string(descriptor));
}

/// From the root, without "." and double slashes; ".." is not used where files are written.
std::string wholePath(int folder, const char* path) {
    std::string whole = path[0] == '/'       ? std::string()
                        : folder == AT_FDCWD ? linkTarget("/proc/self/cwd")
                                             : pathOf(folder);
    whole += '/';
    whole += path;
    for (const char* twice : {"//", "/./"})
        for (std::size_t place; (place = whole.find(twice)) != std::string::npos;)
            whole.replace(place, std::strlen(twice), "/");
    while (whole.size() > 1 && whole.ends_with('/'))
        whole.pop_back();
    return whole;
}

bool isInFolder(const std::string& path) {
    const std::string& folder = plan().folder;
    return !folder.empty() && path.starts_with(folder) &&
           (path.size() == folder.size() || path[folder.size()] == '/');
}

void writeTrace(const std::string& head, std::string_view bytes = {}) {
    Plan& own = plan();
    if (own.trace < 0)
        return;
    std::string record = head + "\t" + std::to_string(own.withBytes ? bytes.size() : 0) + "\n";
    if (own.withBytes)
        record += bytes;
    [[maybe_unused]] const auto written = ::syscall(SYS_write, own.trace, record.data(), record.size());
}

std::string fileNumber(int descriptor) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 ? std::to_string(status.st_ino) : "0";
}

bool isFolder(int descriptor) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
}

enum class Fate { Done, Fails, Shortened, Skipped };

/// Counts that call, and says what becomes of it. For Fails errno is set.
Fate fateOf(const char* kind, const std::string& path) {
    Plan& own = plan();
    if (own.kinds.find("," + std::string(kind) + ",") == std::string::npos || !own.count)
        return Fate::Done;
    const std::uint64_t number = ++own.count->counted;
    const bool strikes = number == own.at || (own.forEver && own.at > 0 && number > own.at) ||
                         (own.everySecond && own.at > 0 && number > own.at && (number - own.at) % 2 == 0);
    if (!strikes)
        return Fate::Done;
    if (++own.count->fired == 1) {
        std::snprintf(own.count->where.data(), own.count->where.size(), "%s %s", kind, path.c_str());
        own.count->unlinkFailed = false;
    }
    if (std::string_view(kind) == "unlink")
        own.count->unlinkFailed = true;
    if (own.what == "short")
        return Fate::Shortened;
    if (own.what == "skipped")
        return Fate::Skipped;
    if (own.what == "crash")
        ::abort();
    errno = own.error;
    return Fate::Fails;
}

int opened(int descriptor, const std::string& path, int flags, bool wasThere) {
    if (descriptor < 0)
        return descriptor;
    plan().own(descriptor, true);
    if ((flags & O_ACCMODE) == O_RDONLY)
        return descriptor;
    const std::string number = fileNumber(descriptor);
    if ((flags & O_TMPFILE) == O_TMPFILE)
        writeTrace("create\t" + path + "/#" + number + "\t" + number);
    else if (!wasThere)
        writeTrace("create\t" + path + "\t" + number);
    else
        writeTrace("open\t" + path + "\t" + number);
    if (wasThere && (flags & O_TRUNC))
        writeTrace("truncate\t" + number + "\t0");
    return descriptor;
}

bool isThere(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

int openedAs(int folder, const char* name, int flags, mode_t mode) {
    const auto really = [&] {
        return static_cast<int>(::syscall(SYS_openat, folder, name, flags | O_LARGEFILE, mode));
    };
    const std::string path = wholePath(folder, name);
    if (!isInFolder(path)) {
        const int other = really();
        plan().own(other, false);
        return other;
    }
    const std::lock_guard lock(plan().mutex);
    const bool reads = (flags & O_ACCMODE) == O_RDONLY;
    if (fateOf(!reads ? "open" : flags & O_DIRECTORY ? "openfolder" : "look", path) == Fate::Fails)
        return -1;
    const bool wasThere = isThere(path);
    return opened(really(), path, flags, wasThere);
}

std::FILE* openedAsStream(const char* name, const char* mode) {
    static auto* const real = next<std::FILE*(const char*, const char*)>("fopen64");
    const std::string path = wholePath(AT_FDCWD, name);
    if (!isInFolder(path))
        return real(name, mode);
    const std::lock_guard lock(plan().mutex);
    const bool reads = mode[0] == 'r' && !std::strchr(mode, '+');
    if (fateOf(reads ? "look" : "open", path) == Fate::Fails)
        return nullptr;
    const bool wasThere = isThere(path);
    std::FILE* const file = real(name, mode);
    if (file)
        opened(::fileno(file), path, reads ? O_RDONLY : O_WRONLY | (mode[0] == 'w' ? O_TRUNC : 0), wasThere);
    return file;
}

/// Where it was written to: at the end of a file that is appended to.
std::string placeBefore(int descriptor) {
    if (::fcntl(descriptor, F_GETFL) & O_APPEND) {
        struct stat status {};
        return ::fstat(descriptor, &status) == 0 ? std::to_string(status.st_size) : "0";
    }
    return std::to_string(::lseek(descriptor, 0, SEEK_CUR));
}

/// place: -1 where the descriptor's own is meant.
ssize_t written(int descriptor, const void* bytes, std::size_t count, off_t place) {
    const auto really = [&](std::size_t n) -> ssize_t {
        return place < 0 ? ::syscall(SYS_write, descriptor, bytes, n)
                         : ::syscall(SYS_pwrite64, descriptor, bytes, n, place);
    };
    if (!plan().isOurs(descriptor)) {
        const bool says = descriptor == STDOUT_FILENO && plan().trace >= 0;
        const ssize_t done = really(count);
        if (says && done > 0)
            writeTrace("said", {static_cast<const char*>(bytes), static_cast<std::size_t>(done)});
        return done;
    }
    const std::lock_guard lock(plan().mutex);
    const Fate fate = fateOf("write", pathOf(descriptor));
    if (fate == Fate::Fails)
        return -1;
    if (fate == Fate::Skipped)
        return static_cast<ssize_t>(count);
    const std::string at = place < 0 ? placeBefore(descriptor) : std::to_string(place);
    const ssize_t done = really(fate == Fate::Shortened && count > 1 ? count / 2 : count);
    if (done > 0)
        writeTrace("write\t" + fileNumber(descriptor) + "\t" + at,
                   {static_cast<const char*>(bytes), static_cast<std::size_t>(done)});
    return done;
}

int synced(int descriptor, long call) {
    if (!plan().isOurs(descriptor))
        return static_cast<int>(::syscall(call, descriptor));
    const std::lock_guard lock(plan().mutex);
    const bool folder = isFolder(descriptor);
    const std::string path = pathOf(descriptor);
    const Fate fate = fateOf(folder ? "syncfolder" : "sync", path);
    if (fate == Fate::Fails)
        return -1;
    const int code = fate == Fate::Skipped ? 0 : static_cast<int>(::syscall(call, descriptor));
    if (code == 0 && fate != Fate::Skipped)
        writeTrace(folder ? "syncfolder\t" + path : "sync\t" + fileNumber(descriptor));
    return code;
}

/// As a program would that knows no rename: for a while neither the old file nor the new one is whole.
int copied(const std::string& from, const std::string& to) {
    const auto in = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, from.c_str(), O_RDONLY | O_CLOEXEC));
    const auto out = static_cast<int>(
        ::syscall(SYS_openat, AT_FDCWD, to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    std::array<char, 64> piece{};
    for (long n; (n = ::syscall(SYS_read, in, piece.data(), piece.size())) > 0;) {
        [[maybe_unused]] const auto ignored = ::syscall(SYS_write, out, piece.data(), n);
        ::usleep(100);
    }
    ::syscall(SYS_close, in);
    ::syscall(SYS_close, out);
    return static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, from.c_str(), 0));
}

int renamed(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) {
    const auto really = [&] {
        return static_cast<int>(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
    };
    const std::string before = wholePath(fromFolder, from), after = wholePath(toFolder, to);
    if (!isInFolder(after) && !isInFolder(before))
        return really();
    const std::lock_guard lock(plan().mutex);
    const Fate fate = fateOf("rename", after);
    if (fate == Fate::Fails)
        return -1;
    if (fate == Fate::Skipped)
        return 0;
    struct stat status {};
    const bool file = ::lstat(before.c_str(), &status) == 0 && S_ISREG(status.st_mode);
    const int code = plan().renamesByCopying && file ? copied(before, after) : really();
    if (code == 0)
        writeTrace("rename\t" + before + "\t" + after);
    return code;
}

int removed(int folder, const char* name, int flags) {
    const auto really = [&] { return static_cast<int>(::syscall(SYS_unlinkat, folder, name, flags)); };
    const std::string path = wholePath(folder, name);
    if (!isInFolder(path))
        return really();
    const std::lock_guard lock(plan().mutex);
    if (fateOf("unlink", path) == Fate::Fails)
        return -1;
    const int code = really();
    if (code == 0)
        writeTrace(flags & AT_REMOVEDIR ? "rmdir\t" + path : "unlink\t" + path);
    return code;
}

int folderMade(int folder, const char* name, mode_t mode) {
    const auto really = [&] { return static_cast<int>(::syscall(SYS_mkdirat, folder, name, mode)); };
    const std::string path = wholePath(folder, name);
    if (!isInFolder(path))
        return really();
    const std::lock_guard lock(plan().mutex);
    if (fateOf("mkdir", path) == Fate::Fails)
        return -1;
    const int code = really();
    if (code == 0)
        writeTrace("mkdir\t" + path);
    return code;
}

int linked(int fromFolder, const char* from, int toFolder, const char* to, int flags) {
    const auto really = [&] {
        return static_cast<int>(::syscall(SYS_linkat, fromFolder, from, toFolder, to, flags));
    };
    const std::string after = wholePath(toFolder, to);
    if (!isInFolder(after))
        return really();
    const std::lock_guard lock(plan().mutex);
    if (fateOf("link", after) == Fate::Fails)
        return -1;
    // A file that has had no name so far is meant by its descriptor.
    const std::string_view open = "/proc/self/fd/", before = from;
    const std::string number =
        before.starts_with(open) ? fileNumber(std::atoi(from + open.size())) : std::string();
    const int code = really();
    if (code == 0)
        writeTrace("link\t" + (number.empty() ? wholePath(fromFolder, from) : "#" + number) + "\t" + after);
    return code;
}

int truncated(int descriptor, off_t length) {
    if (!plan().isOurs(descriptor))
        return static_cast<int>(::syscall(SYS_ftruncate, descriptor, length));
    const std::lock_guard lock(plan().mutex);
    if (fateOf("truncate", pathOf(descriptor)) == Fate::Fails)
        return -1;
    const auto code = static_cast<int>(::syscall(SYS_ftruncate, descriptor, length));
    if (code == 0)
        writeTrace("truncate\t" + fileNumber(descriptor) + "\t" + std::to_string(length));
    return code;
}

/// It is closed whatever it answers, as with the kernel.
int closed(int descriptor) {
    if (descriptor == plan().trace) // daemons close whatever they find
        return 0;
    if (!plan().isOurs(descriptor))
        return static_cast<int>(::syscall(SYS_close, descriptor));
    const std::lock_guard lock(plan().mutex);
    const std::string path = pathOf(descriptor);
    const bool reads = (::fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDONLY;
    plan().own(descriptor, false);
    const auto code = static_cast<int>(::syscall(SYS_close, descriptor));
    if (code == 0 && !reads && fateOf("close", path) == Fate::Fails)
        return -1;
    return code;
}

mode_t modeIn(int flags, va_list& rest) {
    return flags & (O_CREAT | __O_TMPFILE) ? static_cast<mode_t>(va_arg(rest, unsigned)) : 0;
}

} // namespace

// What follows has the C library's names and manners: see their manual pages.
#define EXPERTSCOPE_OPEN(NAME)                                                                               \
    int NAME(const char* path, int flags, ...) {                                                             \
        va_list rest;                                                                                        \
        va_start(rest, flags);                                                                               \
        const mode_t mode = modeIn(flags, rest);                                                             \
        va_end(rest);                                                                                        \
        return openedAs(AT_FDCWD, path, flags, mode);                                                        \
    }
#define EXPERTSCOPE_OPENAT(NAME)                                                                             \
    int NAME(int folder, const char* path, int flags, ...) {                                                 \
        va_list rest;                                                                                        \
        va_start(rest, flags);                                                                               \
        const mode_t mode = modeIn(flags, rest);                                                             \
        va_end(rest);                                                                                        \
        return openedAs(folder, path, flags, mode);                                                          \
    }

extern "C" {
EXPERTSCOPE_OPEN(open)
EXPERTSCOPE_OPEN(open64)
EXPERTSCOPE_OPENAT(openat)
EXPERTSCOPE_OPENAT(openat64)
int __open_2(const char* path, int flags);
int __open64_2(const char* path, int flags);
int __openat_2(int folder, const char* path, int flags);
int __openat64_2(int folder, const char* path, int flags);
int __open_2(const char* path, int flags) {
    return openedAs(AT_FDCWD, path, flags, 0);
}
int __open64_2(const char* path, int flags) {
    return openedAs(AT_FDCWD, path, flags, 0);
}
int __openat_2(int folder, const char* path, int flags) {
    return openedAs(folder, path, flags, 0);
}
int __openat64_2(int folder, const char* path, int flags) {
    return openedAs(folder, path, flags, 0);
}
int creat(const char* path, mode_t mode) {
    return openedAs(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
int creat64(const char* path, mode_t mode) {
    return openedAs(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
std::FILE* fopen(const char* path, const char* mode) {
    return openedAsStream(path, mode);
}
std::FILE* fopen64(const char* path, const char* mode) {
    return openedAsStream(path, mode);
}
ssize_t write(int descriptor, const void* bytes, std::size_t count) {
    return written(descriptor, bytes, count, -1);
}
ssize_t pwrite(int descriptor, const void* bytes, std::size_t count, off_t place) {
    return written(descriptor, bytes, count, place);
}
ssize_t pwrite64(int descriptor, const void* bytes, std::size_t count, off64_t place) {
    return written(descriptor, bytes, count, place);
}
ssize_t writev(int descriptor, const struct iovec* parts, int count) {
    if (!plan().isOurs(descriptor))
        return ::syscall(SYS_writev, descriptor, parts, count);
    std::string all;
    for (int i = 0; i < count; ++i)
        all.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    return written(descriptor, all.data(), all.size(), -1);
}
int fsync(int descriptor) {
    return synced(descriptor, SYS_fsync);
}
int fdatasync(int descriptor) {
    return synced(descriptor, SYS_fdatasync);
}
int rename(const char* from, const char* to) noexcept {
    return renamed(AT_FDCWD, from, AT_FDCWD, to, 0);
}
int renameat(int fromFolder, const char* from, int toFolder, const char* to) noexcept {
    return renamed(fromFolder, from, toFolder, to, 0);
}
int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept {
    return renamed(fromFolder, from, toFolder, to, flags);
}
int unlink(const char* path) noexcept {
    return removed(AT_FDCWD, path, 0);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
    return removed(folder, path, flags);
}
int rmdir(const char* path) noexcept {
    return removed(AT_FDCWD, path, AT_REMOVEDIR);
}
int remove(const char* path) noexcept {
    const int code = removed(AT_FDCWD, path, 0);
    return code != 0 && (errno == EISDIR || errno == EPERM) ? removed(AT_FDCWD, path, AT_REMOVEDIR) : code;
}
int mkdir(const char* path, mode_t mode) noexcept {
    return folderMade(AT_FDCWD, path, mode);
}
int mkdirat(int folder, const char* path, mode_t mode) noexcept {
    return folderMade(folder, path, mode);
}
int link(const char* from, const char* to) noexcept {
    return linked(AT_FDCWD, from, AT_FDCWD, to, 0);
}
int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept {
    return linked(fromFolder, from, toFolder, to, flags);
}
int ftruncate(int descriptor, off_t length) noexcept {
    return truncated(descriptor, length);
}
int ftruncate64(int descriptor, off64_t length) noexcept {
    return truncated(descriptor, length);
}
int close(int descriptor) {
    return closed(descriptor);
}
int fclose(std::FILE* file) {
    static auto* const real = next<int(std::FILE*)>("fclose");
    plan().own(::fileno(file), false);
    return real(file);
}
}
