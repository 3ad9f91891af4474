#pragma once

#include "model/analysis/evaluation.h"
#include "model/training/trainer.h"
#include "model/training/training_data.h"
#include "model/training/training_snapshot.h"

#include <array>
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
    virtual void onCheckpoint(const TrainerState&, CheckpointReason) {}
    virtual void onEvent(const TrainingEvent&) {}
};

/// What is trained: everything a run is determined by.
struct Experiment {
    NetworkDescription network;
    TrainingPlan plan;
    std::uint64_t seed = 0;
    std::shared_ptr<const TrainingData> data;
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
    Evaluation evaluate(const ExampleSet& set) { return evaluator_.evaluate(trainer_.network(), set); }
    GatingStatistics statistics(const Evaluation& evaluation, const ExampleSet& set, bool live) const;
    const std::vector<MetricsRecord>& history() const { return *history_; }
    /// Of training steps alone, over about the last second; 0 before the first measurement.
    double examplesPerSecond() const { return rate_; }

  private:
    void apply(const std::string& key, double value, int phaseOfRates);
    void recordIfDue();
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
    double rate_ = 0;
};

/// How often figures and metrics are recorded: so many times in each epoch before that one, and later only at
/// the ends of epochs.
///
/// How the experts divide the work is decided in the first epochs, so these are shown closely. A record
/// within an epoch takes the probe set through the network: about as long as 540 training examples (1,620, at
/// a third of a training step each), 0.9 % of an epoch of 60,000. At an epoch's end it is part of the
/// evaluation of the whole test set, which is made anyway, and costs next to nothing. There are 30 records
/// within epochs in all, as long as 0.27 epochs: 1 % of a run of 27 epochs, 0.2 % of the presets' 150.
struct RecordStretch {
    std::int64_t epochs;
    std::int64_t recordsPerEpoch;
};
constexpr std::array<RecordStretch, 3> recordStretches{{{1, 10}, {3, 5}, {10, 2}}};

/// Whether figures and metrics are recorded after that many steps: as above, and after 0, 1, 2, 5, 10, 20, 50
/// ... within the first tenth of the first epoch.
bool recordDue(std::int64_t step, std::int64_t stepsPerEpoch);

} // namespace expertscope
