// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/run_recorder.h"

#include "model/base/error.h"
#include "model/run/checkpoint.h"
#include "model/run/event_log.h"
#include "model/run/run_config.h"
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
    : directory_(std::move(directory)), beginning_(jsonText(toJson(directory_.config()))),
      claim_(std::move(claim)), blocks_(network.blocks()), stepsPerEpoch_(stepsPerEpoch),
      metrics_(directory_.metricsPath(), expertCounts(network)), events_(directory_.eventsPath()) {
    directory_.makeFolders();
    for (const std::int64_t step : directory_.checkpoints())
        if (step > 0 && beginsPhase(step))
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
    writeMoments();
    momentsWritten_ = true;
    lastWritten_ = moments_.back().step;
}

void RunRecorder::writeMoments() {
    claim_.require();
    writeTimeline(directory_.timelinePath(moments_.front().step / stepsPerEpoch_), moments_);
}

void RunRecorder::keepReport(const Json& report) {
    claim_.require();
    const std::string text = jsonText(report, 2) + "\n";
    writeFileAtomically(directory_.reportPath(), {text});
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

void RunRecorder::onBeginning(const TrainerState& state) {
    // The moment goes on to be one of those in memory, with the others of its epoch.
    writeMoments();
    save(state);
}

/// After what belongs to the steps before it: a resume begins at the checkpoint and records nothing of them
/// again.
void RunRecorder::save(const TrainerState& state) {
    metrics_.sync();
    claim_.require();
    writeCheckpoint(directory_.checkpointPath(state.step), state, blocks_, beginning_);
}

void RunRecorder::onCheckpoint(const TrainerState& state, CheckpointReason) {
    flush();
    save(state);
    if (state.phaseStart == state.step && state.step > 0)
        kept_.push_back(state.step);
    removeOldCheckpoints();
}

void RunRecorder::removeOldCheckpoints() {
    std::vector<std::int64_t> steps = directory_.checkpoints();
    const auto remove = [&](std::int64_t step) {
        std::error_code ignored;
        std::filesystem::remove(directory_.checkpointPath(step), ignored);
    };
    // That of the beginning is what a run goes on from before it has a better one: the seed makes it again.
    if (steps.size() > 1 && steps.front() == 0) {
        remove(0);
        steps.erase(steps.begin());
    }
    std::erase_if(steps,
                  [&](std::int64_t s) { return std::find(kept_.begin(), kept_.end(), s) != kept_.end(); });
    for (std::size_t i = 0; i + lastCheckpoints < steps.size(); ++i)
        remove(steps[i]);
}

void RunRecorder::onEvent(const TrainingEvent& event) {
    claim_.require();
    events_.append(eventLine(event));
    events_.sync(); // they are rare, and with config.json they are what makes the run
}

} // namespace expertscope
