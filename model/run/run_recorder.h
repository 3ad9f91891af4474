// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/file.h"
#include "model/base/json.h"
#include "model/run/metrics_log.h"
#include "model/run/run_claim.h"
#include "model/run/run_directory.h"

#include <vector>

namespace expertscope {

/// Writes what a training run yields into its folder. A sink of TrainingLoop: everything happens on the
/// thread that trains; what cannot be written is thrown as FileError and stops the training there. It holds
/// the run's claim, and looks at it before each write: where the run has another writer, nothing more is
/// written.
class RunRecorder : public TrainingSink {
  public:
    /// claim: of the directory's run. network: of the run, for the names of its parameters and the number of
    /// experts.
    RunRecorder(RunDirectory directory, Claim claim, const Network<float>& network,
                std::int64_t stepsPerEpoch);
    /// Writes the moments of the timeline that are still held back; failures are swallowed here, so call
    /// flush.
    ~RunRecorder() override;

    const RunDirectory& directory() const { return directory_; }
    void flush();
    /// What was measured of the run, into its report.json.
    void keepReport(const Json& report);
    /// The step of the last moment of the timeline that this recorder put on disk; -1 before the first.
    std::int64_t lastWritten() const { return lastWritten_; }

    void onRecord(const MetricsRecord& record) override;
    void onTimeline(const TrainingSnapshot& snapshot) override;
    void onBeginning(const TrainerState& state) override;
    void onCheckpoint(const TrainerState& state, CheckpointReason reason) override;
    void onEvent(const TrainingEvent& event) override;

  private:
    void writeMoments();
    void save(const TrainerState& state);
    bool beginsPhase(std::int64_t step) const;
    void removeOldCheckpoints();

    RunDirectory directory_;
    std::string beginning_; ///< the configuration, for the checkpoints
    Claim claim_;           ///< before the files, so that it ends after them
    std::vector<ParameterBlock> blocks_;
    std::int64_t stepsPerEpoch_;
    MetricsLog metrics_;
    LineFile events_;
    std::vector<TrainingSnapshot> moments_; ///< of the epoch that is being trained
    bool momentsWritten_ = true;
    std::int64_t lastWritten_ = -1;
    std::vector<std::int64_t> kept_; ///< checkpoints at phase changes: never removed
};

} // namespace expertscope
