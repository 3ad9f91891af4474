#include "app/expertscope/watched_recorder.h"

namespace expertscope {

WatchedRecorder::WatchedRecorder(std::unique_ptr<RunRecorder> recorder, Recorded recorded, Written written)
    : recorder_(std::move(recorder)), recorded_(std::move(recorded)), written_(std::move(written)) {}

void WatchedRecorder::onTimeline(const TrainingSnapshot& snapshot) {
    auto moment = std::make_shared<TrainingSnapshot>(snapshot);
    moment->history.reset(); // each has all before it: together they would fill the memory
    recorded_(std::move(moment));
    recorder_->onTimeline(snapshot);
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
