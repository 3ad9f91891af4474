// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/choosing_gate.h"

#include "model/network/gates/choice.h"
#include "model/network/gates/masked_softmax.h"

#include <cmath>

namespace expertscope {
namespace {

constexpr double leastDeviation = 0.01;

template <class Scalar> Scalar softplus(Scalar u) {
    return std::max(u, Scalar(0)) + std::log1p(std::exp(-std::abs(u)));
}
template <class Scalar> Scalar sigmoid(Scalar u) {
    return Scalar(1) / (Scalar(1) + std::exp(-u));
}

} // namespace

template <class Scalar> GateActivations<Scalar> ChoosingGate<Scalar>::activations(Index capacity) const {
    GateActivations<Scalar> a = Gate<Scalar>::activations(capacity);
    const Matrix<Scalar> zero = this->zeros(capacity);
    a.chosenOut = a.mask;
    a.kept.resize(KeptCount);
    if (!rules_.renormalise)
        a.ownShares = zero;
    if (needsP())
        a.kept[P] = zero;
    if (rules_.importance > 0)
        a.kept[Room] = zero;
    if (rules_.noisy()) {
        a.ownLogits = a.ownLogitsDelta = a.kept[Normals] = zero;
        a.kept[Deviations] = zero.array() + static_cast<Scalar>(rules_.learnsNoise ? 1 : rules_.noise);
    }
    a.ofExperts.assign(OfExpertsCount, std::vector<double>(static_cast<std::size_t>(this->experts()), 0.0));
    return a;
}

template <class Scalar>
void ChoosingGate<Scalar>::finishProposal(const Scalar*, const Chance* chance, GateActivations<Scalar>& a,
                                          Columns columns) const {
    if (!rules_.noisy())
        return;
    const Index experts = this->experts();
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const auto clean = a.mlp.output.back().col(c).head(experts);
        auto normals = a.kept[Normals].col(c), deviations = a.kept[Deviations].col(c);
        if (rules_.learnsNoise)
            deviations = a.mlp.output.back().col(c).tail(experts).unaryExpr(
                [](Scalar u) { return softplus(u) + static_cast<Scalar>(leastDeviation); });
        normals.setZero();
        if (chance) {
            Random numbers = chance->numbers(Stream::GateNoise, this->layer(), c);
            for (Scalar& normal : normals)
                normal = static_cast<Scalar>(numbers.normal());
        }
        a.ownLogits.col(c) = clean.array() + normals.array() * deviations.array();
    }
}

template <class Scalar> void ChoosingGate<Scalar>::assign(GateActivations<Scalar>& a, Columns columns) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const auto logits = a.logits().col(c);
        const std::uint8_t* const mask = a.mask.col(c).data();
        std::uint8_t* const closed = a.chosenOut.col(c).data();
        chooseLargest(logits.data(), mask, this->experts(), rules_.k, closed);
        maskedSoftmax<Scalar>(logits, closed, rules_.renormalise ? a.gates.col(c) : a.ownShares.col(c));
        if (needsP())
            maskedSoftmax<Scalar>(logits, mask, a.kept[P].col(c));
        if (!rules_.renormalise)
            keepChosen<Scalar>(a.kept[P].col(c), closed, a.gates.col(c));
    }
}

template <class Scalar> bool ChoosingGate<Scalar>::meets() const {
    return rules_.capacity > 0 || rules_.balance > 0 || rules_.importance > 0 || rules_.load > 0 ||
           rules_.zLoss > 0;
}

template <class Scalar>
LoadOfExample<Scalar> ChoosingGate<Scalar>::loadOf(const GateActivations<Scalar>& a, Index column) const {
    return {a.mlp.output.back().col(column).data(), a.ownLogits.col(column).data(),
            a.kept[Deviations].col(column).data(),  a.mask.col(column).data(),
            a.chosenOut.col(column).data(),         this->experts()};
}

template <class Scalar>
void ChoosingGate<Scalar>::meet(const Scalar*, GateActivations<Scalar>& a, Index examples) const {
    const auto experts = static_cast<std::size_t>(this->experts());
    std::vector<double>& sums = a.ofExperts[Sums];
    a.ownLoss = 0;
    a.dropped = 0;
    if (rules_.balance > 0)
        a.ownLoss += rules_.balance * balanceLoss(a.chosenOut, a.kept[P], examples, a.ofExperts[PullP], sums);
    if (rules_.importance > 0) {
        sums.assign(experts, 0.0);
        for (Index c = 0; c < examples; ++c)
            for (std::size_t i = 0; i < experts; ++i)
                sums[i] += static_cast<double>(a.gates(static_cast<Index>(i), c));
        a.ownLoss += rules_.importance * squaredVariation(sums, a.ofExperts[PullGates]);
    }
    if (rules_.load > 0) {
        sums.assign(experts, 0.0);
        for (Index c = 0; c < examples; ++c) {
            const LoadOfExample<Scalar> load = loadOf(a, c);
            for (std::size_t i = 0; i < experts; ++i)
                sums[i] += load.probability(static_cast<int>(i));
        }
        a.ownLoss += rules_.load * squaredVariation(sums, a.ofExperts[PullLoad]);
        for (double& pull : a.ofExperts[PullLoad])
            pull *= rules_.load;
    }
    if (rules_.zLoss > 0)
        a.ownLoss += rules_.zLoss * zLoss(a.mlp.output.back(), this->experts(), examples);
    a.examplesMet = examples;
    if (rules_.capacity > 0)
        drop(a, examples);
}

