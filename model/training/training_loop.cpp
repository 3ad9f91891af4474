// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/training_loop.h"

#include "model/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace expertscope {
namespace {

// Changes travel as doubles; one that is no whole number, or too large for an int, is refused, not cut to
// fit.
int wholeNumber(const std::string& key, double value, int most, const char* remedy) {
    if (value >= 0 && value <= most && value == std::floor(value))
        return static_cast<int>(value);
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    throw ConfigError(key + " is " + text + "; choose " + remedy);
}

int epochs(const std::string& key, double value) {
    return wholeNumber(key, value, 1'000'000, "a whole number, 0 to 1000000");
}

void describe(const std::vector<LayerStatistics>& layers, MetricsRecord& record) {
    record.factorisation = factorisation(layers);
    for (const LayerStatistics& layer : layers)
        record.load.emplace_back(layer.load.begin(), layer.load.end());
}

/// The probe set's gates out of those of the watched set.
Evaluation partOf(const Evaluation& evaluation, const std::vector<std::uint32_t>& places) {
    Evaluation part;
    for (const Matrix<float>& gates : evaluation.gates)
        part.gates.emplace_back(gates(Eigen::all, places));
    return part;
}

} // namespace

TrainingLoop::TrainingLoop(Experiment experiment, WorkerPool& pool)
    : experiment_(std::move(experiment)),
      trainer_(experiment_.network, experiment_.plan, experiment_.data->examples, experiment_.seed, pool),
      pool_(pool), evaluator_(pool), history_(std::make_shared<const std::vector<MetricsRecord>>()) {}

void TrainingLoop::restore(const TrainerState& state, std::vector<MetricsRecord> history) {
    trainer_.restore(state);
    history_ = std::make_shared<const std::vector<MetricsRecord>>(std::move(history));
    recordedStep_ =
        history_->empty() ? -1 : history_->back().step; // a run may stop before its very first record
}

void TrainingLoop::step() {
    if (trainer_.currentStep() == 0 && recordIfDue())
        for (const TrainerState state = trainer_.state(); TrainingSink* sink : sinks_)
            sink->onBeginning(state);
    const int phase = trainer_.phase();
    const Clock::time_point start = Clock::now();
    const std::int64_t before =
        trainer_.currentStep() % trainer_.stepsPerEpoch() == 0 ? 0 : trainer_.running().examples;
    trainer_.step();
    busy_ += Clock::now() - start;
    busyExamples_ += trainer_.running().examples - before;
    measureRate();
    recordIfDue();
    if (trainer_.finished())
        checkpoint(CheckpointReason::Finished);
    else if (trainer_.phase() != phase)
        checkpoint(CheckpointReason::PhaseChange);
    else if (trainer_.currentStep() % trainer_.stepsPerEpoch() == 0)
        checkpoint(CheckpointReason::EpochEnd);
}

void TrainingLoop::measureRate() {
    const double seconds = std::chrono::duration<double>(busy_).count();
    if (seconds < (rate_ == 0 ? 0.1 : 1.0))
        return;
    rate_ = static_cast<double>(busyExamples_) / seconds;
    busy_ = {};
    busyExamples_ = 0;
}

double TrainingLoop::examplesPerSecond() const {
    const double seconds = std::chrono::duration<double>(busy_).count();
    return rate_ > 0 || seconds <= 0 ? rate_ : static_cast<double>(busyExamples_) / seconds;
}

double TrainingLoop::secondsLeft() const {
    const double rate = examplesPerSecond();
    if (rate <= 0)
        return 0;
    // Of each epoch the last minibatch may be smaller, and the only one larger than the set.
    const double examplesAStep =
        static_cast<double>(experiment_.data->examples.count) / static_cast<double>(trainer_.stepsPerEpoch());
    return static_cast<double>(trainer_.stepsLeft()) * examplesAStep / rate;
}

