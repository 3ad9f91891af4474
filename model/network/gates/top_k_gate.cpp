// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/choosing_gate.h"

namespace expertscope {
namespace {

template <class Scalar> class TopKGate : public ChoosingGate<Scalar> {
  public:
    TopKGate(const GateShape& shape, const Settings& settings)
        : ChoosingGate<Scalar>(shape, {.k = settings.whole("k"),
                                       .renormalise = settings.on("renormalise"),
                                       .noise = settings.number("noise"),
                                       .balance = settings.number("balance"),
                                       .importance = settings.number("importance"),
                                       .load = settings.number("load"),
                                       .zLoss = settings.number("z_loss")}) {}
};

std::string objectionToTopK(const Settings& settings, int experts) {
    if (experts > 1 && settings.whole("k") == 1 && settings.on("renormalise"))
        return "k is 1, whose weight renormalised is always 1, so that the gate would learn nothing; "
               "choose 2 or more, or renormalise=false";
    if (settings.number("load") > 0 && settings.number("noise") == 0)
        return "load needs noise, without which being chosen has no likelihood; set noise too, or load=0";
    return "";
}

} // namespace

GateKind topKGate() {
    GateKind kind = gateKindOf<TopKGate>(
        {.name = "top_k",
         .sentence = "The k experts with the largest logits compute; the others are closed.",
         .formula = "g_i = exp(h_i) / sum of exp(h_j) over the chosen j  (renormalise: true) or over all j "
                    "(false);  0 for those not chosen",
         .paper =
             "Shazeer et al. 2017, Outrageously Large Neural Networks: The Sparsely-Gated "
             "Mixture-of-Experts Layer (arXiv:1701.06538), without its learned noise; Eigen et al. 2013, "
             "section 6",
         .settings = {{.name = "k",
                       .sentence = "How many experts an example has",
                       .type = KindSetting::Type::Experts,
                       .initial = 2},
                      {.name = "renormalise",
                       .sentence = "Whether the weights of the chosen are made to sum to 1",
                       .type = KindSetting::Type::Switch,
                       .initial = 1},
                      {.name = "noise",
                       .sentence = "Standard deviation of the noise on the logits in training",
                       .type = KindSetting::Type::Number,
                       .initial = 0,
                       .least = 0,
                       .most = 10},
                      balanceSetting(0),
                      importanceSetting(0),
                      loadSetting(0),
                      zLossSetting()}},
        objectionToTopK);
    kind.chooses = true;
    return kind;
}

} // namespace expertscope
