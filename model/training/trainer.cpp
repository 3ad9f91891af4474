// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/trainer.h"

#include "model/base/error.h"
#include "model/base/memory.h"
#include "model/base/plain_text.h"
#include "model/base/random.h"
#include "model/base/worker_pool.h"
#include "model/network/example_input.h"
#include "model/network/open_blas.h"
#include "model/training/optimizer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace expertscope {
namespace {

// Examples that one task takes through the network: enough columns for an efficient matrix product, few
// enough that two threads share a minibatch of 100 evenly. Part of what fixes the bits of a run.
constexpr int shardColumns = 50;

constexpr int examplesPerDraw = 13; // enough tasks for some threads

int shardCount(int examples) {
    return (examples + shardColumns - 1) / shardColumns;
}
Columns shard(int i, int examples) {
    return {i * shardColumns, std::min(shardColumns, examples - i * shardColumns)};
}

/// Counts what a sink does as the update's time, not as that of the stage that calls it.
class MeasuredSink : public GradientSink<float> {
  public:
    MeasuredSink(GradientSink<float>& sink, StageClock& clock, int caller)
        : sink_(sink), clock_(clock), caller_(caller) {}
    void expect(const GradientPiece<float>& piece) override { sink_.expect(piece); }
    bool wantsUntouched() const override { return sink_.wantsUntouched(); }
    void take(const GradientPiece<float>& piece) override {
        const auto start = StageClock::Clock::now();
        sink_.take(piece);
        const auto spent = StageClock::Clock::now() - start;
        clock_.add(stages::Update, spent);
        clock_.add(caller_, -spent);
    }

  private:
    GradientSink<float>& sink_;
    StageClock& clock_;
    int caller_;
};

/// Rows to be brought up to date, each some rows after its memory has been asked for.
class LateQueue {
  public:
    LateQueue(LateMomentum& momentum, float* w, float* v) : momentum_(momentum), w_(w), v_(v) {}
    ~LateQueue() {
        for (std::size_t i = added_ > ahead ? added_ - ahead : 0; i < added_; ++i)
            momentum_.touch(rows_[i % ahead], w_, v_);
    }
    LateQueue(const LateQueue&) = delete;
    LateQueue& operator=(const LateQueue&) = delete;

    void add(const LateRow& row) {
        constexpr Index line = 64 / sizeof(float), most = 512; // what is longer is fetched as it is read
        for (Index i = 0; i < std::min(row.count, most); i += line) {
            __builtin_prefetch(w_ + row.first + i, 1);
            __builtin_prefetch(v_ + row.first + i, 1);
        }
        LateRow& place = rows_[added_ % ahead];
        if (added_++ >= ahead)
            momentum_.touch(place, w_, v_);
        place = row;
    }

  private:
    static constexpr std::size_t ahead = 6;
    LateMomentum& momentum_;
    float* w_;
    float* v_;
    std::array<LateRow, ahead> rows_;
    std::size_t added_ = 0;
};

/// Also that there is memory for it: parameters with as many velocities, and a minibatch's way through the
/// network.
const TrainingPlan& validated(const TrainingPlan& plan, const NetworkDescription& network, int examples,
                              int threads) {
    plan.validate();
    network.validate();
    plan.validateFor(network);
    const int batch = std::min(plan.minibatch, examples);
    const double velocities = plan.optimizer == Optimizer::Adam ? 2 : 1;
    const double bytes = network.weightBytes() +
                         velocities * sizeof(float) * static_cast<double>(network.parameterCount()) +
                         batch * network.exampleBytes();
    requireMemory(bytes,
                  "To train the network " + shortText(network.name()) + " in minibatches of " +
                      std::to_string(batch) + " takes",
                  "choose fewer, or narrower, experts, or a smaller training.minibatch");
    requireProductMemory(threads);
    return plan;
}

} // namespace

