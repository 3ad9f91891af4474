// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/sweep/sweep_directory.h"
#include "model/training/training_data.h"

#include <atomic>
#include <functional>
#include <memory>

namespace expertscope {

class RunRecorder;
class TrainingLoop;
class WorkerPool;

/// Trains what a sweep lacks, some runs at a time. What ends in between, by a signal or a crash, goes on from
/// its last checkpoint when the same sweep is run again: a run never depends on the others, so the tables are
/// the same as if nothing had happened.
///
/// A sweep's folder is one program's at a time; a second sweep there is refused. Each run is claimed besides
/// by whoever trains it: one that another program goes on with alone is passed over and told, and what it has
/// finished meanwhile is taken as it is.
class SweepRunner {
  public:
    /// Claims the folder, reads the data that the cells name, completes the cells, makes or finds the sweep.
    /// Throws ClaimedError, FileError, ConfigError, Cancelled.
    SweepRunner(Sweep sweep, const std::filesystem::path& out, const Progress& progress = {});

    struct Progressed {
        double fraction = 0; ///< of all the arithmetic
        double trained = 0;  ///< of it, by this runner: not what runs brought along from before
        int runsDone = 0, runs = 0, running = 0;
        std::vector<std::string> ended; ///< since the last call, as one line each
        bool saved = false;             ///< all that was trained is on disk; what still runs is only measured
    };
    /// Told now and then on the calling thread; answers whether to go on.
    using Report = std::function<bool(const Progressed&)>;

    /// jobs: runs at a time, with threadsPerJob threads each. A run that diverges, or whose files cannot be
    /// written, is marked as failed and the rest goes on. Returns what there is; not finished() if report
    /// said to stop, or where another program trains some: see SweepResult::elsewhere. Writes the tables.
    SweepResult run(int jobs, int threadsPerJob, const Report& report);
    /// What is to be said of the data that were read, each sentence once.
    std::vector<std::string> notes() const;

    const SweepDirectory& directory() const { return directory_; }

  private:
    struct Task;
    using DataSets = std::vector<std::shared_ptr<const TrainingData>>;

    static DataSets readData(Sweep& sweep, const Progress& progress);
    std::vector<Task> missingRuns(SweepResult& result) const;
    void work(std::vector<Task>& tasks, std::atomic<std::size_t>& next, int threads) const;
    SweepRun trainClaimed(Task& task, WorkerPool& pool) const;
    SweepRun train(Task& task, const Claim& claim, WorkerPool& pool) const;
    std::unique_ptr<RunRecorder> makeRecorder(Task& task, TrainingLoop& loop) const;
    Progressed progressOf(std::vector<Task>& tasks) const;

    Claim claim_;   ///< of the folder
    DataSets data_; ///< one a cell; cells that ask for the same share it
    SweepDirectory directory_;
    std::atomic<bool> stop_{false};
};

} // namespace expertscope
