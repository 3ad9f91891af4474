// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate.h"

namespace expertscope {
namespace {

std::vector<int> withOutput(std::vector<int> hidden, int outputs) {
    hidden.push_back(outputs);
    return hidden;
}

} // namespace

template <class Scalar>
Gate<Scalar>::Gate(const GateShape& shape)
    : shape_(shape), mlp_(shape.inputs, withOutput(shape.hidden, shape.size.outputs), 1,
                          Mlp<Scalar>::Last::Linear, shape.offset) {}

template <class Scalar> std::vector<ParameterBlock> Gate<Scalar>::blocks(const std::string& name) const {
    std::vector<ParameterBlock> all = mlp_.blocks(name);
    if (const Index state = shape_.size.state; state > 0)
        all.push_back(
            {name + "." + shape_.size.stateName, stateOffset(), state, 1, {{0, state, 0, 1, stateOffset()}}});
    return all;
}

template <class Scalar>
void Gate<Scalar>::initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream, double scale) const {
    mlp_.initialise(theta, seed, stream, scale);
    std::fill_n(theta + stateOffset(), shape_.size.state, Scalar(0));
}

template <class Scalar> GateActivations<Scalar> Gate<Scalar>::activations(Index capacity) const {
    GateActivations<Scalar> a;
    a.mlp = mlp_.activations(capacity);
    a.mask = GateMask::Zero(experts(), capacity);
    a.gates = a.gatesDelta = a.logShares = zeros(capacity);
    return a;
}

template class Gate<float>;
template class Gate<double>;

} // namespace expertscope
