// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate.h"

namespace expertscope {
namespace {

std::vector<int> withOutput(std::vector<int> hidden, int experts) {
    hidden.push_back(experts);
    return hidden;
}

} // namespace

template <class Scalar>
Gate<Scalar>::Gate(const GateShape& shape)
    : mlp_(shape.inputs, withOutput(shape.hidden, shape.experts), 1, Mlp<Scalar>::Last::Linear,
           shape.offset) {}

template <class Scalar> GateActivations<Scalar> Gate<Scalar>::activations(Index capacity) const {
    const Matrix<Scalar> zero = Matrix<Scalar>::Zero(experts(), capacity);
    return {.mlp = mlp_.activations(capacity),
            .mask = GateMask::Zero(experts(), capacity),
            .chosenOut = {},
            .gates = zero,
            .gatesDelta = zero,
            .ownShares = {},
            .logShares = zero};
}

template class Gate<float>;
template class Gate<double>;

} // namespace expertscope
