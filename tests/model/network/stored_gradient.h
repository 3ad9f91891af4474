// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network.h"

#include <limits>
#include <vector>

namespace expertscope::testing {

/// Lays the pieces of a gradient out as the parameters are; NaN shows what never came.
template <class Scalar> class StoredGradient : public GradientSink<Scalar> {
  public:
    explicit StoredGradient(Index parameters)
        : values(Vector<Scalar>::Constant(parameters, std::numeric_limits<Scalar>::quiet_NaN())),
          times(parameters, 0), bias(parameters, -1) {}

    void take(const GradientPiece<Scalar>& piece) override {
        for (Index i = 0; i < piece.count; ++i) {
            values[piece.first + i] = piece.values[i];
            ++times[piece.first + i];
            bias[piece.first + i] = piece.bias;
        }
    }

    Vector<Scalar> values;
    std::vector<int> times; ///< that each value came
    std::vector<int> bias;  ///< whether it came as one; -1 where it never came
};

/// All of a network's gradient, after backward.
template <class Scalar>
StoredGradient<Scalar> storedGradient(const Network<Scalar>& network, const Activations<Scalar>& a,
                                      Index examples) {
    StoredGradient<Scalar> sink(network.parameters().size());
    std::vector<Scalar> scratch(Network<Scalar>::gradientScratch);
    for (int task = 0; task < network.gradientTasks(a); ++task)
        network.gradient(task, a, examples, scratch.data(), sink);
    return sink;
}

} // namespace expertscope::testing
