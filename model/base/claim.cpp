// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/claim.h"

#include "model/base/claim_owner.h"
#include "model/base/file.h"
#include "model/base/uninterrupted.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <mutex>
#include <random>
#include <stop_token>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace expertscope {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds pause{25};
constexpr int tries = 40; ///< with that pause: how long a claim that is just changing hands is waited for

double heartbeatSeconds() {
    const char* const text = std::getenv("EXPERTSCOPE_HEARTBEAT");
    if (!text || !*text)
        return ClaimOwner{}.heartbeat;
    double value = 0;
    const char* const end = text + std::strlen(text);
    const auto read = std::from_chars(text, end, value);
    if (read.ec != std::errc() || read.ptr != end || !isHeartbeat(value))
        throw ConfigError(std::string("EXPERTSCOPE_HEARTBEAT in the environment is \"") + text +
                          "\"; give the seconds from one sign of life to the next, 0.05 to 3600, or unset "
                          "it.");
    return value;
}

std::string newToken() {
    std::random_device random;
    std::array<char, 33> text{};
    std::snprintf(text.data(), text.size(), "%08x%08x%08x%08x", random(), random(), random(), random());
    return text.data();
}

std::string timeNow() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S %Z", &local);
    return text.data();
}

[[noreturn]] void failMaking(const fs::path& place, int code) {
    const char* remedy =
        code == ENOSPC || code == EDQUOT ? "free some space and try again"
        : code == EACCES || code == EROFS || code == EPERM || code == ENOTDIR || code == ENOENT
            ? "choose a place you may write to"
            : "check the disk and try again";
    throw FileError(place.string() + " cannot be made, which keeps a second program from writing there: " +
                    std::strerror(code) + "; " + remedy + ".");
}

/// As a whole or not at all, below the open folder. False, with errno set, where it cannot be.
bool writeInto(int folder, const char* name, const std::string& text) {
    const std::string part = std::string(name) + ".part";
    const int file = uninterrupted(
        [&] { return ::openat(folder, part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666); });
    if (file < 0)
        return false;
    const bool written = writeAll(file, text);
    const int code = errno;
    ::close(file);
    if (written && ::renameat(folder, part.c_str(), folder, name) == 0)
        return true;
    const int failure = written ? errno : code;
    ::unlinkat(folder, part.c_str(), 0);
    errno = failure;
    return false;
}

/// The folders above the place that are not there, outermost first. Throws FileError.
std::vector<fs::path> makeFoldersAbove(const fs::path& place) {
    std::vector<fs::path> made;
    std::error_code failure;
    for (fs::path folder = place.parent_path(); !folder.empty() && !isThere(folder);
         folder = folder.parent_path())
        made.insert(made.begin(), folder);
    if (place.has_parent_path() && !fs::is_directory(place.parent_path(), failure))
        expertscope::makeFolder(place.parent_path());
    return made;
}

std::string sentence(const std::string& doing, const ClaimJudgement& found) {
    if (!found.owner)
        return doing + " by a program that has just begun with it; try again in a minute.";
    std::string wait = doing + " by " + found.owner->who() + "; wait until that one has ended, or end it";
    if (!found.seen) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%g", found.owner->patience());
        wait += " (if it was killed: wait " + std::string(text.data()) + " s)";
    }
    return wait + ", and try again.";
}

/// A folder held open: itself, whatever its name is by now.
class OpenFolder {
  public:
    explicit OpenFolder(const fs::path& path)
        : descriptor_(
              uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); })),
          code_(descriptor_ < 0 ? errno : 0) {}
    ~OpenFolder() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    OpenFolder(const OpenFolder&) = delete;
    OpenFolder& operator=(const OpenFolder&) = delete;

    /// errno of the attempt; 0 where it is open.
    int code() const { return code_; }
    int descriptor() const { return descriptor_; }
    bool isAt(const fs::path& path) const {
        struct stat own {};
        struct stat there {};
        return ::fstat(descriptor_, &own) == 0 && ::stat(path.c_str(), &there) == 0 &&
               own.st_dev == there.st_dev && own.st_ino == there.st_ino;
    }

  private:
    int descriptor_, code_;
};

/// By which the system finds what is open, whatever its name is.
fs::path pathOf(int descriptor) {
    return "/proc/self/fd/" + std::to_string(descriptor);
}

/// Under whatever name it has now.
void removeIfEmpty(int folder, const fs::path& place) {
    std::error_code failure;
    const fs::path now = fs::read_symlink(pathOf(folder), failure);
    ::rmdir(failure ? place.c_str() : now.c_str());
}

/// Renames the folder and removes it. Its name is another one's by now where somebody goes on late with what
/// takeAway had passed over, or where the folder is just being removed.
void remove(const OpenFolder& stale, const fs::path& place, const std::string& mark) {
    static std::atomic<int> number{0};
    const ProcessIdentity own = ProcessIdentity::own();
    const fs::path aside =
        place.string() + "." + own.host + "-" + std::to_string(own.pid) + "-" + std::to_string(++number);
    if (!stale.isAt(place)) {
        ::unlinkat(stale.descriptor(), mark.c_str(), AT_REMOVEDIR);
        return removeIfEmpty(stale.descriptor(), place);
    }
    if (::rename(place.c_str(), aside.c_str()) != 0)
        failMaking(place, errno);
    std::error_code ignored;
    fs::remove_all(aside, ignored);
}

