// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/json.h"
#include "model/sweep/sweep.h"

#include <array>
#include <optional>

namespace expertscope {

/// What came of one cell with one seed.
struct SweepRun {
    enum class Status { Unfinished, Finished, Failed };
    Status status = Status::Unfinished;
    std::string failure; ///< one sentence
    Json report;         ///< what `dmoe train --json` prints; null before the end

    /// A number of the report by its key, "test_error" or "factorisation.I1T"; empty where it has none.
    std::optional<double> value(const std::string& key) const;
};

/// Mean and spread over the seeds that finished.
struct SeedStatistics {
    std::vector<double> values; ///< in the seeds' order
    std::optional<double> mean;
    std::optional<double> deviation; ///< the sample's; empty for fewer than two values
};

struct SweepCellResult {
    SweepCell cell;
    std::vector<SweepRun> runs; ///< one a seed

    /// The worst of its runs'.
    SweepRun::Status status() const;
    /// Of those that failed, the first one's.
    std::string failure() const;
    SeedStatistics statistics(const std::string& key) const;
    /// The error that the table shows: on held-out training examples where there are any, else on the test
    /// set.
    bool heldOut() const { return cell.config.data.validation > 0; }
    std::string errorKey() const { return heldOut() ? "validation_error" : "test_error"; }
    std::string factorisationKey() const { return heldOut() ? "validation_factorisation" : "factorisation"; }
};

struct SweepResult {
    Sweep sweep;
    std::vector<SweepCellResult> cells;
    /// Runs that another program was training, so that this one left them alone: a sentence each.
    std::vector<std::string> elsewhere;
    bool finished() const; ///< no run is missing; some may have failed
    bool failed() const;   ///< some have
    int runsEnded() const; ///< finished or failed
};

std::string toString(SweepRun::Status status);
/// "I1T", "I1C", "I2C", "I2T", "score".
extern const std::array<const char*, 5> factorisationNames;

} // namespace expertscope