Trainer::Trainer(const NetworkDescription& description, const TrainingPlan& plan, TrainingExamples examples,
                 std::uint64_t seed, WorkerPool& pool)
    : plan_(validated(plan, description, examples.count, pool.threads())), examples_(std::move(examples)),
      seed_(seed), pool_(pool), network_(description, seed),
      activations_(network_.activations(std::min(plan.minibatch, examples_.count),
                                        sparsePlaces(*examples_.data, examples_.jitter))),
      gated_(network_.gatedLayers()) {
    if (examples_.count < 1)
        throw ConfigError("data.validation leaves no example to train on; hold out fewer");
    activations_.chance.on = true;
    activations_.chance.seed = seed_;
    activations_.chance.examples.resize(static_cast<std::size_t>(activations_.capacity()));
    velocity_.resize(network_.parameters().size());
    preferLargePages(velocity_.data(), static_cast<std::size_t>(velocity_.size()) * sizeof(float));
    velocity_.setZero();
    if (plan_.optimizer == Optimizer::Adam)
        secondMoment_.setZero(velocity_.size());
    scratch_.setZero(Network<float>::gradientScratch, pool.threads());
    for (int l = 0; l < network_.layerCount(); ++l)
        if (network_.layer(l).skips() && plan_.optimizer == Optimizer::Sgd)
            late_.push_back({l, LateMomentum(network_.layer(l).lateRows(sparseInput(l)))});
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
    drawBatch(examples);
    forwardAndBackward(examples);
    requireFinite(examples);
    update(examples);
    network_.learn(activations_, examples);
    count(examples);
    for (LateLayer& late : late_)
        late.momentum.advance(learningRate(), plan_.momentum[phase_], plan_.weightDecay[phase_]);
    ++step_;
    if (step_ % stepsPerEpoch_ == 0 || (isLate() && late_.front().momentum.now() == LateMomentum::mostSteps))
        catchUpAll();
    endPhases();
}

void Trainer::beginEpoch() {
    const std::int64_t epoch = step_ / stepsPerEpoch_;
    if (epoch != orderEpoch_) {
        const StageTimer timer(activations_.clock, stages::Batch);
        order_.resize(examples_.count);
        drawPermutation(order_, Random(seed_, Stream::Order, static_cast<std::uint32_t>(epoch)));
        activations_.chance.epoch = static_cast<std::uint32_t>(epoch);
        orderEpoch_ = epoch;
    }
}

void Trainer::fill(Columns columns) {
    const StageTimer timer(activations_.clock, stages::Batch);
    const std::int64_t first = step_ % stepsPerEpoch_ * plan_.minibatch;
    const auto values = static_cast<std::uint32_t>(examples_.jitter.values());
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const std::uint32_t example = order_[first + c];
        Random random(seed_, Stream::Jitter, static_cast<std::uint32_t>(orderEpoch_), example);
        const Shift shift = examples_.jitter.shift(static_cast<int>(random.below(values)));
        drawInto(activations_.x, c, examples_.jitter, *examples_.data, static_cast<int>(example), shift);
        activations_.labels[c] = examples_.data->label.values[example];
        activations_.chance.examples[c] = example;
    }
}

void Trainer::drawBatch(int examples) {
    const int tasks = (examples + examplesPerDraw - 1) / examplesPerDraw;
    pool_.run(tasks, [&](int i) {
        const int first = i * examplesPerDraw;
        fill({first, std::min(examplesPerDraw, examples - first)});
    });
    if (!activations_.x.sparse())
        return;
    // The first layer's products panel by panel, for all examples. The input's transpose, which the gradient
    // will need, waits for nobody: it fills the gap at the end.
    const int panels = network_.panels();
    pool_.run(panels + InputBatch<float>::transposeParts, [&](int i) {
        if (i < panels)
            return network_.proposePanel(i, activations_, examples);
        const StageTimer timer(activations_.clock, stages::Batch);
        activations_.x.transpose(i - panels, examples);
    });
}

