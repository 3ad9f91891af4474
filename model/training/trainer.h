// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/translation.h"
#include "model/network/network.h"
#include "model/training/balance_constraint.h"
#include "model/training/late_momentum.h"
#include "model/training/training_plan.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace expertscope {

class WorkerPool;

/// What is trained on. Immutable.
struct TrainingExamples {
    std::shared_ptr<const Dataset> data;
    int count = 0;      ///< the first `count` examples; what lies behind is held out for validation
    Translation jitter; ///< fresh for each example in each epoch
};

/// Sums over the examples of the current epoch so far.
struct RunningError {
    double loss = 0;
    std::int64_t errors = 0;
    std::int64_t examples = 0;
};

/// Where rows of weights are behind (LateMomentum): the weights and velocities as they lie, and how far each
/// row is, a list a layer that skips. With it a run goes on bit for bit; without, from weights that are up to
/// date, to the same within rounding.
struct LateWeights {
    std::int64_t since = 0; ///< the step at which all rows were up to date
    Vector<float> parameters, velocity;
    std::vector<std::vector<std::uint32_t>> records;
};

/// Everything that a training run is at one moment: with the configuration it began with, enough to continue
/// bit for bit.
struct TrainerState {
    std::int64_t step = 0;
    int phase = constrainedPhase;
    std::int64_t phaseStart = 0; ///< the step at which the phase began
    TrainingPlan plan;           ///< with every change made since the start
    RunningError running;
    Vector<float> parameters;
    Vector<float> velocity;                  ///< Adam's first moment
    Vector<float> secondMoment;              ///< Adam's; else empty
    std::vector<std::vector<double>> totals; ///< of the balance constraint, one list a gated layer

    std::optional<LateWeights> late; ///< none where no row is behind
};

/// One deterministic training step after another. Knows no time, no files, no window. The same seed gives the
/// same bits on any number of threads: what each thread computes depends on shapes alone, and no sum crosses
/// threads.
class Trainer {
  public:
    /// The pool must outlive the trainer. Throws ConfigError where the plan or description cannot be.
    Trainer(const NetworkDescription& description, const TrainingPlan& plan, TrainingExamples examples,
            std::uint64_t seed, WorkerPool& pool);

    /// Trains on the next minibatch. Throws DivergenceError, with the state as it was before, if the loss is
    /// not finite. Must not be called when finished().
    void step();
    /// The last phase has had all its epochs.
    bool finished() const;

    std::int64_t currentStep() const { return step_; }
    std::int64_t stepsPerEpoch() const { return stepsPerEpoch_; }
    /// Passes over the training set so far.
    double epoch() const { return static_cast<double>(step_) / static_cast<double>(stepsPerEpoch_); }
    int phase() const { return phase_; }
    std::int64_t phaseStart() const { return phaseStart_; }
    /// Which differs from phase() between the end of one and the first step of the next.
    int phaseOfLastStep() const {
        return step_ > 0 && step_ == phaseStart_ ? phaseCount - 1 - phase_ : phase_;
    }
    std::int64_t stepsLeft() const;
    /// Gates are masked at the next step.
    bool constrained() const { return phase_ == constrainedPhase && plan_.constraint; }
    double learningRate() const { return rateAt(step_); }

    /// With all weights up to date (LateMomentum).
    const Network<float>& network() const;
    const TrainingPlan& plan() const { return plan_; }
    const std::vector<BalanceConstraint>& constraints() const { return constraints_; }
    const RunningError& running() const { return running_; }
    std::uint64_t seed() const { return seed_; }

    /// Takes over what may change during a run; throws ConfigError if it is out of range or fixed for the
    /// run.
    void setPlan(const TrainingPlan& plan);
    /// Lifts the constraint, or puts it back with its totals at 0, from the next step on, for the whole
    /// length of that phase.
    void setPhase(int phase);

    /// Measures the parts of each step from now on (null: no more). The clock has stages::count(layers)
    /// stages and must outlive the measurement.
    void measure(StageClock* clock) { activations_.measure(clock); }

    /// From now on somebody else decides in layers that skip, after the gate has: for measuring what a step
    /// costs when experts are used evenly, say. Null: nobody.
    using Rerouting = std::function<void(GateActivations<float>& decided, Index examples)>;
    void reroute(Rerouting rerouting) { rerouting_ = std::move(rerouting); }
    /// What the last step did, of all layers that have a gate together.
    struct Work {
        std::int64_t dropped = 0;     ///< choices that found no place
        std::int64_t chosen = 0;      ///< pairs of example and expert that were computed
        std::int64_t expertsUsed = 0; ///< that had an example at all
        std::int64_t moved = 0;       ///< weights that the step moved, of all layers
    };
    Work lastWork() const;

    TrainerState state() const;
    /// Throws Error if the state is of another network.
    void restore(const TrainerState& state);

  private:
    void beginEpoch();
    void fill(Columns columns);
    void drawBatch(int examples);
    void forwardAndBackward(int examples);
    bool masks(int layer) const { return constrained() && network_.layer(layer).gated(); }
    bool meets(int layer) const {
        return masks(layer) || network_.layer(layer).meets() || network_.layer(layer).skips();
    }
    int nextMeeting(Network<float>::Start start) const;
    void decide(int layer, int examples);
    void computeChosen(int layer, int examples);
    void constrain(int layer, int examples);
    void requireFinite(int examples);
    void update(int examples);
    void updateTask(int task, int examples, float* scratch, GradientSink<float>& sink);
    void count(int examples);
    void endPhases();
    bool isLate() const { return !late_.empty() && late_.front().momentum.behind(); }
    void visitLate(int layer, int expert, bool touchedOnly, const LateVisitor& visit) const;
    void catchUp(Vector<float>& parameters, Vector<float>& velocity) const;
    void catchUpAll();
    double rateAt(std::int64_t step) const;
    bool sparseInput(int layer) const;
    bool fitsLate(const LateWeights& late, std::int64_t step) const;

    TrainingPlan plan_;
    TrainingExamples examples_;
    std::uint64_t seed_;
    WorkerPool& pool_;
    Network<float> network_;
    Activations<float> activations_;
    Vector<float> velocity_, secondMoment_;
    /// Of each layer that skips.
    struct LateLayer {
        int layer;
        LateMomentum momentum;
    };
    std::vector<LateLayer> late_;                ///< none where every step moves all weights
    std::int64_t lateSince_ = 0;                 ///< the step at which all rows were up to date
    mutable std::optional<Network<float>> seen_; ///< what network() shows while rows are behind ...
    mutable std::int64_t seenStep_ = -1;         ///< ... and at which step it was made
    Rerouting rerouting_;
    Matrix<float> scratch_; ///< for pieces of the gradient, a column a thread
    std::vector<int> gated_;
    std::vector<BalanceConstraint> constraints_; ///< one a gated layer
    std::vector<BalanceConstraint> before_;      ///< as they were before the step, to undo one that diverges
    std::vector<std::uint32_t> order_;           ///< of the examples, in the current epoch
    std::int64_t orderEpoch_ = -1;
    std::int64_t stepsPerEpoch_;
    std::int64_t step_ = 0;
    int phase_ = constrainedPhase;
    std::int64_t phaseStart_ = 0;
    RunningError running_;
};

/// A hash of all weights' bits as 16 hexadecimal digits: equal for equal weights.
std::string checksum(const Vector<float>& parameters);

} // namespace expertscope
