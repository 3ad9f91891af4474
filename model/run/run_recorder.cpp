// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/run_recorder.h"

#include "model/base/error.h"
#include "model/run/checkpoint.h"
#include "model/run/event_log.h"
#include "model/run/timeline_file.h"

#include <algorithm>

namespace expertscope {
namespace {

constexpr std::size_t lastCheckpoints = 2;

std::vector<int> expertCounts(const Network<float>& network) {
    std::vector<int> counts;
    for (int l : network.gatedLayers())
        counts.push_back(network.description().layers[l].experts);
    return counts;
}

} // namespace

RunRecorder::RunRecorder(RunDirectory directory, Claim claim, const Network<float>& network,
                         std::int64_t stepsPerEpoch)
    : directory_(std::move(directory)), claim_(std::move(claim)), blocks_(network.blocks()),
      stepsPerEpoch_(stepsPerEpoch), metrics_(directory_.metricsPath(), expertCounts(network)),
      events_(directory_.eventsPath()) {
    directory_.makeFolders();
    for (const std::int64_t step : directory_.checkpoints())
        if (beginsPhase(step))
            kept_.push_back(step);
    // A resume goes on within an epoch whose first moments are on disk already.
    const auto metrics = directory_.metrics();
    if (metrics.empty())
        return;
    moments_ = directory_.momentsOf(metrics.back().step / stepsPerEpoch_);
}

RunRecorder::~RunRecorder() {
    try {
        flush();
    } catch (const std::exception&) { // nobody is left to tell
    }
}

void RunRecorder::flush() {
    if (momentsWritten_ || moments_.empty())
        return;
    claim_.require();
    writeTimeline(directory_.timelinePath(moments_.front().step / stepsPerEpoch_), moments_);
    momentsWritten_ = true;
    lastWritten_ = moments_.back().step;
}

bool RunRecorder::beginsPhase(std::int64_t step) const {
    try {
        return readCheckpoint(directory_.checkpointPath(step), blocks_).phaseStart == step;
    } catch (const FileError&) { // a damaged one is of no use, and no reason not to go on
        return false;
    }
}

void RunRecorder::onRecord(const MetricsRecord& record) {
    claim_.require();
    metrics_.append(record);
}

void RunRecorder::onTimeline(const TrainingSnapshot& snapshot) {
    if (!moments_.empty() && moments_.front().step / stepsPerEpoch_ != snapshot.step / stepsPerEpoch_) {
        flush();
        moments_.clear();
    }
    moments_.push_back(snapshot);
    moments_.back().history.reset(); // metrics.csv has it
    moments_.back().probe.reset();
    momentsWritten_ = false;
}

void RunRecorder::onCheckpoint(const TrainerState& state, CheckpointReason) {
    claim_.require();
    // First what belongs to the steps before it: a resume begins at the checkpoint and records nothing of
    // them again.
    flush();
    metrics_.sync();
    writeCheckpoint(directory_.checkpointPath(state.step), state, blocks_);
    if (state.phaseStart == state.step)
        kept_.push_back(state.step);
    removeOldCheckpoints();
}

void RunRecorder::removeOldCheckpoints() {
    std::vector<std::int64_t> steps = directory_.checkpoints();
    std::erase_if(steps,
                  [&](std::int64_t s) { return std::find(kept_.begin(), kept_.end(), s) != kept_.end(); });
    for (std::size_t i = 0; i + lastCheckpoints < steps.size(); ++i) {
        std::error_code ignored;
        std::filesystem::remove(directory_.checkpointPath(steps[i]), ignored);
    }
}

void RunRecorder::onEvent(const TrainingEvent& event) {
    claim_.require();
    events_.append(eventLine(event));
    events_.sync(); // they are rare, and with config.json they are what makes the run
}

} // namespace expertscope
