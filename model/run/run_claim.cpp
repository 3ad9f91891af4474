// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/run_claim.h"

#include "model/run/run_directory.h"

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* claimName = ".claim";

Claim claimOf(const fs::path& run) {
    return {run / claimName, run.string() + " is being trained"};
}

} // namespace

Claim claimRun(const fs::path& run) {
    Claim claim = claimOf(run);
    std::error_code ignored;
    for (const fs::path& folder : {run, run / "checkpoints", run / "snapshots"})
        for (const auto& entry : fs::directory_iterator(folder, ignored))
            if (entry.path().extension() == ".part" && entry.is_regular_file(ignored))
                fs::remove(entry.path(), ignored);
    return claim;
}

Claim claimNewRun(const fs::path& run) {
    RunDirectory::requireFree(run);
    Claim claim = claimOf(run);
    RunDirectory::requireFree(run);
    return claim;
}

NewRun claimNewRunIn(const fs::path& folder, const RunConfig& config) {
    for (;;)
        try {
            const fs::path path = newRunPath(folder, config);
            return {path, claimNewRun(path)};
        } catch (const ClaimedError&) { // another program has just taken that name
        }
}

bool isClaim(const fs::path& name) {
    return name.filename().string().starts_with(claimName);
}

} // namespace expertscope
