// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/evaluation.h"
#include "model/training/record_schedule.h"
#include "model/training/trainer.h"
#include "model/training/training_data.h"
#include "model/training/training_snapshot.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace expertscope {

/// A change of something that may change during a run, or a thing that happened to it. A run is determined by
/// how it began and its changes.
struct TrainingEvent {
    enum class Kind { Change, Pause, Start, Error };
    Kind kind = Kind::Change;
    std::int64_t step = 0;
    std::string key;  ///< Change: "training.learning_rate", "training.gate_rate", "training.momentum",
                      ///< "training.weight_decay", "training.margin", "training.phase", "training.epochs.0",
                      ///< "training.epochs.1"
    double value = 0; ///< rates of the current phase; margin infinity is allowed; phase 0 or 1
    std::string message; ///< Error: the sentence
    int phase = -1;      ///< Change: whose rates are meant, that of the moment; -1 is the present one
};

/// Why a checkpoint is due.
enum class CheckpointReason { EpochEnd, PhaseChange, Pause, Finished };

/// Where the results of training leave it, window or not. Called on the thread that trains; what a sink
/// throws ends the training step with that error.
class TrainingSink {
  public:
    virtual ~TrainingSink() = default;
    virtual void onRecord(const MetricsRecord&) {}
    virtual void onTimeline(const TrainingSnapshot&) {}
    /// A run begins: after what is recorded at step 0, before the first step.
    virtual void onBeginning(const TrainerState&) {}
    virtual void onCheckpoint(const TrainerState&, CheckpointReason) {}
    virtual void onEvent(const TrainingEvent&) {}
};

/// What is trained: everything a run is determined by.
struct Experiment {
    NetworkDescription network;
    TrainingPlan plan;
    std::uint64_t seed = 0;
    std::shared_ptr<const TrainingData> data;

    std::int64_t stepsPerEpoch() const {
        return (data->examples.count + plan.minibatch - 1) / plan.minibatch;
    }
};

/// Training with its book-keeping: steps, records at fixed steps, evaluation at epoch ends, checkpoints when
/// due. Single-threaded towards its caller; knows no files and no window.
class TrainingLoop {
  public:
    /// The pool must outlive the loop; data must be set. Throws ConfigError.
    TrainingLoop(Experiment experiment, WorkerPool& pool);

    /// The sink must outlive the loop.
    void addSink(TrainingSink& sink) { sinks_.push_back(&sink); }
    /// Goes on from a checkpoint; history is what was recorded up to its step.
    void restore(const TrainerState& state, std::vector<MetricsRecord> history);

    const Trainer& trainer() const { return trainer_; }
    const Experiment& experiment() const { return experiment_; }
    bool finished() const { return trainer_.finished(); }

    /// One step and what is due after it; before the first, what is due at step 0. Throws DivergenceError,
    /// with the state as it was before the step.
    void step();
    /// Applies a change before the next step and logs it. Throws ConfigError if it is out of range or
    /// unknown.
    void apply(const std::string& key, double value) { apply(key, value, trainer_.phase()); }
    /// Makes a logged change again, of the rates that it was of: the phase may be another by now.
    void apply(const TrainingEvent& change) {
        apply(change.key, change.value, change.phase < 0 ? trainer_.phase() : change.phase);
    }
    /// Logs a start, pause or error.
    void log(TrainingEvent event);
    /// Hands the present state to the sinks.
    void checkpoint(CheckpointReason reason);

    /// The present moment on the probe set.
    TrainingSnapshot snapshot();
    /// The present network on any set.
    Evaluation evaluate(const ExampleSet& set, const Lesion& lesion = {}) {
        return evaluator_.evaluate(trainer_.network(), set, lesion);
    }
    GatingStatistics statistics(const Evaluation& evaluation, const ExampleSet& set, bool live) const;
    const std::vector<MetricsRecord>& history() const { return *history_; }
    /// Of training steps alone, over about the last second, or what there is of it; 0 before the first step.
    double examplesPerSecond() const;
    /// At that rate, for the steps alone; 0 where nothing is left or the rate is not known.
    double secondsLeft() const;

  private:
    void apply(const std::string& key, double value, int phaseOfRates);
    /// Answers whether it was.
    bool recordIfDue();
    TrainingSnapshot snapshotOf(GatingStatistics statistics) const;
    MetricsRecord record();
    void measureRate();

    Experiment experiment_;
    Trainer trainer_;
    WorkerPool& pool_;
    Evaluator evaluator_;
    std::vector<TrainingSink*> sinks_;
    std::shared_ptr<const std::vector<MetricsRecord>> history_;
    std::int64_t recordedStep_ = -1;

    using Clock = std::chrono::steady_clock;
    Clock::duration busy_{}; ///< spent in training steps since the rate was last measured
    std::int64_t busyExamples_ = 0;
    double rate_ = 0; ///< as last measured
};

} // namespace expertscope
