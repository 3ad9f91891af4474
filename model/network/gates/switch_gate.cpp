// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/choosing_gate.h"

namespace expertscope {
namespace {

template <class Scalar> class SwitchGate : public ChoosingGate<Scalar> {
  public:
    SwitchGate(const GateShape& shape, const Settings& settings)
        : ChoosingGate<Scalar>(shape, {.k = 1,
                                       .capacity = settings.number("capacity"),
                                       .balance = settings.number("balance"),
                                       .zLoss = settings.number("z_loss")}) {}
};

} // namespace

GateKind switchGate() {
    GateKind kind = gateKindOf<SwitchGate>(
        {.name = "switch",
         .sentence =
             "The one expert with the largest probability computes, weighted by it; in training an expert "
             "takes a limited number of a minibatch's examples, and who comes later has none.",
         .formula =
             "g_i = p_i for the largest p = softmax(h), 0 for the others;  at most ceil(capacity T / N) "
             "of T examples an expert",
         .paper = "Fedus, Zoph, Shazeer 2021, Switch Transformers: Scaling to Trillion Parameter Models with "
                  "Simple and Efficient Sparsity (arXiv:2101.03961), section 2",
         .settings = {{.name = "capacity",
                       .sentence = "How many times its even share of a minibatch an expert takes in training",
                       .type = KindSetting::Type::Number,
                       .initial = 1.25,
                       .least = 0.01,
                       .most = mostExperts},
                      balanceSetting(0.01),
                      zLossSetting()}});
    kind.mayLeaveNone = true;
    kind.chooses = true;
    return kind;
}

} // namespace expertscope
