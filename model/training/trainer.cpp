#include "model/training/trainer.h"

#include "model/base/error.h"
#include "model/base/random.h"
#include "model/base/worker_pool.h"
#include "model/network/example_input.h"
#include "model/training/optimizer.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace expertscope {
namespace {

// Examples that one task takes through the network: enough columns for an efficient matrix product, few
// enough that two threads share a minibatch of 100 evenly. Part of what fixes the bits of a run.
constexpr int shardColumns = 50;

constexpr int transposeParts = 4;

int shardCount(int examples) {
    return (examples + shardColumns - 1) / shardColumns;
}
Columns shard(int i, int examples) {
    return {i * shardColumns, std::min(shardColumns, examples - i * shardColumns)};
}

const TrainingPlan& validated(const TrainingPlan& plan) {
    plan.validate();
    return plan;
}

} // namespace

Trainer::Trainer(const NetworkDescription& description, const TrainingPlan& plan, TrainingExamples examples,
                 std::uint64_t seed, WorkerPool& pool)
    : plan_(validated(plan)), examples_(std::move(examples)), seed_(seed), pool_(pool),
      network_(description, seed),
      activations_(network_.activations(std::min(plan.minibatch, examples_.count),
                                        sparsePlaces(*examples_.data, examples_.jitter))),
      gated_(network_.gatedLayers()) {
    if (examples_.count < 1)
        throw ConfigError("data.validation leaves no example to train on; hold out fewer");
    gradient_.setZero(network_.parameters().size());
    velocity_.setZero(network_.parameters().size());
    for (int l : gated_)
        constraints_.emplace_back(description.layers[l].experts);
    before_ = constraints_;
    stepsPerEpoch_ = (examples_.count + plan_.minibatch - 1) / plan_.minibatch;
    endPhases();
}

bool Trainer::finished() const {
    return phase_ == freePhase && step_ - phaseStart_ >= plan_.epochs[freePhase] * stepsPerEpoch_;
}

std::int64_t Trainer::stepsLeft() const {
    std::int64_t left = plan_.epochs[phase_] * stepsPerEpoch_ - (step_ - phaseStart_);
    if (phase_ == constrainedPhase)
        left += plan_.epochs[freePhase] * stepsPerEpoch_;
    return std::max<std::int64_t>(left, 0);
}

void Trainer::step() {
    beginEpoch();
    const std::int64_t first = step_ % stepsPerEpoch_ * plan_.minibatch;
    const int examples = static_cast<int>(std::min<std::int64_t>(plan_.minibatch, examples_.count - first));
    forward(examples);
    requireFinite(examples);
    backwardAndUpdate(examples);
    count(examples);
    ++step_;
    endPhases();
}

void Trainer::beginEpoch() {
    const std::int64_t epoch = step_ / stepsPerEpoch_;
    if (epoch != orderEpoch_) {
        order_ = permutation(static_cast<std::uint32_t>(examples_.count),
                             Random(seed_, Stream::Order, static_cast<std::uint32_t>(epoch)));
        orderEpoch_ = epoch;
    }
}

void Trainer::fill(Columns columns) {
    const std::int64_t first = step_ % stepsPerEpoch_ * plan_.minibatch;
    const auto values = static_cast<std::uint32_t>(examples_.jitter.values());
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const std::uint32_t example = order_[first + c];
        Random random(seed_, Stream::Jitter, static_cast<std::uint32_t>(orderEpoch_), example);
        const Shift shift = examples_.jitter.shift(static_cast<int>(random.below(values)));
        drawInto(activations_.x, c, examples_.jitter, *examples_.data, static_cast<int>(example), shift);
        activations_.labels[c] = examples_.data->label.values[example];
    }
}

// The balance constraint looks at one example after another, so each gated layer is a meeting point: all
// shards propose, one thread decides the gates in order, all shards go on.
void Trainer::forward(int examples) {
    const bool masking = constrained();
    for (int l = 0; l <= network_.layerCount(); ++l) {
        pool_.run(shardCount(examples), [&](int i) {
            const Columns columns = shard(i, examples);
            if (l == 0)
                fill(columns);
            else {
                if (!masking)
                    network_.layer(l - 1).assignFreeGates(activations_.layers[l - 1], columns);
                network_.mix(l - 1, activations_, columns);
            }
            if (l < network_.layerCount())
                return network_.propose(l, activations_, columns);
            network_.classify(activations_, columns);
            network_.loss(activations_, columns);
        });
        const auto gated = std::find(gated_.begin(), gated_.end(), l);
        if (masking && gated != gated_.end()) {
            const auto k = gated - gated_.begin();
            before_[k] = constraints_[k];
            constraints_[k].apply(activations_.layers[l].gate, examples, plan_.margin);
        }
    }
}

