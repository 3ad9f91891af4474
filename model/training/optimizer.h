#pragma once

#include "model/network/gradient_sink.h"

namespace expertscope {

/// Stochastic gradient descent with momentum, taken piece by piece as the gradient comes:
/// v = momentum v + (gradient + weightDecay w), w -= learningRate v. Biases do not decay.
template <class Scalar> class MomentumUpdate : public GradientSink<Scalar> {
  public:
    struct Rates {
        Scalar learningRate = 0;
        Scalar momentum = 0;
        Scalar weightDecay = 0;
    };
    /// weights and velocity: all parameters, and must outlive this.
    MomentumUpdate(Vector<Scalar>& weights, Vector<Scalar>& velocity, Rates rates)
        : weights_(weights), velocity_(velocity), rates_(rates) {}

    void take(const GradientPiece<Scalar>& piece) override;
    void expect(const GradientPiece<Scalar>& piece) override;

  private:
    Vector<Scalar>& weights_;
    Vector<Scalar>& velocity_;
    Rates rates_;
};

} // namespace expertscope
