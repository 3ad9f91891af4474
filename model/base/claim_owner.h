// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/process_identity.h"

#include <filesystem>
#include <optional>
#include <string>

namespace expertscope {

/// Whether a program may give a sign of life each so many seconds: 0.05 to 3600.
bool isHeartbeat(double seconds);

/// What a claim's folder says of who has it.
struct ClaimOwner {
    ProcessIdentity process;
    std::string since;
    std::string token;        ///< nobody else's
    double heartbeat = 10;    ///< seconds from one to the next
    unsigned long folder = 0; ///< the file system's number of the folder: a copy has another

    /// "dmoe (process 4711 on node7, since 2026-11-28 18:40:12 UTC)"
    std::string who() const;
    /// After that many seconds without a heartbeat a claim is free.
    double patience() const;
};

std::string toText(const ClaimOwner& owner);
/// Empty where the folder has no owner, or none that can be understood: also one whose heartbeat no program
/// has, which would keep the claim for years.
std::optional<ClaimOwner> readOwner(const std::filesystem::path& claim);

/// Since that was written, by the clock of the file system that the folder is in; empty where it is not
/// there. What lies in the future counts as what lies as far in the past: the clock was set back since.
/// Throws FileError where nothing can be written into the folder.
std::optional<double> secondsSince(const std::filesystem::path& path, const std::filesystem::path& folder);

enum class ClaimState {
    Absent,
    Taken,
    Free,  ///< its owner is gone
    Making ///< somebody is just making it: it has no owner yet
};
struct ClaimJudgement {
    ClaimState state = ClaimState::Absent;
    std::optional<ClaimOwner> owner;
    bool seen = false; ///< it is Taken because its process is seen to live, not because of its heartbeat
};

/// patience: with a claim that does not say its own. ours: a descriptor by which this program has the folder
/// open to look at it, which does not make it the owner.
ClaimJudgement judge(const std::filesystem::path& claim, double patience, int ours = -1);

} // namespace expertscope
