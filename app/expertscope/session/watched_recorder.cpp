// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/watched_recorder.h"

namespace expertscope {

WatchedRecorder::WatchedRecorder(std::unique_ptr<RunRecorder> recorder, Recorded recorded, Written written)
    : recorder_(std::move(recorder)), recorded_(std::move(recorded)), written_(std::move(written)) {}

void WatchedRecorder::onTimeline(const TrainingSnapshot& snapshot) {
    recorded_(std::make_shared<const TrainingSnapshot>(snapshot));
    recorder_->onTimeline(snapshot);
    tellWritten();
}

void WatchedRecorder::onBeginning(const TrainerState& state) {
    recorder_->onBeginning(state);
    tellWritten();
}

void WatchedRecorder::onCheckpoint(const TrainerState& state, CheckpointReason reason) {
    recorder_->onCheckpoint(state, reason);
    tellWritten();
}

void WatchedRecorder::tellWritten() {
    if (recorder_->lastWritten() == told_)
        return;
    told_ = recorder_->lastWritten();
    written_(recorder_->directory(), told_);
}

} // namespace expertscope
