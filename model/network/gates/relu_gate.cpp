// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/choice.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/gates/gate_losses.h"

#include <cmath>
#include <limits>

namespace expertscope {
namespace {

constexpr double lambdaFactor = 1.2;

/// g = max(0, h), so that as many experts compute as have positive logits. A loss on the weights, the larger
/// the longer too many do, brings that down to sparsity_k on average.
template <class Scalar> class ReluGate : public Gate<Scalar> {
    enum OfExperts { PullGates, Open, OfExpertsCount };

  public:
    ReluGate(const GateShape& shape, const Settings& settings)
        : Gate<Scalar>(shape), k_(settings.whole("sparsity_k")),
          lambdaStart_(settings.number("lambda_start")), zLoss_(settings.number("z_loss")) {}

    void initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream, double scale) const override {
        Gate<Scalar>::initialise(theta, seed, stream, scale);
        theta[this->stateOffset()] = static_cast<Scalar>(lambdaStart_);
    }

    GateActivations<Scalar> activations(Index capacity) const override {
        GateActivations<Scalar> a = Gate<Scalar>::activations(capacity);
        a.chosenOut = a.mask;
        a.ownShares = this->zeros(capacity);
        a.ofExperts.assign(OfExpertsCount,
                           std::vector<double>(static_cast<std::size_t>(this->experts()), 0.0));
        return a;
    }

    void assign(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            for (Index i = 0; i < this->experts(); ++i) {
                const Scalar h = a.mask(i, c) ? Scalar(0) : a.logits()(i, c);
                a.gates(i, c) = h <= 0 ? Scalar(0) : h; // NaN stays
                a.chosenOut(i, c) = a.gates(i, c) == 0;
            }
            sharesOf<Scalar>(a.gates.col(c), a.ownShares.col(c));
        }
    }

    bool meets() const override { return true; }
    void meet(const Scalar* theta, GateActivations<Scalar>& a, Index examples) const override {
        std::vector<double>&pull = a.ofExperts[PullGates], &open = a.ofExperts[Open];
        open.assign(open.size(), 0.0);
        for (Index c = 0; c < examples; ++c)
            for (std::size_t i = 0; i < open.size(); ++i)
                open[i] += 1 - a.chosenOut(static_cast<Index>(i), c);
        const auto n = static_cast<double>(open.size()), all = static_cast<double>(examples);
        const auto lambda = static_cast<double>(theta[this->stateOffset()]);
        for (std::size_t i = 0; i < pull.size(); ++i)
            pull[i] = lambda * n * open[i] / (k_ * all * all);
        a.ownLoss = zLoss_ > 0 ? zLoss_ * zLoss(a.logits(), this->experts(), examples) : 0;
        for (Index c = 0; c < examples; ++c)
            for (std::size_t i = 0; i < pull.size(); ++i)
                a.ownLoss += pull[i] * static_cast<double>(a.gates(static_cast<Index>(i), c));
        a.examplesMet = examples;
    }
    void learn(Scalar* theta, const GateActivations<Scalar>& a, Index examples) const override {
        double open = 0;
        for (const double ofExpert : a.ofExperts[Open])
            open += ofExpert;
        Scalar& lambda = theta[this->stateOffset()];
        const double value = static_cast<double>(lambda);
        const bool tooMany = open > k_ * static_cast<double>(examples); // the share of zeros is under 1 - k/N
        // Neither so far that it is no number any more, nor so far that it does not come back.
        lambda = std::clamp(static_cast<Scalar>(tooMany ? value * lambdaFactor : value / lambdaFactor),
                            Scalar(1e-30), Scalar(1e6));
    }

    void backward(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            for (Index i = 0; i < this->experts(); ++i)
                a.logitsDelta()(i, c) = a.chosenOut(i, c) ? Scalar(0) : a.gatesDelta(i, c);
    }
    void assignLogShares(GateActivations<Scalar>& a, Columns columns) const override {
        a.logShares.middleCols(columns.first, columns.count) =
            a.ownShares.middleCols(columns.first, columns.count).array().log();
    }
    void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns, Scalar weight) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            const Scalar sum = a.gates.col(c).sum();
            // log share_i = log g_i - log sum of g
            for (Index i = 0; i < this->experts(); ++i)
                a.logitsDelta()(i, c) =
                    a.chosenOut(i, c) ? Scalar(0) : weight * (1 / sum - a.gatesDelta(i, c) / a.gates(i, c));
        }
    }
    void backwardProposal(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            for (Index i = 0; i < this->experts(); ++i)
                if (!a.chosenOut(i, c))
                    a.logitsDelta()(i, c) +=
                        static_cast<Scalar>(a.ofExperts[PullGates][static_cast<std::size_t>(i)]);
            if (zLoss_ > 0)
                addZLossGradient<Scalar>(a.logits().col(c), zLoss_, a.examplesMet, a.logitsDelta().col(c));
        }
    }

  private:
    int k_;
    double lambdaStart_, zLoss_;
};

GateSize sizeWithLambda(const Settings&, int experts) {
    return {.outputs = experts, .state = 1, .stateName = "lambda"};
}

} // namespace

GateKind reluGate() {
    GateKind kind = gateKindOf<ReluGate>(
        {.name = "relu",
         .sentence =
             "The experts with positive logits compute, however many these are; a loss that adapts itself "
             "brings them down to sparsity_k on average.",
         .formula =
             "g = max(0, h);  the loss lambda N / (k T^2) sum_e count_e sum_t g_te, where lambda grows "
             "by 1.2 a step while more than k compute on average, and shrinks otherwise",
         .paper = "Wang, Zhu, Chen 2024, ReMoE: Fully Differentiable Mixture-of-Experts with ReLU Routing "
                  "(arXiv:2412.14711)",
         .settings = {{.name = "sparsity_k",
                       .sentence = "How many experts an example is to have on average",
                       .type = KindSetting::Type::Experts,
                       .initial = 2},
                      {.name = "lambda_start",
                       .sentence = "The weight of that loss at the start",
                       .type = KindSetting::Type::Number,
                       .initial = 1e-8,
                       .least = 1e-10,
                       .most = 1},
                      zLossSetting()}});
    kind.size = sizeWithLambda;
    kind.takesConstraint = false;
    kind.mayLeaveNone = true;
    kind.needsScale = true;
    kind.chooses = true;
    return kind;
}

} // namespace expertscope
