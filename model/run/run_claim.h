// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/claim.h"
#include "model/run/run_config.h"

#include <filesystem>

namespace expertscope {

/// Whoever writes into a run, to train it, claims it first: RUN/.claim (see claim.h). It lies within the run,
/// not beside it, because the run may be all that two containers share, and a run's owner need not be allowed
/// to write beside it. Moved or copied with the run by somebody, it holds nobody up: see claim.h. A run's
/// readers (evaluate, figures, a window that looks at it) claim nothing.

/// Of a run that is there, to go on with it. Removes half-written files that a crash left. Throws
/// ClaimedError, FileError.
Claim claimRun(const std::filesystem::path& run);

/// Of a run to be; makes the folder, which must be absent or empty. Where no run comes into it, the folder
/// goes with the claim.
Claim claimNewRun(const std::filesystem::path& run);

/// A run to be, in a folder of its own below folder: also of two programs in the same second.
struct NewRun {
    std::filesystem::path path;
    Claim claim;
};
NewRun claimNewRunIn(const std::filesystem::path& folder, const RunConfig& config);

/// What a claim is called in a run's folder.
bool isClaim(const std::filesystem::path& name);

} // namespace expertscope
