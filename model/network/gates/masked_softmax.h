// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"

#include <cstdint>

namespace expertscope {

/// Softmax over the unmasked entries of a column of logits; exactly 0 where masked. Masking the logits is the
/// same as renormalising the gates, without 0/0. At least one entry must be unmasked.
template <class Scalar>
void maskedSoftmax(Eigen::Ref<const Vector<Scalar>> logits, const std::uint8_t* mask,
                   Eigen::Ref<Vector<Scalar>> gates);

/// The logarithm of the same, without the way through gates that may be too small for their type; minus
/// infinity where masked.
template <class Scalar>
void maskedLogSoftmax(Eigen::Ref<const Vector<Scalar>> logits, const std::uint8_t* mask,
                      Eigen::Ref<Vector<Scalar>> logGates);

/// dL/dlogit_i = g_i (dL/dg_i - sum_k g_k dL/dg_k), which is 0 where g_i is masked to 0.
template <class Scalar>
void softmaxBackward(Eigen::Ref<const Vector<Scalar>> gates, Eigen::Ref<const Vector<Scalar>> gatesDelta,
                     Eigen::Ref<Vector<Scalar>> logitsDelta);

} // namespace expertscope
