// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/layers/skipping_mixture.h"

#include "model/base/random.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/kernels.h"

#include <algorithm>

namespace expertscope {
namespace {

// Examples of an expert that one task takes through its levels. Part of what fixes the bits of a run.
constexpr Index chunkColumns = 64;

// dL/dg = dz . f, and g dz through the rectification that f ends in.
void unmixPair(Index hidden, float gate, const float* f, const float* dz, float& dGate, float* df) {
    kernels().unmix(1, hidden, &gate, f, dz, &dGate, df);
}
void unmixPair(Index hidden, double gate, const double* f, const double* dz, double& dGate, double* df) {
    dGate = 0;
    for (Index h = 0; h < hidden; ++h) {
        dGate += dz[h] * f[h];
        df[h] = f[h] > 0 ? gate * dz[h] : 0;
    }
}

} // namespace

template <class Scalar>
SkippingMixture<Scalar>::SkippingMixture(const LayerDescription& description, const LayerPlace& place)
    : inputs_(place.input.size()), outputs_(description.hidden.back()), expertScale_(description.expertScale),
      gateScale_(description.gateScale), needsInputDelta_(place.number > 0) {
    // Level by level, as in a bank of experts that all compute: the weights of all, then the biases of all.
    std::vector<std::vector<Linear<Scalar>>> levels(static_cast<std::size_t>(description.experts));
    Index inputs = inputs_, offset = place.offset;
    for (const int width : description.hidden) {
        const Index biases = offset + description.experts * inputs * width;
        for (int e = 0; e < description.experts; ++e)
            levels[static_cast<std::size_t>(e)].emplace_back(
                inputs, width,
                typename Linear<Scalar>::Places{offset + e * inputs * width, biases + Index{e} * width});
        offset = biases + Index{description.experts} * width;
        inputs = width;
    }
    expertParameters_ = offset - place.offset;
    for (auto& one : levels)
        experts_.emplace_back(std::move(one), Mlp<Scalar>::Last::Rectified);
    gate_ = makeGate<Scalar>(description.gate, {.inputs = inputs_,
                                                .hidden = description.gateHidden,
                                                .experts = description.experts,
                                                .offset = offset,
                                                .layer = place.number});
}

/// As a bank of experts that all compute has them: the first level's weights below each other, those of
/// deeper levels beside each other.
template <class Scalar>
std::vector<ParameterBlock> SkippingMixture<Scalar>::blocks(const std::string& name) const {
    std::vector<ParameterBlock> all;
    for (std::size_t level = 0; level < experts_.front().levels().size(); ++level) {
        const std::string levelName = name + ".experts." + std::to_string(level);
        std::vector<ParameterBlock> whole = experts_.front().levels()[level].blocks(levelName);
        for (std::size_t e = 1; e < experts_.size(); ++e) {
            const std::vector<ParameterBlock> one = experts_[e].levels()[level].blocks(levelName);
            for (std::size_t k = 0; k < one.size(); ++k) {
                const bool below = level == 0 || k == 1; // biases always
                for (Panel panel : one[k].panels) {
                    (below ? panel.row : panel.column) += below ? whole[k].rows : whole[k].columns;
                    whole[k].panels.push_back(panel);
                }
                (below ? whole[k].rows : whole[k].columns) += below ? one[k].rows : one[k].columns;
            }
        }
        std::move(whole.begin(), whole.end(), std::back_inserter(all));
    }
    for (auto& block : gate_->blocks(name + ".gate"))
        all.push_back(std::move(block));
    return all;
}

/// The same numbers as in such a bank, for the same seed.
template <class Scalar>
void SkippingMixture<Scalar>::initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream) const {
    const std::size_t levels = experts_.front().levels().size();
    for (std::size_t level = 0; level < levels; ++level) {
        Random random(seed, Stream::Weights, stream++);
        const Index inputs = experts_.front().levels()[level].inputs();
        const double deviation = Linear<Scalar>::deviation(inputs, level + 1 == levels ? expertScale_ : 1);
        const auto draw = [&](std::size_t e, Index column) {
            experts_[e].levels()[level].drawColumn(theta, column, random, deviation);
        };
        if (level == 0)
            for (Index column = 0; column < inputs; ++column)
                for (std::size_t e = 0; e < experts_.size(); ++e)
                    draw(e, column);
        else
            for (std::size_t e = 0; e < experts_.size(); ++e)
                for (Index column = 0; column < inputs; ++column)
                    draw(e, column);
    }
    for (const ParameterBlock& block : blocks(""))
        if (block.name.starts_with(".experts.") && block.name.ends_with(".bias"))
            for (const Panel& panel : block.panels)
                std::fill_n(theta + panel.offset, panel.rows, Scalar(0));
    gate_->initialise(theta, seed, stream, gateScale_);
}

