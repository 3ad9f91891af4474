// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_recorder.h"

#include <functional>
#include <memory>

namespace expertscope {

/// Keeps a run as its recorder does, and tells what of the timeline was recorded and what is on disk. All on
/// the engine's thread.
class WatchedRecorder : public TrainingSink {
  public:
    using Snapshot = std::shared_ptr<const TrainingSnapshot>;
    using Recorded = std::function<void(Snapshot snapshot)>;
    using Written = std::function<void(const RunDirectory& directory, std::int64_t step)>;

    WatchedRecorder(std::unique_ptr<RunRecorder> recorder, Recorded recorded, Written written);

    void onRecord(const MetricsRecord& record) override { recorder_->onRecord(record); }
    void onTimeline(const TrainingSnapshot& snapshot) override;
    void onBeginning(const TrainerState& state) override;
    void onCheckpoint(const TrainerState& state, CheckpointReason reason) override;
    void onEvent(const TrainingEvent& event) override { recorder_->onEvent(event); }

  private:
    void tellWritten();

    std::unique_ptr<RunRecorder> recorder_;
    Recorded recorded_;
    Written written_;
    std::int64_t told_ = -1;
};

} // namespace expertscope
