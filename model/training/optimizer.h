#pragma once

#include "model/base/matrix.h"

namespace expertscope {

/// Stochastic gradient descent with momentum: v = momentum v + (gradient + weightDecay w), w -= learningRate
/// v. Over elements [first, first + count) of the flat vectors, so that threads can share the work: every
/// element is on its own.
template <class Scalar>
void momentumStep(Vector<Scalar>& weights, Vector<Scalar>& velocity, const Vector<Scalar>& gradient,
                  Index first, Index count, Scalar learningRate, Scalar momentum, Scalar weightDecay);

} // namespace expertscope
