// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/choosing_gate.h"

namespace expertscope {
namespace {

template <class Scalar> class NoisyTopKGate : public ChoosingGate<Scalar> {
  public:
    NoisyTopKGate(const GateShape& shape, const Settings& settings)
        : ChoosingGate<Scalar>(shape, {.k = settings.whole("k"),
                                       .renormalise = true,
                                       .learnsNoise = true,
                                       .importance = settings.number("importance"),
                                       .load = settings.number("load"),
                                       .zLoss = settings.number("z_loss")}) {}

    /// Both halves of the last level begin at 0: at first chance alone decides, and all experts get examples.
    void initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream, double) const override {
        Gate<Scalar>::initialise(theta, seed, stream, 0);
    }
};

std::string objectionToNoisyTopK(const Settings& settings, int experts) {
    if (experts > 1 && settings.whole("k") == 1)
        return "k is 1, whose weight is always 1, so that the gate would learn nothing; choose 2 or more";
    return "";
}

GateSize sizeWithNoise(const Settings&, int experts) {
    return {.outputs = 2 * experts, .state = 0, .stateName = {}};
}

} // namespace

GateKind noisyTopKGate() {
    GateKind kind = gateKindOf<NoisyTopKGate>(
        {.name = "noisy_top_k",
         .sentence =
             "The k experts with the largest logits compute; in training the logits carry noise, whose size "
             "the gate learns too.",
         .formula = "h = B y + b + n (softplus(C y + c) + 0.01),  n normal in training, 0 in evaluation, y "
                    "the gate's last hidden layer;  g = softmax of h over the k largest",
         .paper = "Shazeer et al. 2017, Outrageously Large Neural Networks: The Sparsely-Gated "
                  "Mixture-of-Experts Layer (arXiv:1701.06538), section 2.1 and appendix A",
         .settings = {{.name = "k",
                       .sentence = "How many experts an example has",
                       .type = KindSetting::Type::Experts,
                       .initial = 2},
                      importanceSetting(0.01),
                      loadSetting(0.01),
                      zLossSetting()}},
        objectionToNoisyTopK);
    kind.size = sizeWithNoise;
    kind.chooses = true;
    return kind;
}

} // namespace expertscope