bool TrainingLoop::recordIfDue() {
    const std::int64_t step = trainer_.currentStep();
    if (step == recordedStep_ || !(recordDue(step, trainer_.stepsPerEpoch()) || trainer_.finished()))
        return false;
    recordedStep_ = step;
    const TrainingData& data = *experiment_.data;
    const bool exact = step % trainer_.stepsPerEpoch() == 0 || trainer_.finished();
    Evaluation probed, watched;
    if (exact)
        watched = evaluate(*data.watched);
    if (exact && !data.probePlaces.empty()) // then the probe set costs nothing more
        probed = partOf(watched, data.probePlaces);
    else
        probed = evaluate(*data.probe);
    TrainingSnapshot now = snapshotOf(statistics(probed, *data.probe, true));

    MetricsRecord latest = record();
    if (exact) {
        latest.testLoss = watched.loss;
        latest.testError = watched.error;
        describe(layerStatistics(watched, trainer_.network().gatedLayers(), *data.watched, false, &pool_),
                 latest);
    } else {
        describe(now.statistics.layers, latest);
    }
    latest.live = !exact;
    auto history = std::make_shared<std::vector<MetricsRecord>>();
    history->reserve(history_->size() + 1);
    *history = *history_;
    history->push_back(latest);
    history_ = history;
    now.history = history_;
    for (TrainingSink* sink : sinks_) {
        sink->onRecord(latest);
        sink->onTimeline(now);
    }
    return true;
}

MetricsRecord TrainingLoop::record() {
    MetricsRecord record;
    record.step = trainer_.currentStep();
    record.epoch = trainer_.epoch();
    record.phase = trainer_.phase();
    if (const RunningError& running = trainer_.running(); running.examples > 0) {
        record.trainLoss = running.loss / static_cast<double>(running.examples);
        record.trainError = static_cast<double>(running.errors) / static_cast<double>(running.examples);
    }
    if (const double rate = examplesPerSecond(); rate > 0)
        record.examplesPerSecond = rate;
    record.learningRate = trainer_.learningRate();
    record.momentum = trainer_.plan().momentum[trainer_.phase()];
    record.margin =
        trainer_.plan().constraint ? trainer_.plan().margin : std::numeric_limits<double>::infinity();
    return record;
}

void TrainingLoop::apply(const std::string& key, double value, int phaseOfRates) {
    TrainingPlan plan = trainer_.plan();
    const int phase = trainer_.phase();
    const bool wasFinished = trainer_.finished();
    if (key == "training.learning_rate")
        plan.learningRate.at(phaseOfRates) = value;
    else if (key == "training.gate_rate")
        plan.gateRate.at(phaseOfRates) = value;
    else if (key == "training.momentum")
        plan.momentum.at(phaseOfRates) = value;
    else if (key == "training.weight_decay")
        plan.weightDecay.at(phaseOfRates) = value;
    else if (key == "training.margin")
        plan.margin = value;
    else if (key == "training.epochs.0")
        plan.epochs[constrainedPhase] = epochs(key, value);
    else if (key == "training.epochs.1")
        plan.epochs[freePhase] = epochs(key, value);
    else if (key != "training.phase")
        throw ConfigError(key + " cannot change during a run; start a new one");
    if (key == "training.phase")
        trainer_.setPhase(wholeNumber(key, value, phaseCount - 1, "0 (constrained) or 1 (free)"));
    else
        trainer_.setPlan(plan);
    log({TrainingEvent::Kind::Change, 0, key, value, "", phaseOfRates});
    if (trainer_.finished() && !wasFinished) { // cut short: no step will come that would say so
        recordIfDue();
        checkpoint(CheckpointReason::Finished);
    } else if (trainer_.phase() != phase)
        checkpoint(CheckpointReason::PhaseChange);
}

void TrainingLoop::log(TrainingEvent event) {
    event.step = trainer_.currentStep();
    for (TrainingSink* sink : sinks_)
        sink->onEvent(event);
}

void TrainingLoop::checkpoint(CheckpointReason reason) {
    const TrainerState state = trainer_.state();
    for (TrainingSink* sink : sinks_)
        sink->onCheckpoint(state, reason);
}

TrainingSnapshot TrainingLoop::snapshot() {
    const ExampleSet& probe = *experiment_.data->probe;
    return snapshotOf(statistics(evaluate(probe), probe, true));
}

TrainingSnapshot TrainingLoop::snapshotOf(GatingStatistics statistics) const {
    TrainingSnapshot snapshot;
    snapshot.step = trainer_.currentStep();
    snapshot.epoch = trainer_.epoch();
    snapshot.phase = trainer_.phase();
    snapshot.stepsLeft = trainer_.stepsLeft();
    snapshot.examplesPerSecond = examplesPerSecond();
    snapshot.secondsLeft = secondsLeft();
    snapshot.statistics = std::move(statistics);
    snapshot.probe = experiment_.data->probe;
    snapshot.history = history_;
    return snapshot;
}

GatingStatistics TrainingLoop::statistics(const Evaluation& evaluation, const ExampleSet& set,
                                          bool live) const {
    return gatingStatistics(evaluation, trainer_.network().gatedLayers(), set, live, 9, &pool_);
}

} // namespace expertscope
