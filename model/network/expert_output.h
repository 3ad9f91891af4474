// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"

#include <vector>

namespace expertscope {

// Experts that end in class logits, joined to one F(x). Their logits lie below each other, (N C) x capacity.

/// Eq. 1, the standard mixture of experts: log F_c = log sum_i g_i p_i,c with p_i expert i's softmax and g_i
/// the gate's shares, as the gate has decided. All in log space: no probability is too small. Also writes it
/// as logits of F, and leaves the gate's logShares behind.
template <class Scalar>
void mixtureOutput(const Gate<Scalar>& gate, GateActivations<Scalar>& decided, const Matrix<Scalar>& experts,
                   Columns columns, Matrix<Scalar>& logits, Matrix<Scalar>& logProbabilities);

/// After mixtureOutput, for the loss -log F_label, `weight` times: the deltas of the experts' logits and of
/// the gate's. With expert i's responsibility r_i = g_i p_i,label / F_label the former are r_i (p_i - [class
/// is the label]); the latter are the gate's own business.
template <class Scalar>
void mixtureOutputDelta(const Gate<Scalar>& gate, GateActivations<Scalar>& decided,
                        MlpActivations<Scalar>& experts, const std::vector<int>& labels,
                        const Matrix<Scalar>& logProbabilities, Columns columns, Scalar weight);

/// Eq. 3, the product of experts: the sum of their logits. The softmax of it is what the sum of their
/// log-probabilities is when renormalised.
template <class Scalar>
void sumExperts(const Matrix<Scalar>& experts, Columns columns, Matrix<Scalar>& logits);

} // namespace expertscope
