// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/claim_owner.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/json.h"
#include "model/base/uninterrupted.h"

#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr double beatsUntilFree = 6;
constexpr std::uint64_t mostOfOwner = 64'000; // bytes

double seconds(const timespec& time) {
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// By the clock of the file system that the folder is in, which is another machine's where it is shared.
/// The file to tell it by is called as claims are, for a folder with nothing else in it still counts as
/// empty. Throws FileError where nothing can be written there.
double fileSystemTime(const fs::path& folder) {
    static std::atomic<int> number{0};
    const ProcessIdentity own = ProcessIdentity::own();
    const fs::path path =
        folder / (".claim.time-" + own.host + "-" + std::to_string(own.pid) + "-" + std::to_string(++number));
    const int file =
        uninterrupted([&] { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666); });
    struct stat status {};
    const int code = file >= 0 && ::fstat(file, &status) == 0 ? 0 : errno;
    if (file >= 0)
        ::close(file);
    ::unlink(path.c_str());
    if (code != 0)
        throw FileError(folder.string() + " cannot be written: " + std::strerror(code) +
                        "; choose a place you may write to.");
    return seconds(status.st_mtim);
}

bool isFresh(const fs::path& path, const fs::path& folder, double patience) {
    const std::optional<double> since = secondsSince(path, folder);
    return since && *since <= patience;
}

/// Whether the folder is the one that its living owner made, and not a copy of it: the owner has it open.
/// Empty where it cannot be seen what another user's process has open, and the folder's number differs, which
/// is not the same for long on every file system.
std::optional<bool> isItself(const fs::path& claim, const ClaimOwner& owner, int ours) {
    struct stat status {};
    if (::stat(claim.c_str(), &status) == 0 && status.st_ino == owner.folder)
        return true;
    std::error_code failure;
    const fs::path open = "/proc/" + std::to_string(owner.process.pid) + "/fd";
    for (const auto& entry : fs::directory_iterator(open, failure)) {
        if (owner.process.pid == ::getpid() && entry.path().filename() == std::to_string(ours))
            continue;
        if (std::error_code ignored; fs::equivalent(entry.path(), claim, ignored))
            return true;
    }
    return failure ? std::nullopt : std::optional(false);
}

} // namespace

std::optional<double> secondsSince(const fs::path& path, const fs::path& folder) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return std::abs(fileSystemTime(folder) - seconds(status.st_mtim));
}

std::string ClaimOwner::who() const {
    return process.program + " (process " + std::to_string(process.pid) + " on " + process.host + ", since " +
           since + ")";
}

bool isHeartbeat(double seconds) {
    return seconds >= 0.05 && seconds <= 3600;
}

double ClaimOwner::patience() const {
    return beatsUntilFree * heartbeat;
}

std::string toText(const ClaimOwner& owner) {
    return jsonText({{"program", owner.process.program},
                     {"host", owner.process.host},
                     {"boot_id", owner.process.boot},
                     {"pid_namespace", owner.process.pidSpace},
                     {"pid", owner.process.pid},
                     {"process_start", owner.process.start},
                     {"since", owner.since},
                     {"heartbeat_seconds", owner.heartbeat},
                     {"folder", owner.folder},
                     {"token", owner.token}},
                    2) +
           "\n";
}

std::optional<ClaimOwner> readOwner(const fs::path& claim) {
    try {
        const Json json = readJson(claim / "owner.json", mostOfOwner);
        ClaimOwner owner;
        owner.process = {json.at("program").get<std::string>(), json.at("host").get<std::string>(),
                         json.at("boot_id").get<std::string>(), json.at("pid_namespace").get<std::string>(),
                         wholeFrom<long>(json.at("pid")),       json.at("process_start").get<std::string>()};
        owner.since = json.at("since").get<std::string>();
        owner.heartbeat = json.at("heartbeat_seconds").get<double>();
        owner.folder = wholeFrom<unsigned long>(json.at("folder"));
        owner.token = json.at("token").get<std::string>();
        if (!isHeartbeat(owner.heartbeat))
            return std::nullopt;
        return owner;
    } catch (const UnreadableError&) { // it may be anybody's
        throw;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

ClaimJudgement judge(const fs::path& claim, double patience, int ours) {
    ClaimJudgement found;
    found.owner = readOwner(claim);
    if (!found.owner) {
        struct stat status {};
        if (::lstat(claim.c_str(), &status) != 0)
            return found;
        found.state = isFresh(claim, claim.parent_path(), patience) ? ClaimState::Making : ClaimState::Free;
        return found;
    }
    Life life = lifeOf(found.owner->process);
    if (life == Life::Lives) {
        const std::optional<bool> itself = isItself(claim, *found.owner, ours);
        life = !itself ? Life::Unknown : *itself ? Life::Lives : Life::Gone;
    }
    found.seen = life == Life::Lives;
    const bool taken =
        found.seen ||
        (life == Life::Unknown && isFresh(claim / "heartbeat", claim.parent_path(), found.owner->patience()));
    found.state = taken ? ClaimState::Taken : ClaimState::Free;
    return found;
}

} // namespace expertscope