template <class Scalar>
void SkippingMixture<Scalar>::propose(const Scalar* theta, const LayerInput<Scalar>& x,
                                      LayerActivations<Scalar>& a, Columns columns) const {
    const StageTimer timer(a.timing.clock, stages::Gates);
    gate_->propose(theta, x, a.gate, columns);
}

template <class Scalar>
void SkippingMixture<Scalar>::proposePanel(int panel, const Scalar* theta, const LayerInput<Scalar>& x,
                                           LayerActivations<Scalar>& a) const {
    const StageTimer timer(a.timing.clock, stages::Gates);
    gate_->mlp().forwardPanel(panel, theta, x, a.gate.mlp);
}

template <class Scalar>
void SkippingMixture<Scalar>::proposeAboveFirst(const Scalar* theta, const Chance* chance,
                                                LayerActivations<Scalar>& a, Columns columns) const {
    const StageTimer timer(a.timing.clock, stages::Gates);
    gate_->proposeAboveFirst(theta, chance, a.gate, columns);
}

template <class Scalar>
void SkippingMixture<Scalar>::deal(const LayerInput<Scalar>& x, LayerActivations<Scalar>& a) const {
    const StageTimer timer(a.timing.clock, stages::Gates);
    a.dealt.deal(a.gate.closed(), x.columns(), chunkColumns);
    makeRoom(a.dealt, x.sparse() ? x.batch().places() : 0);
}

/// places: of a sparse input, see InputBatch; else 0.
template <class Scalar>
void SkippingMixture<Scalar>::makeRoom(DealtExamples<Scalar>& dealt, Index places) const {
    if (dealt.x.capacity() >= dealt.pairs() && dealt.x.inputs() > 0 && dealt.x.places() == places)
        return;
    const Index capacity = std::max<Index>(dealt.pairs() + dealt.pairs() / 2, dealt.columns.count);
    dealt.x = InputBatch<Scalar>(inputs_, capacity, places);
    dealt.experts = experts_.front().activations(capacity);
    if (needsInputDelta_)
        dealt.xDelta.resize(inputs_, capacity);
    if (places > 0)
        dealt.rowBegin.resize(experts_.size() * static_cast<std::size_t>(inputs_ + 1));
}

template <class Scalar> int SkippingMixture<Scalar>::forwardTasks(const LayerActivations<Scalar>& a) const {
    return static_cast<int>(a.dealt.chunks.size());
}

template <class Scalar>
void SkippingMixture<Scalar>::prepareChosen(int expert, const LayerInput<Scalar>& x,
                                            LayerActivations<Scalar>& a) const {
    const StageTimer timer(a.timing.clock, stages::forward(a.timing.layer));
    DealtExamples<Scalar>& dealt = a.dealt;
    const Columns columns = dealt.of(expert);
    for (Index pair = columns.first; pair < columns.first + columns.count; ++pair) {
        const Index example = dealt.example[static_cast<std::size_t>(pair)];
        if (x.sparse())
            dealt.x.copyColumn(pair, x.batch(), example);
        else
            dealt.x.dense().col(pair) = x.dense().col(example - x.columns().first);
    }
    if (x.sparse() && x.chance())
        for (int part = 0; part < InputBatch<Scalar>::transposeParts; ++part)
            dealt.x.transpose(part, columns, dealt.rowBegin.data() + expert * Index{inputs_ + 1});
}

