// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/mlp.h"

namespace expertscope {

/// 1 where an expert may not be used for an example, N x capacity.
using GateMask = Eigen::Array<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;

/// What a minibatch leaves behind in a gate. N x capacity each.
template <class Scalar> struct GateActivations {
    MlpActivations<Scalar> mlp; ///< its last output are the logits
    GateMask mask;
    Matrix<Scalar> gates;      ///< g(z): each column is not negative and sums to 1
    Matrix<Scalar> gatesDelta; ///< dL/dg
    Matrix<Scalar>& logits() { return mlp.output.back(); }
    const Matrix<Scalar>& logits() const { return mlp.output.back(); }
};

/// Softmax over the unmasked entries of a column of logits; exactly 0 where masked. Masking the logits is the
/// same as renormalising the gates, without 0/0. At least one entry must be unmasked.
template <class Scalar>
void maskedSoftmax(Eigen::Ref<const Vector<Scalar>> logits, const std::uint8_t* mask,
                   Eigen::Ref<Vector<Scalar>> gates);

/// g(z) = softmax(B max(0, A z + a) + b): the network that assigns examples to experts (paper 4.1).
template <class Scalar> class Gate {
  public:
    /// hidden: the widths of its hidden layers, at least one.
    Gate(Index inputs, const std::vector<int>& hidden, int experts, Index offset);

    int experts() const { return static_cast<int>(mlp_.outputs()); }
    const Mlp<Scalar>& mlp() const { return mlp_; }
    GateActivations<Scalar> activations(Index capacity) const;

    /// z: the same columns of the input; fills the logits.
    void propose(const Scalar* theta, const LayerInput<Scalar>& z, GateActivations<Scalar>& a,
                 Columns columns) const;
    /// Gates from logits and mask.
    void assign(GateActivations<Scalar>& a, Columns columns) const;
    /// From a.gatesDelta: the delta of the logits. Masked experts pass no gradient, the others do.
    void backwardSoftmax(GateActivations<Scalar>& a, Columns columns) const;

  private:
    Mlp<Scalar> mlp_;
};

} // namespace expertscope