/// In the examples' order: whoever comes when an expert is full is not taken.
template <class Scalar> void ChoosingGate<Scalar>::drop(GateActivations<Scalar>& a, Index examples) const {
    const Index experts = this->experts();
    const double places = placesOf(rules_.capacity, examples, experts);
    std::vector<double>& taken = a.ofExperts[Sums];
    taken.assign(static_cast<std::size_t>(experts), 0.0);
    for (Index c = 0; c < examples; ++c) {
        const Index before = a.dropped;
        for (Index i = 0; i < experts; ++i)
            if (!a.chosenOut(i, c) && ++taken[static_cast<std::size_t>(i)] > places) {
                a.chosenOut(i, c) = 1;
                a.gates(i, c) = 0;
                ++a.dropped;
            }
        if (a.dropped > before)
            sharesOf<Scalar>(a.gates.col(c), a.ownShares.col(c));
    }
}

template <class Scalar>
void ChoosingGate<Scalar>::backward(GateActivations<Scalar>& a, Columns columns) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        if (rules_.renormalise)
            softmaxBackward<Scalar>(a.gates.col(c), a.gatesDelta.col(c), a.logitsDelta().col(c));
        else
            keptBackward<Scalar>(a.kept[P].col(c), a.chosenOut.col(c).data(), a.gates.col(c),
                                 a.gatesDelta.col(c), a.logitsDelta().col(c));
    }
}

template <class Scalar>
void ChoosingGate<Scalar>::assignLogShares(GateActivations<Scalar>& a, Columns columns) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        maskedLogSoftmax<Scalar>(a.logits().col(c), a.chosenOut.col(c).data(), a.logShares.col(c));
}

template <class Scalar>
void ChoosingGate<Scalar>::backwardResponsibilities(GateActivations<Scalar>& a, Columns columns,
                                                    Scalar weight) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        a.logitsDelta().col(c) = weight * (a.shares().col(c) - a.gatesDelta.col(c));
}

template <class Scalar>
void ChoosingGate<Scalar>::backwardProposal(GateActivations<Scalar>& a, Columns columns) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        auto delta = a.logitsDelta().col(c);
        if (rules_.importance > 0) {
            auto pull = a.gatesDelta.col(c), room = a.kept[Room].col(c); // whose delta has been used
            for (Index i = 0; i < pull.size(); ++i)
                pull[i] = static_cast<Scalar>(rules_.importance * a.ofExperts[PullGates][i]);
            if (rules_.renormalise)
                softmaxBackward<Scalar>(a.gates.col(c), pull, room);
            else
                keptBackward<Scalar>(a.kept[P].col(c), a.chosenOut.col(c).data(), a.gates.col(c), pull, room);
            delta += room;
        }
        if (rules_.balance > 0) {
            const auto p = a.kept[P].col(c);
            double mean = 0;
            for (Index i = 0; i < p.size(); ++i)
                mean += static_cast<double>(p[i]) * a.ofExperts[PullP][i];
            for (Index i = 0; i < p.size(); ++i)
                delta[i] += p[i] * static_cast<Scalar>(rules_.balance * (a.ofExperts[PullP][i] - mean));
        }
        if (rules_.noisy())
            addNoiseGradient(a, c);
        if (rules_.zLoss > 0)
            addZLossGradient<Scalar>(a.mlp.output.back().col(c).head(this->experts()), rules_.zLoss,
                                     a.examplesMet, a.mlp.delta.back().col(c).head(this->experts()));
    }
}

/// From the noisy logits to the clean ones and what makes the deviations.
template <class Scalar>
void ChoosingGate<Scalar>::addNoiseGradient(GateActivations<Scalar>& a, Index c) const {
    const Index experts = this->experts();
    auto noisy = a.ownLogitsDelta.col(c);
    auto clean = a.mlp.delta.back().col(c).head(experts);
    // Calculated in the weights' deltas, which have been used.
    auto deviations = a.gatesDelta.col(c);
    clean.setZero();
    deviations.setZero();
    if (rules_.load > 0)
        loadOf(a, c).addGradient(a.ofExperts[PullLoad], clean.data(), noisy.data(), deviations.data());
    clean += noisy;
    if (!rules_.learnsNoise)
        return;
    deviations.array() += noisy.array() * a.kept[Normals].col(c).array();
    a.mlp.delta.back().col(c).tail(experts) =
        deviations.array() *
        a.mlp.output.back().col(c).tail(experts).unaryExpr([](Scalar u) { return sigmoid(u); }).array();
}

template class ChoosingGate<float>;
template class ChoosingGate<double>;

} // namespace expertscope