template <class Scalar>
void SkippingMixture<Scalar>::forwardChosen(int task, const Scalar* theta,
                                            LayerActivations<Scalar>& a) const {
    const StageTimer timer(a.timing.clock, stages::forward(a.timing.layer));
    const auto& chunk = a.dealt.chunks[static_cast<std::size_t>(task)];
    const Columns columns{chunk.first, chunk.count};
    experts_[chunk.expert].forward(theta, {a.dealt.x, columns}, a.dealt.experts, columns);
}

template <class Scalar>
void SkippingMixture<Scalar>::mix(LayerActivations<Scalar>& a, Columns columns) const {
    const StageTimer timer(a.timing.clock, stages::forward(a.timing.layer));
    const DealtExamples<Scalar>& dealt = a.dealt;
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        auto z = a.z.col(c);
        z.setZero();
        for (const auto& choice : dealt.choicesOf(c))
            z += a.gate.gates(choice.expert, c) * dealt.experts.output.back().col(choice.pair);
    }
}

template <class Scalar>
void SkippingMixture<Scalar>::backward(const Scalar* theta, LayerActivations<Scalar>& a,
                                       Columns columns) const {
    {
        const StageTimer timer(a.timing.clock, stages::backward(a.timing.layer));
        DealtExamples<Scalar>& dealt = a.dealt;
        a.gate.gatesDelta.middleCols(columns.first, columns.count).setZero();
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            for (const auto& choice : dealt.choicesOf(c))
                unmixPair(outputs_, a.gate.gates(choice.expert, c),
                          dealt.experts.output.back().col(choice.pair).data(), a.zDelta.col(c).data(),
                          a.gate.gatesDelta(choice.expert, c),
                          dealt.experts.delta.back().col(choice.pair).data());
    }
    const StageTimer timer(a.timing.clock, stages::BackwardGates);
    gate_->backward(a.gate, columns);
    gate_->backwardProposal(a.gate, columns);
    gate_->mlp().backward(theta, a.gate.mlp, columns);
}

template <class Scalar> int SkippingMixture<Scalar>::backwardTasks(const LayerActivations<Scalar>& a) const {
    return forwardTasks(a);
}

template <class Scalar>
void SkippingMixture<Scalar>::backwardChosen(int task, const Scalar* theta,
                                             LayerActivations<Scalar>& a) const {
    const StageTimer timer(a.timing.clock, stages::backward(a.timing.layer));
    DealtExamples<Scalar>& dealt = a.dealt;
    const auto& chunk = dealt.chunks[static_cast<std::size_t>(task)];
    const Columns columns{chunk.first, chunk.count};
    const Mlp<Scalar>& expert = experts_[chunk.expert];
    expert.backward(theta, dealt.experts, columns, Mlp<Scalar>::LastDelta::Masked);
    if (needsInputDelta_)
        expert.backwardInput(theta, dealt.experts, columns,
                             dealt.xDelta.middleCols(columns.first, columns.count), Into::Overwrite);
}

template <class Scalar>
void SkippingMixture<Scalar>::backwardInput(const Scalar* theta, const LayerActivations<Scalar>& a,
                                            Columns columns, View<Scalar> dx) const {
    {
        const StageTimer timer(a.timing.clock, stages::backward(a.timing.layer));
        dx.setZero();
        for (Index c = 0; c < columns.count; ++c)
            for (const auto& choice : a.dealt.choicesOf(columns.first + c))
                dx.col(c) += a.dealt.xDelta.col(choice.pair);
    }
    const StageTimer timer(a.timing.clock, stages::BackwardGates);
    gate_->mlp().backwardInput(theta, a.gate.mlp, columns, dx, Into::Add);
}

