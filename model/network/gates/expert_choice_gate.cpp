// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/choice.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/gates/gate_losses.h"
#include "model/network/gates/masked_softmax.h"

#include <algorithm>
#include <numeric>

namespace expertscope {
namespace {

constexpr double memory = 0.99; // of the running mean of the thresholds
constexpr double notYet = -1;   // a threshold before the first minibatch: everybody passes

/// Each expert takes the examples of a minibatch whose probability of it is largest. Where there is no
/// minibatch, in evaluation, it takes those whose probability passes the expert's threshold: the running mean
/// of the smallest probability that it took in training.
template <class Scalar> class ExpertChoiceGate : public Gate<Scalar> {
    enum Kept { P, Thresholds, KeptCount };
    enum OfExperts { Smallest, OfExpertsCount };

  public:
    ExpertChoiceGate(const GateShape& shape, const Settings& settings)
        : Gate<Scalar>(shape), capacity_(settings.number("capacity")), zLoss_(settings.number("z_loss")) {}

    void initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream, double scale) const override {
        Gate<Scalar>::initialise(theta, seed, stream, scale);
        std::fill_n(theta + this->stateOffset(), this->experts(), static_cast<Scalar>(notYet));
    }

    GateActivations<Scalar> activations(Index capacity) const override {
        GateActivations<Scalar> a = Gate<Scalar>::activations(capacity);
        a.chosenOut = a.mask;
        a.ownShares = this->zeros(capacity);
        a.kept.resize(KeptCount);
        a.kept[P] = this->zeros(capacity);
        a.kept[Thresholds] = this->zeros(capacity).array() + static_cast<Scalar>(notYet);
        a.ofExperts.assign(OfExpertsCount,
                           std::vector<double>(static_cast<std::size_t>(this->experts()), 0.0));
        a.order.resize(static_cast<std::size_t>(capacity));
        return a;
    }

    void assign(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            const auto p = a.kept[P].col(c), threshold = a.kept[Thresholds].col(c);
            maskedSoftmax<Scalar>(a.logits().col(c), a.mask.col(c).data(), a.kept[P].col(c));
            for (Index i = 0; i < p.size(); ++i)
                a.chosenOut(i, c) = a.mask(i, c) || p[i] < threshold[i];
            keep(a, c);
        }
    }

    bool meets() const override { return true; }
    void meet(const Scalar*, GateActivations<Scalar>& a, Index examples) const override {
        const auto places = static_cast<Index>(
            std::min(placesOf(capacity_, examples, this->experts()), static_cast<double>(examples)));
        const Matrix<Scalar>& p = a.kept[P];
        for (Index i = 0; i < this->experts(); ++i) {
            const auto begin = a.order.begin(), end = begin + examples, last = begin + places - 1;
            std::iota(begin, end, 0);
            std::nth_element(begin, last, end, [&](int left, int right) {
                return p(i, left) > p(i, right) || (p(i, left) == p(i, right) && left < right);
            });
            a.chosenOut.row(i).head(examples).setOnes();
            std::for_each(begin, last + 1, [&](int c) { a.chosenOut(i, c) = a.mask(i, c); });
            a.ofExperts[Smallest][static_cast<std::size_t>(i)] = static_cast<double>(p(i, *last));
        }
        for (Index c = 0; c < examples; ++c)
            keep(a, c);
        a.ownLoss = zLoss_ > 0 ? zLoss_ * zLoss(a.logits(), this->experts(), examples) : 0;
        a.examplesMet = examples;
    }
    void learn(Scalar* theta, const GateActivations<Scalar>& a, Index) const override {
        for (std::size_t i = 0; i < a.ofExperts[Smallest].size(); ++i) {
            Scalar& threshold = theta[this->stateOffset() + static_cast<Index>(i)];
            const double smallest = a.ofExperts[Smallest][i];
            threshold =
                static_cast<Scalar>(threshold == static_cast<Scalar>(notYet)
                                        ? smallest
                                        : memory * static_cast<double>(threshold) + (1 - memory) * smallest);
        }
    }

    void backward(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            keptBackward<Scalar>(a.kept[P].col(c), a.chosenOut.col(c).data(), a.gates.col(c),
                                 a.gatesDelta.col(c), a.logitsDelta().col(c));
    }
    void assignLogShares(GateActivations<Scalar>& a, Columns columns) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            maskedLogSoftmax<Scalar>(a.logits().col(c), a.chosenOut.col(c).data(), a.logShares.col(c));
    }
    void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns, Scalar weight) const override {
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            a.logitsDelta().col(c) = weight * (a.shares().col(c) - a.gatesDelta.col(c));
    }
    void backwardProposal(GateActivations<Scalar>& a, Columns columns) const override {
        if (zLoss_ > 0)
            for (Index c = columns.first; c < columns.first + columns.count; ++c)
                addZLossGradient<Scalar>(a.logits().col(c), zLoss_, a.examplesMet, a.logitsDelta().col(c));
    }

  protected:
    void finishProposal(const Scalar* theta, const Chance*, GateActivations<Scalar>& a,
                        Columns columns) const override {
        a.kept[Thresholds].middleCols(columns.first, columns.count).colwise() =
            Eigen::Map<const Vector<Scalar>>(theta + this->stateOffset(), this->experts());
    }

  private:
    static void keep(GateActivations<Scalar>& a, Index c) {
        keepChosen<Scalar>(a.kept[P].col(c), a.chosenOut.col(c).data(), a.gates.col(c));
        sharesOf<Scalar>(a.gates.col(c), a.ownShares.col(c));
    }

    double capacity_, zLoss_;
};

GateSize sizeWithThresholds(const Settings&, int experts) {
    return {.outputs = experts, .state = experts, .stateName = "threshold"};
}

} // namespace

GateKind expertChoiceGate() {
    GateKind kind = gateKindOf<ExpertChoiceGate>(
        {.name = "expert_choice",
         .sentence =
             "Each expert takes the examples of the minibatch that suit it best, all experts equally many; "
             "an "
             "example may have several or none. In evaluation it takes those whose probability passes a "
             "threshold learned in training.",
         .formula =
             "g_i = p_i where the example is among expert i's ceil(capacity T / N) of largest p_i, p = "
             "softmax(h);  in evaluation where p_i >= threshold_i",
         .paper = "Zhou et al. 2022, Mixture-of-Experts with Expert Choice Routing (arXiv:2202.09368)",
         .settings = {{.name = "capacity",
                       .sentence = "How many experts an example has on average",
                       .type = KindSetting::Type::Number,
                       .initial = 1,
                       .least = 0.01,
                       .most = mostExperts},
                      zLossSetting()}});
    kind.size = sizeWithThresholds;
    kind.takesConstraint = false;
    kind.mayLeaveNone = true;
    kind.needsExampleAnExpert = true;
    kind.chooses = true;
    return kind;
}

} // namespace expertscope
