// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gradient_sink.h"

#include <cstdint>

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
    /// touchesAll: false where somebody else moves what no example came near (LateMomentum).
    MomentumUpdate(Vector<Scalar>& weights, Vector<Scalar>& velocity, Rates rates, bool touchesAll = true)
        : weights_(weights), velocity_(velocity), rates_(rates), touchesAll_(touchesAll) {}
    bool wantsUntouched() const override { return touchesAll_; }

    void take(const GradientPiece<Scalar>& piece) override;
    void expect(const GradientPiece<Scalar>& piece) override;

  private:
    Vector<Scalar>& weights_;
    Vector<Scalar>& velocity_;
    Rates rates_;
    bool touchesAll_;
};

/// Adam (Kingma and Ba 2014), piece by piece too: with G = gradient + weightDecay w, m = beta1 m + (1 -
/// beta1) G and s = beta2 s + (1 - beta2) G^2, both divided by what they lack of their sum of weights at this
/// step, w -= learningRate m / (sqrt(s) + epsilon).
template <class Scalar> class AdamUpdate : public GradientSink<Scalar> {
  public:
    struct Rates {
        double learningRate = 0;
        double beta1 = 0.9;
        double beta2 = 0.999;
        double epsilon = 1e-8;
        double weightDecay = 0;
        std::int64_t update = 1; ///< this one's number, counted from 1
    };
    /// weights, first and second moments: all parameters, and must outlive this.
    AdamUpdate(Vector<Scalar>& weights, Vector<Scalar>& first, Vector<Scalar>& second, const Rates& rates);

    void take(const GradientPiece<Scalar>& piece) override;
    void expect(const GradientPiece<Scalar>& piece) override;

  private:
    Vector<Scalar>& weights_;
    Vector<Scalar>& first_;
    Vector<Scalar>& second_;
    Scalar learningRate_, beta1_, beta2_, epsilon_, weightDecay_;
};

} // namespace expertscope
