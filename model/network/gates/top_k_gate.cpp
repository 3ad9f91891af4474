// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_kind.h"
#include "model/network/gates/masked_softmax.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace expertscope {
namespace {

/// The min(k, unmasked) experts of largest logit; of equal ones the lower number. Their weights are the
/// softmax over them alone, or, not renormalised, that over all who are not forbidden: then their sum falls
/// short of 1 by what the others would have had, and the logits of those learn too.
template <class Scalar> class TopKGate : public Gate<Scalar> {
  public:
    TopKGate(const GateShape& shape, const Settings& settings)
        : Gate<Scalar>(shape), k_(settings.whole("k")), renormalise_(settings.on("renormalise")) {}

    GateActivations<Scalar> activations(Index capacity) const override {
        GateActivations<Scalar> a = Gate<Scalar>::activations(capacity);
        a.chosenOut = a.mask;
        if (!renormalise_)
            a.ownShares = a.gates;
        return a;
    }

    void assign(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            const auto logits = a.logits().col(c);
            std::uint8_t* const closed = a.chosenOut.col(c).data();
            choose(logits.data(), a.mask.col(c).data(), closed);
            maskedSoftmax<Scalar>(logits, closed, renormalise_ ? a.gates.col(c) : a.ownShares.col(c));
            if (!renormalise_) {
                maskedSoftmax<Scalar>(logits, a.mask.col(c).data(), a.gates.col(c));
                a.gates.col(c).array() *= Scalar(1) - a.chosenOut.col(c).template cast<Scalar>();
            }
        }
    }

    void backward(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            auto delta = a.mlp.delta.back().col(c);
            softmaxBackward<Scalar>(a.gates.col(c), a.gatesDelta.col(c), delta);
            if (renormalise_)
                continue;
            // Those who were not chosen are in the denominator: p_j (0 - sum_k g_k dL/dg_k).
            const Scalar pull = a.gates.col(c).dot(a.gatesDelta.col(c));
            auto p = a.logShares.col(c); // of no other use here: eq. 1 has no deltas of gates
            maskedSoftmax<Scalar>(a.logits().col(c), a.mask.col(c).data(), p);
            for (Index i = 0; i < p.size(); ++i)
                if (a.chosenOut(i, c))
                    delta[i] = -p[i] * pull;
        }
    }

    void assignLogShares(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            maskedLogSoftmax<Scalar>(a.logits().col(c), a.chosenOut.col(c).data(), a.logShares.col(c));
    }
    void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns, Scalar weight) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            a.mlp.delta.back().col(c) = weight * (a.shares().col(c) - a.gatesDelta.col(c));
    }

  private:
    void choose(const Scalar* logits, const std::uint8_t* mask, std::uint8_t* closed) const {
        const int experts = this->experts();
        std::array<std::int16_t, mostExperts> candidates;
        auto end = candidates.begin();
        std::fill(closed, closed + experts, std::uint8_t{1});
        for (int i = 0; i < experts; ++i) {
            if (std::isnan(logits[i]) && !mask[i])
                return; // nobody is chosen, so that the gates are no numbers either
            if (!mask[i])
                *end++ = static_cast<std::int16_t>(i);
        }
        if (end - candidates.begin() > k_) {
            const auto before = [&](int i, int j) {
                return logits[i] > logits[j] || (logits[i] == logits[j] && i < j);
            };
            std::nth_element(candidates.begin(), candidates.begin() + k_, end, before);
            end = candidates.begin() + k_;
        }
        std::for_each(candidates.begin(), end, [&](int i) { closed[i] = 0; });
    }

    int k_;
    bool renormalise_;
};

std::string objectionToTopK(const Settings& settings, int experts) {
    if (experts > 1 && settings.whole("k") == 1 && settings.on("renormalise"))
        return "k is 1, whose weight renormalised is always 1, so that the gate would learn nothing; "
               "choose 2 or more, or renormalise=false";
    return "";
}

} // namespace

GateKind topKGate() {
    return gateKindOf<TopKGate>(
        {.name = "top_k",
         .sentence = "The k experts with the largest logits compute; the others are closed.",
         .formula = "g_i = exp(h_i) / sum of exp(h_j) over the chosen j  (renormalise: true) or over all j "
                    "(false);  0 for those not chosen",
         .paper =
             "Shazeer et al. 2017, Outrageously Large Neural Networks: The Sparsely-Gated "
             "Mixture-of-Experts Layer (arXiv:1701.06538), without its noise; Eigen et al. 2013, section 6",
         .settings = {{.name = "k",
                       .sentence = "How many experts an example has",
                       .type = KindSetting::Type::Experts,
                       .initial = 2},
                      {.name = "renormalise",
                       .sentence = "Whether the weights of the chosen are made to sum to 1",
                       .type = KindSetting::Type::Switch,
                       .initial = 1}}},
        objectionToTopK);
}

} // namespace expertscope
