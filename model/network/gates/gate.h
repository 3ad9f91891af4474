// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/mlp.h"

namespace expertscope {

/// One byte an expert and example, N x capacity.
using GateMask = Eigen::Array<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;

/// What a minibatch leaves behind in a gate. N x capacity each, one column an example.
template <class Scalar> struct GateActivations {
    MlpActivations<Scalar> mlp; ///< its last output are the logits
    GateMask mask;              ///< 1 where an expert is forbidden, by the balance constraint or a lesion
    GateMask chosenOut;         ///< see closed(); empty for a gate that takes everybody who is not forbidden
    Matrix<Scalar> gates;       ///< the weights g(z) of the experts' outputs, not negative
    Matrix<Scalar> gatesDelta;  ///< dL/dg; where the experts classify, their responsibilities (eq. 1)
    Matrix<Scalar> ownShares;   ///< see shares(); empty where the gates sum to 1 themselves
    Matrix<Scalar> logShares;   ///< filled where the experts classify (eq. 1); minus infinity where closed

    Matrix<Scalar>& logits() { return mlp.output.back(); }
    const Matrix<Scalar>& logits() const { return mlp.output.back(); }
    /// 1 where an example does not use an expert: it is forbidden, or was not chosen.
    const GateMask& closed() const { return chosenOut.size() > 0 ? chosenOut : mask; }
    /// The gates divided by their sum: what statistics, the balance constraint and eq. 1 go by.
    const Matrix<Scalar>& shares() const { return ownShares.size() > 0 ? ownShares : gates; }
};

/// What a gate is made for.
struct GateShape {
    Index inputs = 0;
    std::vector<int> hidden; ///< the widths of its hidden layers, at least one
    int experts = 0;
    Index offset = 0; ///< of its parameters
};

/// Assigns examples to experts (paper 4.1): a network of its own looks at the layer's input and gives each
/// expert a logit, h = B max(0, A z + a) + b; from the logits a kind of gate, one file of this folder each,
/// decides who computes and with which weight. Constant, so that threads and copies of a network share it;
/// all methods touch the given columns alone.
template <class Scalar> class Gate {
  public:
    explicit Gate(const GateShape& shape);
    virtual ~Gate() = default;

    int experts() const { return static_cast<int>(mlp_.outputs()); }
    /// The network that gives the logits.
    const Mlp<Scalar>& mlp() const { return mlp_; }
    virtual GateActivations<Scalar> activations(Index capacity) const;

    /// z: the same columns of the input; fills the logits.
    void propose(const Scalar* theta, const LayerInput<Scalar>& z, GateActivations<Scalar>& a,
                 Columns columns) const {
        mlp_.forward(theta, z, a.mlp, columns);
    }
    /// The decision: gates, shares and who is closed from logits and mask. Somebody is always unmasked.
    virtual void assign(GateActivations<Scalar>& a, Columns columns) const = 0;
    /// From a.gatesDelta: the deltas of the logits, 0 for whom the decision does not depend on.
    virtual void backward(GateActivations<Scalar>& a, Columns columns) const = 0;

    /// Where the experts classify (eq. 1): fills a.logShares from the decision ...
    virtual void assignLogShares(GateActivations<Scalar>& a, Columns columns) const = 0;
    /// ... and the deltas of the logits, where dL/dlog share_i is -weight r_i with the responsibilities r in
    /// a.gatesDelta, which are 0 where closed and sum to 1.
    virtual void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns,
                                          Scalar weight) const = 0;

  private:
    Mlp<Scalar> mlp_;
};

} // namespace expertscope
