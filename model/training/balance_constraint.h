// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"

#include <limits>
#include <vector>

namespace expertscope {

/// Keeps the experts of one layer from being overused while they are young (paper section 3). G_i is the
/// running total of the gating assigned to expert i (its share of each example); an expert with G_i - mean(G)
/// > margin gets g_i = 0 for the example at hand, and the others share what it would have had. Decided
/// example after example, in order, from the totals before that example: the result does not depend on how a
/// minibatch is divided among threads.
class BalanceConstraint {
  public:
    explicit BalanceConstraint(int experts) : totals_(experts, 0.0) {}

    /// G_i, in examples.
    const std::vector<double>& totals() const { return totals_; }
    void setTotals(std::vector<double> totals) { totals_ = std::move(totals); }
    void reset() { totals_.assign(totals_.size(), 0.0); }

    /// For the first `examples` columns: masks from the totals, the gate's decision from its logits and these
    /// masks, and the totals with its shares added. An infinite margin masks nobody. At least one expert is
    /// always unmasked: someone is at or under the mean.
    template <class Scalar>
    void apply(const Gate<Scalar>& gate, GateActivations<Scalar>& a, Index examples, double margin);

  private:
    std::vector<double> totals_;
};

} // namespace expertscope
