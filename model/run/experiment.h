// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/run/run_config.h"
#include "model/run/run_directory.h"
#include "model/training/training_loop.h"

#include <optional>
#include <string>
#include <vector>

namespace expertscope {

class Claim;
class WorkerPool;

/// Reads the data that the configuration names, completes the configuration (path and hash of the data,
/// inputs and classes of the network), and returns what a TrainingLoop takes. Throws FileError, ConfigError,
/// Cancelled.
Experiment prepareExperiment(RunConfig& config, WorkerPool& pool, const Progress& progress = {});

/// Where a run can go on.
struct ResumePoint {
    std::optional<TrainerState>
        state; ///< of the last checkpoint; empty where there is none yet: from the start
    std::vector<MetricsRecord> history; ///< up to that step
    std::vector<TrainingEvent> changes; ///< logged at that very step: perhaps after the checkpoint
    std::vector<std::string> notes;     ///< sentences for the person: of newer checkpoints that are damaged
    std::int64_t step() const { return state ? state->step : 0; }
};
/// Only reads. Throws FileError.
ResumePoint resumePoint(const RunDirectory& directory, const std::vector<ParameterBlock>& blocks);

/// Brings a fresh loop to where the run's last checkpoint is, removes from the folder what lies beyond it,
/// and makes again the changes that were logged at that very step. claim: of that run. Returns sentences for
/// the person: what was passed over, or that the run begins anew because nothing was trained yet. Throws
/// FileError where it was trained and no checkpoint is left: its rows and figures are all there is, and
/// beginning anew would remove them.
std::vector<std::string> resumeFrom(const RunDirectory& directory, const Claim& claim, TrainingLoop& loop);

} // namespace expertscope
