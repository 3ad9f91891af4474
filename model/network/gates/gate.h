// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/mlp.h"

namespace expertscope {

/// One byte an expert and example, N x capacity.
using GateMask = Eigen::Array<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;

/// What a minibatch leaves behind in a gate. N x capacity each, one column an example.
template <class Scalar> struct GateActivations {
    MlpActivations<Scalar> mlp; ///< its last output are the logits, or what a kind makes its logits of
    GateMask mask;              ///< 1 where an expert is forbidden, by the balance constraint or a lesion
    GateMask chosenOut;         ///< see closed(); empty for a gate that takes everybody who is not forbidden
    Matrix<Scalar> gates;       ///< the weights g(z) of the experts' outputs, not negative
    Matrix<Scalar> gatesDelta;  ///< dL/dg; where the experts classify, their responsibilities (eq. 1)
    Matrix<Scalar> ownShares;   ///< see shares(); empty where the gates sum to 1 themselves
    Matrix<Scalar> logShares;   ///< filled where the experts classify (eq. 1); minus infinity where closed
    Matrix<Scalar> ownLogits, ownLogitsDelta; ///< empty where the logits are the network's output as it is
    std::vector<Matrix<Scalar>>
        kept; ///< what else a kind needs of its proposal and decision: its own business

    // Of a minibatch that has met, see Gate::meet:
    std::vector<std::vector<double>> ofExperts; ///< what a kind keeps of each expert, for backward and learn
    double ownLoss = 0; ///< the gate's own losses, weighted, as part of the minibatch's loss
    Index dropped = 0;  ///< choices that found no place
    Index examplesMet = 0;
    std::vector<int> order; ///< of the examples; empty for a kind that needs none

    Matrix<Scalar>& logits() { return ownLogits.size() > 0 ? ownLogits : mlp.output.back(); }
    const Matrix<Scalar>& logits() const { return ownLogits.size() > 0 ? ownLogits : mlp.output.back(); }
    Matrix<Scalar>& logitsDelta() { return ownLogits.size() > 0 ? ownLogitsDelta : mlp.delta.back(); }
    /// 1 where an example does not use an expert: it is forbidden, or was not chosen.
    const GateMask& closed() const { return chosenOut.size() > 0 ? chosenOut : mask; }
    /// The gates divided by their sum: what statistics, the balance constraint and eq. 1 go by. All 0 for an
    /// example that nobody takes.
    const Matrix<Scalar>& shares() const { return ownShares.size() > 0 ? ownShares : gates; }
};

/// What a gate is made of, by its kind and settings.
struct GateSize {
    int outputs = 0; ///< values that its network ends in: the number of experts, or what kinds make of it
    int state = 0;   ///< numbers that it learns without a gradient, behind its network's parameters
    std::string stateName; ///< "bias", as their block is called
};

/// What a gate is made for.
struct GateShape {
    Index inputs = 0;
    std::vector<int> hidden; ///< the widths of its hidden layers; none: the logits are linear in the input
    int experts = 0;
    Index offset = 0; ///< of its parameters
    int layer = 0;    ///< its number, from 0: what it leaves to chance is that layer's own
    GateSize size{};
};

/// Assigns examples to experts (paper 4.1): a network of its own looks at the layer's input and gives each
/// expert a logit, h = B max(0, A z + a) + b; from the logits a kind of gate, one file of this folder each,
/// decides who computes and with which weight. Constant, so that threads and copies of a network share it;
/// but for meet() and learn(), all methods touch the given columns alone.
template <class Scalar> class Gate {
  public:
    explicit Gate(const GateShape& shape);
    virtual ~Gate() = default;

    int experts() const { return shape_.experts; }
    /// The network that gives the logits.
    const Mlp<Scalar>& mlp() const { return mlp_; }
    /// Its network's, and its state.
    Index parameterCount() const { return mlp_.parameterCount() + shape_.size.state; }
    std::vector<ParameterBlock> blocks(const std::string& name) const;
    /// scale: of the last level's weights.
    virtual void initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream, double scale) const;
    virtual GateActivations<Scalar> activations(Index capacity) const;

    /// z: the same columns of the input; fills the logits.
    void propose(const Scalar* theta, const LayerInput<Scalar>& z, GateActivations<Scalar>& a,
                 Columns columns) const {
        mlp_.forward(theta, z, a.mlp, columns);
        finishProposal(theta, z.chance(), a, columns);
    }
    /// The same, after the panels of the network's first level (Mlp::forwardPanel).
    void proposeAboveFirst(const Scalar* theta, const Chance* chance, GateActivations<Scalar>& a,
                           Columns columns) const {
        mlp_.forwardAboveFirst(theta, a.mlp, columns);
        finishProposal(theta, chance, a, columns);
    }
    /// The decision: gates, shares and who is closed from logits and mask. Somebody is always unmasked.
    virtual void assign(GateActivations<Scalar>& a, Columns columns) const = 0;

    /// Whether the examples of a minibatch that is trained on are decided together: after assign of all
    /// columns comes meet, on one thread, which goes example after example, so that no result depends on the
    /// threads. In evaluation nobody meets: an answer must not depend on its neighbours.
    virtual bool meets() const { return false; }
    /// Changes the decision where that is the kind's way (capacity), and fills ownLoss, dropped and
    /// ofExperts.
    virtual void meet(const Scalar* /*theta*/, GateActivations<Scalar>& /*a*/, Index /*examples*/) const {}
    /// After the step of a minibatch that has met: what is learned without a gradient.
    virtual void learn(Scalar* /*theta*/, const GateActivations<Scalar>& /*a*/, Index /*examples*/) const {}

    /// From a.gatesDelta: the deltas of the logits, 0 for whom the decision does not depend on.
    virtual void backward(GateActivations<Scalar>& a, Columns columns) const = 0;
    /// Where the experts classify (eq. 1): fills a.logShares from the decision ...
    virtual void assignLogShares(GateActivations<Scalar>& a, Columns columns) const = 0;
    /// ... and the deltas of the logits, where dL/dlog share_i is -weight r_i with the responsibilities r in
    /// a.gatesDelta, which are 0 where closed and sum to 1.
    virtual void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns,
                                          Scalar weight) const = 0;
    /// After either: adds the gradient of the gate's own losses, and goes back from the logits to the deltas
    /// of its network's output where the two differ.
    virtual void backwardProposal(GateActivations<Scalar>& /*a*/, Columns /*columns*/) const {}

  protected:
    /// After its network: the logits, where they are not its output as it is. chance: null in evaluation.
    virtual void finishProposal(const Scalar* /*theta*/, const Chance* /*chance*/,
                                GateActivations<Scalar>& /*a*/, Columns /*columns*/) const {}
    int layer() const { return shape_.layer; }
    Index stateOffset() const { return shape_.offset + mlp_.parameterCount(); }
    /// N x capacity.
    Matrix<Scalar> zeros(Index capacity) const { return Matrix<Scalar>::Zero(experts(), capacity); }

  private:
    GateShape shape_;
    Mlp<Scalar> mlp_;
};

} // namespace expertscope
