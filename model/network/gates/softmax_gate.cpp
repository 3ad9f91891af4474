// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_losses.h"
#include "model/network/gates/softmax_weights.h"

namespace expertscope {

GateKind softmaxGate() {
    return gateKindOf<SoftmaxWeights>(
        {.name = "softmax",
         .sentence =
             "All experts compute, each with its softmax of the gate's logits for weight; the balance "
             "constraint may close some.",
         .formula = "g = softmax(h),  h = B max(0, A z + a) + b",
         .paper = "Eigen, Ranzato, Sutskever 2013, Learning Factored Representations in a Deep Mixture of "
                  "Experts, sections 3 and 4.1",
         .settings = {zLossSetting()}});
}

} // namespace expertscope
