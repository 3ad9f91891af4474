// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_kind.h"
#include "model/network/gates/masked_softmax.h"

namespace expertscope {
namespace {

/// The paper's own: g(z) = softmax(h), over those who are not forbidden.
template <class Scalar> class SoftmaxGate : public Gate<Scalar> {
  public:
    SoftmaxGate(const GateShape& shape, const Settings&) : Gate<Scalar>(shape) {}

    void assign(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            maskedSoftmax<Scalar>(a.logits().col(c), a.mask.col(c).data(), a.gates.col(c));
    }
    void backward(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            softmaxBackward<Scalar>(a.gates.col(c), a.gatesDelta.col(c), a.mlp.delta.back().col(c));
    }
    void assignLogShares(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            maskedLogSoftmax<Scalar>(a.logits().col(c), a.mask.col(c).data(), a.logShares.col(c));
    }
    void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns, Scalar weight) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            a.mlp.delta.back().col(c) = weight * (a.gates.col(c) - a.gatesDelta.col(c));
    }
};

} // namespace

GateKind softmaxGate() {
    return gateKindOf<SoftmaxGate>(
        {.name = "softmax",
         .sentence =
             "All experts compute, each with its softmax of the gate's logits for weight; the balance "
             "constraint may close some.",
         .formula = "g = softmax(h),  h = B max(0, A z + a) + b",
         .paper = "Eigen, Ranzato, Sutskever 2013, Learning Factored Representations in a Deep Mixture of "
                  "Experts, sections 3 and 4.1",
         .settings = {}});
}

} // namespace expertscope