// All else goes by shards of examples. The balance constraint looks at one example after another, and so do
// some gates: each layer with such is a meeting point, where all shards propose, one thread decides the gates
// in order, and all shards go on. So is a layer whose experts compute for those alone who chose them: they go
// expert by expert over all examples, on the way back, too.
void Trainer::forwardAndBackward(int examples) {
    using Start = Network<float>::Start;
    const int end = network_.layerCount();
    for (Start start{0, activations_.x.sparse() ? Start::AbovePanels : Start::Proposal}; start.layer < end;
         start.at = Start::Decision) {
        const int meeting = nextMeeting(start);
        pool_.run(shardCount(examples), [&](int i) {
            const Columns columns = shard(i, examples);
            network_.forward(
                activations_, columns,
                [&](int l) {
                    if (!masks(l))
                        network_.layer(l).assignFreeGates(activations_.layers[l], columns);
                    return l != meeting;
                },
                start);
            if (meeting < end)
                return;
            network_.loss(activations_, columns);
            network_.backward(activations_, columns, 1.0f / static_cast<float>(examples), end);
        });
        if (meeting < end)
            decide(meeting, examples);
        start.layer = meeting;
    }
    for (int l = end - 1; l >= 0; --l)
        if (network_.layer(l).skips()) {
            pool_.run(network_.backwardTasks(l, activations_),
                      [&](int task) { network_.backwardChosen(l, task, activations_); });
            pool_.run(shardCount(examples), [&](int i) {
                network_.backward(activations_, shard(i, examples), 1.0f / static_cast<float>(examples), l);
            });
        }
}

/// The next layer whose gates are decided for the whole minibatch at once; the network's end where none is.
int Trainer::nextMeeting(Network<float>::Start start) const {
    int l = start.at == Network<float>::Start::Decision ? start.layer + 1 : start.layer;
    while (l < network_.layerCount() && !meets(l))
        ++l;
    return l;
}

void Trainer::decide(int layer, int examples) {
    if (masks(layer))
        constrain(layer, examples);
    if (network_.layer(layer).meets())
        network_.meet(layer, activations_, examples);
    if (!network_.layer(layer).skips())
        return;
    if (rerouting_)
        rerouting_(activations_.layers[layer].gate, examples);
    computeChosen(layer, examples);
}

/// Expert by expert, over all examples.
void Trainer::computeChosen(int layer, int examples) {
    network_.deal(layer, activations_, {0, examples});
    const auto late = std::find_if(late_.begin(), late_.end(), [&](auto& one) { return one.layer == layer; });
    // Most experts have one chunk of examples, which goes on while the expert's weights are near.
    const DealtExamples<float>& dealt = activations_.layers[layer].dealt;
    const auto alone = [&](std::uint32_t expert) {
        return dealt.firstChunk[expert + 1] - dealt.firstChunk[expert] == 1;
    };
    pool_.run(network_.layer(layer).gate()->experts(), [&](int expert) {
        network_.prepareChosen(layer, expert, activations_);
        if (late != late_.end()) {
            const StageTimer timer(activations_.clock, stages::Update);
            LateQueue queue(late->momentum, network_.parameters().data(), velocity_.data());
            visitLate(layer, expert, true, [&](const LateRow& row) { queue.add(row); });
        }
        const auto number = static_cast<std::uint32_t>(expert);
        if (alone(number))
            network_.forwardChosen(layer, static_cast<int>(dealt.firstChunk[number]), activations_);
    });
    pool_.run(network_.forwardTasks(layer, activations_), [&](int task) {
        if (!alone(dealt.chunks[static_cast<std::size_t>(task)].expert))
            network_.forwardChosen(layer, task, activations_);
    });
}

Trainer::Work Trainer::lastWork() const {
    Work work;
    work.moved = network_.parameters().size();
    for (const int l : gated_) {
        const LayerActivations<float>& a = activations_.layers[l];
        work.dropped += a.gate.dropped;
        const int experts = network_.layer(l).gate()->experts();
        if (!network_.layer(l).skips()) {
            work.chosen += Index{experts} * std::min<Index>(plan_.minibatch, examples_.count);
            work.expertsUsed += experts;
            continue;
        }
        work.chosen += a.dealt.pairs();
        for (int e = 0; e < experts; ++e) {
            work.expertsUsed += a.dealt.of(e).count > 0;
            if (late_.empty())
                continue;
            visitLate(l, e, false, [&](const LateRow& row) { work.moved -= row.count; });
            visitLate(l, e, true, [&](const LateRow& row) { work.moved += row.count; });
        }
    }
    return work;
}

