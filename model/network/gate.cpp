// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gate.h"

#include <cmath>
#include <limits>

namespace expertscope {
namespace {

std::vector<int> withOutput(std::vector<int> hidden, int experts) {
    hidden.push_back(experts);
    return hidden;
}

} // namespace

template <class Scalar>
void maskedSoftmax(Eigen::Ref<const Vector<Scalar>> logits, const std::uint8_t* mask,
                   Eigen::Ref<Vector<Scalar>> gates) {
    const Index n = logits.size();
    Scalar largest = -std::numeric_limits<Scalar>::infinity();
    for (Index i = 0; i < n; ++i)
        if (!mask[i])
            largest = std::max(largest, logits[i]);
    Scalar sum = 0;
    for (Index i = 0; i < n; ++i) {
        gates[i] = mask[i] ? Scalar(0) : std::exp(logits[i] - largest);
        sum += gates[i];
    }
    gates /= sum;
}

template <class Scalar>
Gate<Scalar>::Gate(Index inputs, const std::vector<int>& hidden, int experts, Index offset)
    : mlp_(inputs, withOutput(hidden, experts), 1, Mlp<Scalar>::Last::Linear, offset) {}

template <class Scalar> GateActivations<Scalar> Gate<Scalar>::activations(Index capacity) const {
    return {mlp_.activations(capacity), GateMask::Zero(experts(), capacity),
            Matrix<Scalar>::Zero(experts(), capacity), Matrix<Scalar>::Zero(experts(), capacity)};
}

template <class Scalar>
void Gate<Scalar>::propose(const Scalar* theta, const LayerInput<Scalar>& z, GateActivations<Scalar>& a,
                           Columns columns) const {
    mlp_.forward(theta, z, a.mlp, columns);
}

template <class Scalar> void Gate<Scalar>::assign(GateActivations<Scalar>& a, Columns columns) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        maskedSoftmax<Scalar>(a.logits().col(c), a.mask.col(c).data(), a.gates.col(c));
}

template <class Scalar>
void Gate<Scalar>::backwardSoftmax(GateActivations<Scalar>& a, Columns columns) const {
    // d softmax: dL/dlogit_i = g_i (dL/dg_i - sum_k g_k dL/dg_k), which is 0 where g_i is masked to 0.
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const auto g = a.gates.col(c), dg = a.gatesDelta.col(c);
        a.mlp.delta.back().col(c) = g.array() * (dg.array() - g.dot(dg));
    }
}

#define EXPERTSCOPE_INSTANTIATE(Scalar)                                                                      \
    template void maskedSoftmax<Scalar>(Eigen::Ref<const Vector<Scalar>>, const std::uint8_t*,               \
                                        Eigen::Ref<Vector<Scalar>>);                                         \
    template class Gate<Scalar>;
EXPERTSCOPE_INSTANTIATE(float)
EXPERTSCOPE_INSTANTIATE(double)
#undef EXPERTSCOPE_INSTANTIATE

} // namespace expertscope
