// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/example_set.h"
#include "model/network/network.h"
#include "model/training/balance_constraint.h"

#include <vector>

namespace expertscope {

/// What the balance constraint decides from at one moment of training.
struct ConstraintState {
    std::vector<BalanceConstraint> layers; ///< one a gated layer; empty while the gates are free
    double margin = 0;

    bool active() const { return !layers.empty(); }
};

/// The gates of one example as the next training step would have them.
struct ConstrainedGates {
    std::vector<std::vector<float>>
        before; ///< as the gate alone decides, one list a gated layer, one value an expert
    std::vector<std::vector<float>> after; ///< with the overused experts at 0 and the others renormalised
};

/// Pure: takes example i through the network as a training step does, each layer's constraint deciding from
/// its present totals; what a layer passes on is mixed with the gates after the constraint (paper section 3).
/// state: of that network, and active.
ConstrainedGates constrainedGates(const Network<float>& network, const ConstraintState& state,
                                  const ExampleSet& set, int i);

} // namespace expertscope