void Trainer::constrain(int layer, int examples) {
    const StageTimer timer(activations_.clock, stages::Gates);
    const auto k = std::find(gated_.begin(), gated_.end(), layer) - gated_.begin();
    before_[k] = constraints_[k];
    constraints_[k].apply(*network_.layer(layer).gate(), activations_.layers[layer].gate, examples,
                          plan_.margin);
}

void Trainer::requireFinite(int examples) {
    const auto& losses = activations_.losses;
    if (std::all_of(losses.begin(), losses.begin() + examples,
                    [](double loss) { return std::isfinite(loss); }))
        return;
    if (constrained())
        constraints_ = before_;
    for (LateLayer& late : late_)
        late.momentum.withdraw();
    const std::string where = network_.firstNonFinite(activations_, {0, examples});
    throw DivergenceError(
        "The loss is not a finite number at step " + std::to_string(step_) + ": it went wrong in " +
        (where.empty() ? "the output layer" : where) +
        "; lower training.learning_rate and train from an earlier checkpoint or from the start.");
}

void Trainer::update(int examples) {
    const double momentum = plan_.momentum[phase_], decay = plan_.weightDecay[phase_];
    pool_.run(network_.gradientTasks(activations_), [&](int task, int thread) {
        const double rate =
            learningRate() * (network_.ofGate(task, activations_) ? plan_.gateRate[phase_] : 1);
        float* const scratch = scratch_.col(thread).data();
        if (plan_.optimizer == Optimizer::Adam) {
            AdamUpdate<float> adam(network_.parameters(), velocity_, secondMoment_,
                                   {rate, momentum, plan_.secondMoment, plan_.epsilon, decay, step_ + 1});
            return updateTask(task, examples, scratch, adam);
        }
        MomentumUpdate<float> descent(
            network_.parameters(), velocity_,
            {static_cast<float>(rate), static_cast<float>(momentum), static_cast<float>(decay)},
            late_.empty());
        updateTask(task, examples, scratch, descent);
    });
}

void Trainer::updateTask(int task, int examples, float* scratch, GradientSink<float>& sink) {
    if (!activations_.clock)
        return network_.gradient(task, activations_, examples, scratch, sink);
    MeasuredSink measured(sink, *activations_.clock, network_.gradientStage(task, activations_));
    network_.gradient(task, activations_, examples, scratch, measured);
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
        plan.schedule != plan_.schedule || plan.decay != plan_.decay || plan.optimizer != plan_.optimizer ||
        plan.secondMoment != plan_.secondMoment || plan.epsilon != plan_.epsilon)
        throw ConfigError("training.minibatch, training.constraint, training.schedule, training.decay, "
                          "training.optimizer, training.second_moment and training.epsilon are fixed for a "
                          "run; start a new one");
    catchUpAll();
    plan_ = plan;
    endPhases();
}

void Trainer::setPhase(int phase) {
    if (phase < 0 || phase >= phaseCount)
        throw ConfigError("the phase is " + std::to_string(phase) + "; choose 0 (constrained) or 1 (free)");
    catchUpAll();
    phase_ = phase;
    phaseStart_ = step_;
    if (phase == constrainedPhase)
        for (BalanceConstraint& constraint : constraints_)
            constraint.reset();
}

TrainerState Trainer::state() const {
    TrainerState state{step_,     phase_,        phaseStart_, plan_, running_, network_.parameters(),
                       velocity_, secondMoment_, {},          {}};
    if (isLate()) {
        state.late = {lateSince_, state.parameters, state.velocity, {}};
        for (const LateLayer& late : late_)
            state.late->records.push_back(late.momentum.records());
        catchUp(state.parameters, state.velocity);
    }
    for (const BalanceConstraint& constraint : constraints_)
        state.totals.push_back(constraint.totals());
    return state;
}