template <class Scalar> int SkippingMixture<Scalar>::tasksOfExpert(bool sparse) const {
    const Mlp<Scalar>& expert = experts_.front();
    return expert.gradientTasks(sparse) +
           (sparse ? expert.panels() * (InputBatch<Scalar>::transposeParts - 1) : 0);
}

template <class Scalar> int SkippingMixture<Scalar>::gradientTasks(bool sparse) const {
    return expertTasks(sparse) + gate_->mlp().gradientTasks(sparse);
}

template <class Scalar>
void SkippingMixture<Scalar>::gradient(int task, const LayerInput<Scalar>& x,
                                       const LayerActivations<Scalar>& a, Scalar* scratch,
                                       GradientSink<Scalar>& sink) const {
    const int ofExperts = expertTasks(x.sparse()), ofOne = tasksOfExpert(x.sparse());
    if (task < ofExperts)
        gradientOfExpert(task / ofOne, task % ofOne, a.dealt, scratch, sink);
    else
        gate_->mlp().gradient(task - ofExperts, x, a.gate.mlp, scratch, sink);
}

template <class Scalar>
void SkippingMixture<Scalar>::gradientOfExpert(int number, int task, const DealtExamples<Scalar>& dealt,
                                               Scalar* scratch, GradientSink<Scalar>& sink) const {
    constexpr int parts = InputBatch<Scalar>::transposeParts;
    const Mlp<Scalar>& expert = experts_[static_cast<std::size_t>(number)];
    const Columns columns = dealt.of(number);
    if (columns.count == 0 && !sink.wantsUntouched())
        return;
    const auto delta = [&](std::size_t level) {
        return dealt.experts.delta[level].middleCols(columns.first, columns.count);
    };
    if (dealt.x.sparse()) {
        const Linear<Scalar>& first = expert.levels().front();
        if (task < first.panels() * parts) {
            const int panel = task / parts, part = task % parts;
            const Columns rows = dealt.x.rowsOf(part);
            first.gradientByRows(panel, rows,
                                 dealt.rowBegin.data() + number * Index{inputs_ + 1} + rows.first,
                                 dealt.x.rowExamples(), dealt.x.rowValues(), delta(0), scratch, sink);
            if (part == 0)
                first.gradientOfBias(panel, delta(0), scratch, sink);
            return;
        }
        task -= first.panels() * (parts - 1); // as Mlp counts them
    }
    expert.gradient(task, {dealt.x, columns}, dealt.experts, scratch, sink);
}

/// Of a sparse first level each panel's rows, an input each; of all others the weights and the biases.
template <class Scalar> Index SkippingMixture<Scalar>::lateRows(bool sparse) const {
    const Mlp<Scalar>& expert = experts_.front();
    const auto levels = static_cast<Index>(expert.levels().size());
    return experts() * (sparse ? expert.panels() * Index{inputs_} + 2 * levels - 1 : 2 * levels);
}

template <class Scalar>
void SkippingMixture<Scalar>::visitRows(int number, bool sparse, const DealtExamples<Scalar>* dealt,
                                        const LateVisitor& visit) const {
    if (dealt && dealt->of(number).count == 0)
        return;
    const Mlp<Scalar>& expert = experts_[static_cast<std::size_t>(number)];
    Index record = number * (lateRows(sparse) / experts());
    for (const Linear<Scalar>& level : expert.levels()) {
        if (sparse && &level == &expert.levels().front()) {
            const std::uint32_t* const begin =
                dealt ? dealt->rowBegin.data() + number * Index{inputs_ + 1} : nullptr;
            for (int p = 0; p < level.panels(); ++p, record += inputs_) {
                const Panel& panel = level.panel(p);
                for (Index row = 0; row < inputs_; ++row)
                    if (!begin || begin[row] != begin[row + 1])
                        visit({record + row, panel.offset + row * panel.rows, panel.rows, false});
            }
        } else {
            visit({record++, level.panel(0).offset, level.inputs() * level.outputs(), false});
        }
        visit({record++, level.biasOffset(), level.outputs(), true});
    }
}

template class SkippingMixture<float>;
template class SkippingMixture<double>;

} // namespace expertscope
