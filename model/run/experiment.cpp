// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/experiment.h"

#include "model/base/error.h"
#include "model/run/data_sources.h"

namespace expertscope {

Experiment prepareExperiment(RunConfig& config, WorkerPool& pool, const Progress& progress) {
    auto data = std::make_shared<const TrainingData>(loadTrainingData(config.data, pool, progress));
    data->describeTo(config.network);
    return {config.network, config.training, config.seed, std::move(data)};
}

ResumePoint resumePoint(const RunDirectory& directory, const std::vector<ParameterBlock>& blocks) {
    directory.requireAsBegun();
    ResumePoint point;
    if (!directory.checkpoints().empty())
        point.state = directory.latestState(blocks, &point.notes);
    if (const auto steps = directory.checkpoints(); !steps.empty() && steps.back() > point.step())
        point.notes.push_back("What is damaged is kept when the run goes on, its name with .damaged.");
    point.history = directory.metrics();
    if (!point.state) // what is recorded at the start may be on disk in part
        point.history.clear();
    std::erase_if(point.history, [&](const MetricsRecord& record) { return record.step > point.step(); });
    if (point.step() > 0 && point.history.empty())
        point.notes.push_back(directory.metricsPath().string() + " has no row up to step " +
                              std::to_string(point.step()) + ", so the curves begin there.");
    point.changes = directory.events();
    std::erase_if(point.changes, [&](const TrainingEvent& event) {
        return event.kind != TrainingEvent::Kind::Change || event.step != point.step();
    });
    return point;
}

std::vector<std::string> resumeFrom(const RunDirectory& directory, const Claim& claim, TrainingLoop& loop) {
    ResumePoint point = resumePoint(directory, loop.trainer().network().blocks());
    if (!point.state && directory.wasTrained())
        throw FileError(
            directory.path().string() +
            " was trained and has no checkpoint left to go on from; its figures are all there is: "
            "keep them, and train it anew in another folder, or remove it first.");
    if (!point.state)
        point.notes.push_back(directory.path().string() + " has no checkpoint, so it begins anew.");
    try { // before anything is cut: what does not fit must find the run as it was
        loop.restore(point.state.value_or(loop.trainer().state()), std::move(point.history));
    } catch (const Error&) {
        throw FileError(directory.path().string() +
                        " has a checkpoint of another network, optimizer or minibatch than its config.json "
                        "describes; put that back as it was.");
    }
    const std::vector<std::string> cut =
        directory.cutBeyond(claim, loop.trainer().currentStep(), loop.trainer().stepsPerEpoch());
    point.notes.insert(point.notes.end(), cut.begin(), cut.end());
    for (const TrainingEvent& change : point.changes)
        loop.apply(change); // nobody listens yet: these are in the log already
    return point.notes;
}

} // namespace expertscope