/// False where another program is about to do it. Of all that found the folder stale it is the one that makes
/// a folder within, for that succeeds for one. Then it is not empty, so that its owner, should it wake up, no
/// longer removes it and frees its name for a third. Who began with it and went no further is passed over
/// after a while.
bool takeAway(const OpenFolder& stale, const fs::path& place, double patience) {
    for (int attempt = 1;; ++attempt) {
        const std::string mark = "taken-" + std::to_string(attempt);
        if (::mkdirat(stale.descriptor(), mark.c_str(), 0777) == 0) {
            remove(stale, place, mark);
            return true;
        }
        if (errno == ENOENT) // the folder is removed already
            return true;
        if (errno != EEXIST)
            failMaking(place, errno);
        const std::optional<double> since =
            secondsSince(pathOf(stale.descriptor()) / mark, place.parent_path());
        if (!since || *since <= patience)
            return false;
    }
}

/// Returns when the folder is this program's.
void makeFolder(const fs::path& place, const std::string& doing, double patience) {
    for (int i = 0;;) {
        if (::mkdir(place.c_str(), 0777) == 0)
            return;
        if (errno != EEXIST)
            failMaking(place, errno);
        const OpenFolder there(place); // first, so that what is removed is what was judged
        const ClaimJudgement found = judge(place, patience, there.descriptor());
        if (found.state == ClaimState::Taken)
            throw ClaimedError(sentence(doing, found));
        if (found.state == ClaimState::Absent)
            continue;
        if (found.state == ClaimState::Free) {
            if (there.code() != 0)
                failMaking(place, there.code());
            if (takeAway(there, place, patience))
                continue;
        }
        // It is changing hands.
        if (++i == tries)
            throw ClaimedError(sentence(doing, {}));
        std::this_thread::sleep_for(pause);
    }
}

} // namespace

struct Claim::State {
    fs::path place;
    std::string doing;
    std::vector<fs::path> made;
    ClaimOwner owner;
    int folder = -1; ///< held open: what is written there comes into this folder, whatever its name is then

    std::mutex mutex;
    std::condition_variable_any wake;
    std::jthread heart;

    State(const fs::path& at, const std::string& what) : place(at), doing(what) {
        owner.heartbeat = heartbeatSeconds();
        owner.process = ProcessIdentity::own();
        owner.since = timeNow();
        owner.token = newToken();
    }
    ~State() { release(); }

    void take() {
        made = makeFoldersAbove(place);
        makeFolder(place, doing, owner.patience());
        folder = uninterrupted([&] { return ::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
        struct stat status {};
        if (folder < 0 || ::fstat(folder, &status) != 0)
            failMaking(place, errno);
        owner.folder = status.st_ino;
        if (!writeInto(folder, "heartbeat", timeNow() + "\n") ||
            !writeInto(folder, "owner.json", toText(owner)))
            failMaking(place, errno);
        begin();
    }

    /// Signals are the other threads' business.
    void begin() {
        sigset_t all, before;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);
        heart = std::jthread([this](const std::stop_token& stop) { beat(stop); });
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    /// Where the disk is full, an older heartbeat can still be given the present time.
    void beat(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        const std::chrono::duration<double> every(owner.heartbeat);
        while (!wake.wait_for(lock, stop, every, [] { return false; }) && !stop.stop_requested())
            if (!writeInto(folder, "heartbeat", timeNow() + "\n"))
                ::utimensat(folder, "heartbeat", nullptr, 0);
    }

    /// The folder may have another name by now, with the whole run or because another program took it.
    void release() {
        heart = {};
        if (folder >= 0) {
            for (const char* name : {"owner.json", "heartbeat"})
                ::unlinkat(folder, name, 0);
            removeIfEmpty(folder, place);
            ::close(folder);
            folder = -1;
        }
        for (auto one = made.rbegin(); one != made.rend(); ++one)
            ::rmdir(one->c_str());
        made.clear();
    }
};

Claim::Claim(const fs::path& place, const std::string& doing)
    : state_(std::make_unique<State>(place, doing)) {
    state_->take();
}
Claim::~Claim() = default;
Claim::Claim(Claim&&) noexcept = default;
Claim& Claim::operator=(Claim&&) noexcept = default;

void Claim::require() const {
    const std::optional<ClaimOwner> owner = readOwner(state_->place);
    if (owner && owner->token == state_->owner.token)
        return;
    const fs::path& place = state_->place;
    if (owner)
        throw ClaimedError(state_->doing + " by " + owner->who() +
                           " now, which took it over while this program stood still; nothing more was "
                           "written here: wait until that one has ended, and go on from there.");
    if (!isThere(place.parent_path()))
        throw ClaimedError(place.parent_path().string() +
                           " is no longer there, so nothing more can be written into it; if it was moved, go "
                           "on where it is now.");
    throw ClaimedError(place.string() +
                       " is no longer there, with which this program kept others from writing; nothing more "
                       "was written here: go on from the last checkpoint.");
}

} // namespace expertscope
