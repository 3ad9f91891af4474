// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/choice.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/gates/gate_losses.h"
#include "model/network/gates/masked_softmax.h"

#include <cmath>
#include <numeric>

namespace expertscope {
namespace {

/// The k experts of largest sigmoid(h) + b, each weighted by its share of the chosen sigmoids. The biases b
/// choose only: after each step those of experts with too few examples go up, the others down.
template <class Scalar> class BiasBalancedGate : public Gate<Scalar> {
    /// Logarithms of the sigmoids, in which shares are a softmax that cannot become 0/0.
    enum Kept { LogSigmoids, Biases, Keys, KeptCount };
    enum OfExperts { Load, OfExpertsCount };

  public:
    BiasBalancedGate(const GateShape& shape, const Settings& settings)
        : Gate<Scalar>(shape), k_(settings.whole("k")), rate_(settings.number("bias_rate")),
          zLoss_(settings.number("z_loss")) {}

    GateActivations<Scalar> activations(Index capacity) const override {
        GateActivations<Scalar> a = Gate<Scalar>::activations(capacity);
        a.chosenOut = a.mask;
        a.kept.assign(KeptCount, this->zeros(capacity));
        a.ofExperts.assign(OfExpertsCount,
                           std::vector<double>(static_cast<std::size_t>(this->experts()), 0.0));
        return a;
    }

    void assign(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            const auto logits = a.logits().col(c);
            auto keys = a.kept[Keys].col(c), logSigmoids = a.kept[LogSigmoids].col(c);
            for (Index i = 0; i < logits.size(); ++i) {
                logSigmoids[i] = std::min(logits[i], Scalar(0)) - std::log1p(std::exp(-std::abs(logits[i])));
                keys[i] = std::exp(logSigmoids[i]) + a.kept[Biases](i, c);
            }
            chooseLargest(keys.data(), a.mask.col(c).data(), this->experts(), k_, a.chosenOut.col(c).data());
            maskedSoftmax<Scalar>(logSigmoids, a.chosenOut.col(c).data(), a.gates.col(c));
        }
    }

    bool meets() const override { return true; }
    void meet(const Scalar*, GateActivations<Scalar>& a, Index examples) const override {
        std::vector<double>& load = a.ofExperts[Load];
        load.assign(load.size(), 0.0);
        for (Index c = 0; c < examples; ++c)
            for (std::size_t i = 0; i < load.size(); ++i)
                load[i] += 1 - a.chosenOut(static_cast<Index>(i), c);
        a.ownLoss = zLoss_ > 0 ? zLoss_ * zLoss(a.logits(), this->experts(), examples) : 0;
        a.examplesMet = examples;
    }
    void learn(Scalar* theta, const GateActivations<Scalar>& a, Index) const override {
        const std::vector<double>& load = a.ofExperts[Load];
        const double mean = std::accumulate(load.begin(), load.end(), 0.0) / static_cast<double>(load.size());
        for (std::size_t i = 0; i < load.size(); ++i)
            theta[this->stateOffset() + static_cast<Index>(i)] +=
                static_cast<Scalar>(rate_ * ((mean > load[i]) - (mean < load[i])));
    }

    void backward(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            auto delta = a.logitsDelta().col(c);
            softmaxBackward<Scalar>(a.gates.col(c), a.gatesDelta.col(c), delta);
            throughSigmoids(a, c);
        }
    }
    void assignLogShares(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            maskedLogSoftmax<Scalar>(a.kept[LogSigmoids].col(c), a.chosenOut.col(c).data(),
                                     a.logShares.col(c));
    }
    void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns, Scalar weight) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            a.logitsDelta().col(c) = weight * (a.gates.col(c) - a.gatesDelta.col(c));
            throughSigmoids(a, c);
        }
    }
    void backwardProposal(GateActivations<Scalar>& a, Columns columns) const override {
        if (zLoss_ > 0)
            for (Index c = columns.first; c < columns.first + columns.count; ++c)
                addZLossGradient<Scalar>(a.logits().col(c), zLoss_, a.examplesMet, a.logitsDelta().col(c));
    }

  protected:
    void finishProposal(const Scalar* theta, const Chance*, GateActivations<Scalar>& a,
                        Columns columns) const override {
        a.kept[Biases].middleCols(columns.first, columns.count).colwise() =
            Eigen::Map<const Vector<Scalar>>(theta + this->stateOffset(), this->experts());
    }

  private:
    /// d log sigmoid(h) / dh = 1 - sigmoid(h).
    static void throughSigmoids(GateActivations<Scalar>& a, Index c) {
        a.logitsDelta().col(c).array() *= -a.kept[LogSigmoids].col(c).array().expm1();
    }

    int k_;
    double rate_, zLoss_;
};

std::string objectionToBiasBalanced(const Settings& settings, int experts) {
    if (experts > 1 && settings.whole("k") == 1)
        return "k is 1, whose weight is always 1, so that the gate would learn nothing; choose 2 or more";
    return "";
}

GateSize sizeWithBiases(const Settings&, int experts) {
    return {.outputs = experts, .state = experts, .stateName = "choice_bias"};
}

} // namespace

GateKind biasBalancedGate() {
    GateKind kind = gateKindOf<BiasBalancedGate>(
        {.name = "bias_balanced",
         .sentence = "The k experts with the largest sigmoid of their logit compute, where biases that only "
                     "choose keep "
                     "them evenly used: no loss of the gate's own pulls at what it learns.",
         .formula =
             "g_i = s_i / sum of the chosen s_j for the k largest s_i + b_i, s = sigmoid(h);  after each "
             "step b_i += bias_rate sign(mean load - load_i)",
         .paper = "DeepSeek-AI 2024, DeepSeek-V3 Technical Report (arXiv:2412.19437), section 2.1.2; Wang et "
                  "al. 2024, Auxiliary-Loss-Free Load Balancing Strategy for Mixture-of-Experts "
                  "(arXiv:2408.15664)",
         .settings = {{.name = "k",
                       .sentence = "How many experts an example has",
                       .type = KindSetting::Type::Experts,
                       .initial = 2},
                      {.name = "bias_rate",
                       .sentence = "By how much a bias moves after each step",
                       .type = KindSetting::Type::Number,
                       .initial = 0.001,
                       .least = 0,
                       .most = 1},
                      zLossSetting()}},
        objectionToBiasBalanced);
    kind.size = sizeWithBiases;
    kind.chooses = true;
    return kind;
}

} // namespace expertscope
