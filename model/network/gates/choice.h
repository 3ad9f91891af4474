// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"

namespace expertscope {

// What kinds of gates that choose some experts have in common. All by one column, an example.

/// How many of T examples an expert takes: ceil(capacity T / N).
double placesOf(double capacity, Index examples, Index experts);

/// Closes all but the min(k, unmasked) experts of largest key; of equal ones the lower number is chosen. A
/// key of somebody unmasked that is not a number closes all.
template <class Scalar>
void chooseLargest(const Scalar* keys, const std::uint8_t* mask, int experts, int k, std::uint8_t* closed);

/// gates_i = p_i for the chosen, 0 for the others.
template <class Scalar>
void keepChosen(Eigen::Ref<const Vector<Scalar>> p, const std::uint8_t* closed,
                Eigen::Ref<Vector<Scalar>> gates);

/// shares = gates / sum of gates, all 0 where that is 0.
template <class Scalar>
void sharesOf(Eigen::Ref<const Vector<Scalar>> gates, Eigen::Ref<Vector<Scalar>> shares);

/// Back through keepChosen and the softmax p of the logits: those who were not chosen are in its denominator.
template <class Scalar>
void keptBackward(Eigen::Ref<const Vector<Scalar>> p, const std::uint8_t* closed,
                  Eigen::Ref<const Vector<Scalar>> gates, Eigen::Ref<const Vector<Scalar>> gatesDelta,
                  Eigen::Ref<Vector<Scalar>> logitsDelta);

} // namespace expertscope
