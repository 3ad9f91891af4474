#pragma once

#include "model/base/progress.h"
#include "model/run/run_config.h"
#include "model/run/run_directory.h"
#include "model/training/training_loop.h"

namespace expertscope {

class WorkerPool;

/// Reads the data that the configuration names, completes the configuration (path and hash of the data, inputs and
/// classes of the network), and returns what a TrainingLoop takes. Throws FileError, ConfigError, Cancelled.
Experiment prepareExperiment(RunConfig& config, WorkerPool& pool, const Progress& progress = {});

/// Brings a fresh loop to where the run's last checkpoint is, removes from the folder what lies beyond it, and makes
/// again the changes that were logged at that very step.
void resumeFrom(const RunDirectory& directory, TrainingLoop& loop);

} // namespace expertscope
