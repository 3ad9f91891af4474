// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/softmax_weights.h"

#include "model/network/gates/gate_losses.h"

#include <cmath>

namespace expertscope {
namespace {

/// How many values the nodes of a tree have together: the root's branches, then each branch's, ...
int valuesOfTree(const std::vector<int>& branches) {
    int values = 0, nodes = 1;
    for (const int count : branches)
        values += nodes *= count;
    return values;
}

/// A softmax at each node of a tree, multiplied down to the leaves, which are the experts. In logarithms: an
/// expert's logit is the sum of the log-softmaxes on the way to it, the root's left as it is, since a softmax
/// does not see what is added to all.
template <class Scalar> class TreeGate : public SoftmaxWeights<Scalar> {
  public:
    TreeGate(const GateShape& shape, const Settings& settings)
        : SoftmaxWeights<Scalar>(shape, settings), branches_(settings.list("branches")) {}

    GateActivations<Scalar> activations(Index capacity) const override {
        GateActivations<Scalar> a = SoftmaxWeights<Scalar>::activations(capacity);
        if (branches_.size() > 1)
            a.ownLogits = a.ownLogitsDelta = this->zeros(capacity);
        return a;
    }

    void backwardProposal(GateActivations<Scalar>& a, Columns columns) const override {
        SoftmaxWeights<Scalar>::backwardProposal(a, columns);
        if (branches_.size() == 1)
            return;
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            auto delta = a.mlp.delta.back().col(c);
            // Sums over the leaves below each branch, from the deepest level up.
            Index first = delta.size(), count = this->experts();
            for (std::size_t level = branches_.size(); level-- > 0;) {
                const Index below = first;
                first -= count;
                for (Index branch = 0; branch < count; ++branch)
                    delta[first + branch] =
                        level + 1 == branches_.size()
                            ? a.ownLogitsDelta(branch, c)
                            : delta.segment(below + branch * branches_[level + 1], branches_[level + 1])
                                  .sum();
                count /= branches_[level];
            }
            // Through the log-softmaxes of all nodes but the root.
            Index nodes = first = branches_.front();
            for (std::size_t level = 1; level < branches_.size(); nodes *= branches_[level++])
                for (Index node = 0; node < nodes; ++node, first += branches_[level]) {
                    const auto h = a.mlp.output.back().col(c).segment(first, branches_[level]);
                    auto d = delta.segment(first, branches_[level]);
                    const Scalar normaliser = logSumExp(h), sum = d.sum();
                    d.array() -= (h.array() - normaliser).exp() * sum;
                }
        }
    }

  protected:
    void finishProposal(const Scalar*, const Chance*, GateActivations<Scalar>& a,
                        Columns columns) const override {
        if (branches_.size() == 1)
            return;
        for (Index c = columns.first; c < columns.first + columns.count; ++c) {
            const auto h = a.mlp.output.back().col(c);
            auto logits = a.ownLogits.col(c);
            logits.setZero();
            Index first = 0, nodes = 1;
            for (const int branches : branches_) {
                const Index leaves = logits.size() / nodes / branches; // below each branch
                for (Index node = 0; node < nodes; ++node) {
                    const auto values = h.segment(first + node * branches, branches);
                    const Scalar normaliser = first == 0 ? Scalar(0) : logSumExp(values);
                    for (Index branch = 0; branch < branches; ++branch)
                        logits.segment((node * branches + branch) * leaves, leaves).array() +=
                            values[branch] - normaliser;
                }
                first += nodes * branches;
                nodes *= branches;
            }
        }
    }

  private:
    template <class Values> static Scalar logSumExp(const Values& values) {
        const Scalar largest = values.maxCoeff();
        return largest + std::log((values.array() - largest).exp().sum());
    }

    std::vector<int> branches_;
};

GateSize sizeOfTree(const Settings& settings, int) {
    return {.outputs = valuesOfTree(settings.list("branches")), .state = 0, .stateName = {}};
}

} // namespace

GateKind treeGate() {
    GateKind kind = gateKindOf<TreeGate>(
        {.name = "tree",
         .sentence =
             "Gates at the nodes of a tree, multiplied on the way from the root to each expert; all experts "
             "compute.",
         .formula = "g_i = product over the nodes on the way to expert i of softmax(h of that node), at the "
                    "branch taken",
         .paper = "Jordan, Jacobs 1994, Hierarchical Mixtures of Experts and the EM Algorithm",
         .settings = {{.name = "branches",
                       .sentence = "How many branches the nodes of each level have, the root's first",
                       .type = KindSetting::Type::Factors},
                      zLossSetting()}});
    kind.size = sizeOfTree;
    return kind;
}

} // namespace expertscope