void Trainer::restore(const TrainerState& state) {
    bool fits = state.parameters.size() == network_.parameters().size() &&
                state.velocity.size() == velocity_.size() &&
                state.secondMoment.size() == secondMoment_.size() &&
                state.totals.size() == constraints_.size() && state.plan.minibatch == plan_.minibatch;
    for (std::size_t k = 0; fits && k < constraints_.size(); ++k)
        fits = state.totals[k].size() == constraints_[k].totals().size();
    fits = fits && (!state.late || fitsLate(*state.late, state.step));
    if (!fits)
        throw Error("The checkpoint is of another network, optimizer or minibatch than the configuration "
                    "describes; put the config.json of its run back as it was.");
    plan_ = state.plan;
    step_ = state.step;
    phase_ = state.phase;
    phaseStart_ = state.phaseStart;
    running_ = state.running;
    network_.parameters() = state.late ? state.late->parameters : state.parameters;
    velocity_ = state.late ? state.late->velocity : state.velocity;
    lateSince_ = state.late ? state.late->since : step_;
    for (std::size_t k = 0; k < late_.size(); ++k) {
        late_[k].momentum.restart();
        for (std::int64_t step = lateSince_; step < step_; ++step)
            late_[k].momentum.advance(rateAt(step), plan_.momentum[phase_], plan_.weightDecay[phase_]);
        if (state.late)
            late_[k].momentum.setRecords(state.late->records[k]);
    }
    seen_.reset();
    secondMoment_ = state.secondMoment;
    for (std::size_t k = 0; k < constraints_.size(); ++k)
        constraints_[k].setTotals(state.totals[k]);
    orderEpoch_ = -1;
    endPhases();
}

double Trainer::rateAt(std::int64_t step) const {
    return plan_.learningRateAt(phase_, static_cast<double>(step) / static_cast<double>(stepsPerEpoch_));
}

bool Trainer::sparseInput(int layer) const {
    return layer == 0 && activations_.x.sparse();
}

void Trainer::visitLate(int layer, int expert, bool touchedOnly, const LateVisitor& visit) const {
    const DealtExamples<float>* const dealt = touchedOnly ? &activations_.layers[layer].dealt : nullptr;
    network_.layer(layer).visitRows(expert, sparseInput(layer), dealt, visit);
}

void Trainer::catchUp(Vector<float>& parameters, Vector<float>& velocity) const {
    for (const LateLayer& late : late_)
        pool_.run(network_.layer(late.layer).gate()->experts(), [&](int expert) {
            visitLate(late.layer, expert, false, [&](const LateRow& row) {
                late.momentum.catchUp(row, parameters.data(), velocity.data());
            });
        });
}

void Trainer::catchUpAll() {
    if (isLate()) {
        catchUp(network_.parameters(), velocity_);
        for (LateLayer& late : late_)
            late.momentum.restart();
    }
    lateSince_ = step_;
    seen_.reset();
}

const Network<float>& Trainer::network() const {
    if (!isLate())
        return network_;
    if (!seen_ || seenStep_ != step_) {
        seen_ = network_;
        Vector<float> velocity = velocity_;
        catchUp(seen_->parameters(), velocity);
        seenStep_ = step_;
    }
    return *seen_;
}

bool Trainer::fitsLate(const LateWeights& late, std::int64_t step) const {
    bool fits = late.parameters.size() == network_.parameters().size() &&
                late.velocity.size() == velocity_.size() && late.records.size() == late_.size() &&
                late.since <= step && step - late.since < LateMomentum::mostSteps;
    for (std::size_t k = 0; fits && k < late_.size(); ++k)
        fits = late.records[k].size() == late_[k].momentum.records().size() &&
               std::all_of(late.records[k].begin(), late.records[k].end(),
                           [&](std::uint32_t record) { return record <= step - late.since; });
    return fits;
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
