// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate_kind.h"

namespace expertscope {

/// g(z) = softmax(h), over those who are not forbidden: the paper's own gate, and the base of kinds that make
/// their logits otherwise.
template <class Scalar> class SoftmaxWeights : public Gate<Scalar> {
  public:
    SoftmaxWeights(const GateShape& shape, const Settings& settings);

    void assign(GateActivations<Scalar>& a, Columns columns) const override;
    bool meets() const override { return zLoss_ > 0; }
    void meet(const Scalar* theta, GateActivations<Scalar>& a, Index examples) const override;
    void backward(GateActivations<Scalar>& a, Columns columns) const override;
    void assignLogShares(GateActivations<Scalar>& a, Columns columns) const override;
    void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns, Scalar weight) const override;
    void backwardProposal(GateActivations<Scalar>& a, Columns columns) const override;

  private:
    double zLoss_;
};

} // namespace expertscope
