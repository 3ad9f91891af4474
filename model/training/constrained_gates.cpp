// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/constrained_gates.h"

namespace expertscope {

ConstrainedGates constrainedGates(const Network<float>& network, const ConstraintState& state,
                                  const ExampleSet& set, int i) {
    constexpr Columns one{0, 1};
    Activations<float> a = network.activations(1);
    set.copyTo({i, 1}, a.x.dense());
    ConstrainedGates result;
    std::size_t k = 0;
    network.forward(a, one, [&](int l) {
        GateActivations<float>& gate = a.layers[l].gate;
        network.layer(l).assignFreeGates(a.layers[l], one);
        result.before.emplace_back(gate.gates.col(0).begin(), gate.gates.col(0).end());
        BalanceConstraint constraint = state.layers[k++]; // a copy: looking counts for nothing
        constraint.apply(*network.layer(l).gate(), gate, 1, state.margin);
        result.after.emplace_back(gate.gates.col(0).begin(), gate.gates.col(0).end());
        return true;
    });
    return result;
}

} // namespace expertscope