void Trainer::requireFinite(int examples) {
    const auto& losses = activations_.losses;
    if (std::all_of(losses.begin(), losses.begin() + examples,
                    [](double loss) { return std::isfinite(loss); }))
        return;
    if (constrained())
        constraints_ = before_;
    const std::string where = network_.firstNonFinite(activations_, {0, examples});
    throw DivergenceError(
        "The loss is not a finite number at step " + std::to_string(step_) + ": it went wrong in " +
        (where.empty() ? "the output layer" : where) +
        "; lower training.learning_rate and train from an earlier checkpoint or from the start.");
}

void Trainer::backwardAndUpdate(int examples) {
    // The input's transpose waits for nobody: it fills the gaps of the backward pass.
    const int shards = shardCount(examples), parts = activations_.x.sparse() ? transposeParts : 0;
    pool_.run(shards + parts, [&](int i) {
        if (i < shards)
            return network_.backward(activations_, shard(i, examples), 1.0f / static_cast<float>(examples));
        const Index inputs = activations_.x.inputs(), first = inputs * (i - shards) / parts;
        activations_.x.transpose(first, inputs * (i - shards + 1) / parts - first, examples);
    });
    pool_.run(network_.gradientTasks(), [&](int task) {
        network_.gradient(task, activations_, examples, gradient_.data());
        for (const ParameterRange& range : network_.gradientRanges(task))
            updateRange(range);
    });
}

void Trainer::updateRange(const ParameterRange& range) {
    const double rate = learningRate() * (range.gate ? plan_.gateRate[phase_] : 1);
    momentumStep(network_.parameters(), velocity_, gradient_, range.first, range.count,
                 static_cast<float>(rate), static_cast<float>(plan_.momentum[phase_]),
                 range.bias ? 0.0f : static_cast<float>(plan_.weightDecay[phase_]));
}

void Trainer::count(int examples) {
    if (step_ % stepsPerEpoch_ == 0)
        running_ = {};
    for (int c = 0; c < examples; ++c) {
        Index answer = 0;
        activations_.logits.col(c).maxCoeff(&answer);
        running_.loss += activations_.losses[c];
        running_.errors += answer != activations_.labels[c];
    }
    running_.examples += examples;
}

void Trainer::endPhases() {
    if (phase_ == constrainedPhase && step_ - phaseStart_ >= plan_.epochs[constrainedPhase] * stepsPerEpoch_)
        setPhase(freePhase);
}

void Trainer::setPlan(const TrainingPlan& plan) {
    plan.validate();
    if (plan.minibatch != plan_.minibatch || plan.constraint != plan_.constraint ||
        plan.schedule != plan_.schedule || plan.decay != plan_.decay)
        throw ConfigError(
            "training.minibatch, training.constraint, training.schedule and training.decay are fixed "
            "for a run; start a new one");
    plan_ = plan;
    endPhases();
}

void Trainer::setPhase(int phase) {
    if (phase < 0 || phase >= phaseCount)
        throw ConfigError("the phase is " + std::to_string(phase) + "; choose 0 (constrained) or 1 (free)");
    phase_ = phase;
    phaseStart_ = step_;
    if (phase == constrainedPhase)
        for (BalanceConstraint& constraint : constraints_)
            constraint.reset();
}

TrainerState Trainer::state() const {
    TrainerState state{step_, phase_, phaseStart_, plan_, running_, network_.parameters(), velocity_, {}};
    for (const BalanceConstraint& constraint : constraints_)
        state.totals.push_back(constraint.totals());
    return state;
}

void Trainer::restore(const TrainerState& state) {
    bool fits = state.parameters.size() == network_.parameters().size() &&
                state.velocity.size() == velocity_.size() && state.totals.size() == constraints_.size() &&
                state.plan.minibatch == plan_.minibatch;
    for (std::size_t k = 0; fits && k < constraints_.size(); ++k)
        fits = state.totals[k].size() == constraints_[k].totals().size();
    if (!fits)
        throw Error("The checkpoint is of another network or minibatch than the configuration describes.");
    plan_ = state.plan;
    step_ = state.step;
    phase_ = state.phase;
    phaseStart_ = state.phaseStart;
    running_ = state.running;
    network_.parameters() = state.parameters;
    velocity_ = state.velocity;
    for (std::size_t k = 0; k < constraints_.size(); ++k)
        constraints_[k].setTotals(state.totals[k]);
    orderEpoch_ = -1;
    endPhases();
}

std::string checksum(const Vector<float>& parameters) {
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a over the weights' 32-bit words
    for (Index i = 0; i < parameters.size(); ++i) {
        std::uint32_t bits;
        std::memcpy(&bits, parameters.data() + i, sizeof bits);
        hash = (hash ^ bits) * 0x100000001b3;
    }
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

} // namespace expertscope
