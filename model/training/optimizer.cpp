// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/optimizer.h"

#include "model/network/kernels.h"

#include <cmath>
#include <type_traits>

namespace expertscope {
namespace {

template <class Scalar>
void fetch(const GradientPiece<Scalar>& piece, std::initializer_list<const Vector<Scalar>*> vectors) {
    constexpr Index lineSize = 64 / sizeof(Scalar);
    for (Index i = piece.first; i < piece.first + piece.count; i += lineSize)
        for (const Vector<Scalar>* vector : vectors)
            __builtin_prefetch(vector->data() + i, 1, 2);
}

} // namespace

template <class Scalar> void MomentumUpdate<Scalar>::take(const GradientPiece<Scalar>& piece) {
    const auto& [learningRate, momentum, decay] = rates_;
    const Scalar weightDecay = piece.bias ? Scalar(0) : decay;
    Scalar* const w = weights_.data() + piece.first;
    Scalar* const v = velocity_.data() + piece.first;
    if constexpr (std::is_same_v<Scalar, float>) {
        kernels().momentumStep(piece.count, w, v, piece.values, learningRate, momentum, weightDecay);
    } else {
        Eigen::Map<Vector<Scalar>> weights(w, piece.count), velocity(v, piece.count);
        velocity = momentum * velocity +
                   (Eigen::Map<const Vector<Scalar>>(piece.values, piece.count) + weightDecay * weights);
        weights -= learningRate * velocity;
    }
}

template <class Scalar> void MomentumUpdate<Scalar>::expect(const GradientPiece<Scalar>& piece) {
    fetch(piece, {&weights_, &velocity_});
}

template <class Scalar>
AdamUpdate<Scalar>::AdamUpdate(Vector<Scalar>& weights, Vector<Scalar>& first, Vector<Scalar>& second,
                               const Rates& rates)
    : weights_(weights), first_(first), second_(second), beta1_(static_cast<Scalar>(rates.beta1)),
      beta2_(static_cast<Scalar>(rates.beta2)), weightDecay_(static_cast<Scalar>(rates.weightDecay)) {
    const auto update = static_cast<double>(rates.update);
    const double root = std::sqrt(1 - std::pow(rates.beta2, update));
    learningRate_ = static_cast<Scalar>(rates.learningRate * root / (1 - std::pow(rates.beta1, update)));
    epsilon_ = static_cast<Scalar>(rates.epsilon * root);
}

template <class Scalar> void AdamUpdate<Scalar>::take(const GradientPiece<Scalar>& piece) {
    const Scalar weightDecay = piece.bias ? Scalar(0) : weightDecay_;
    Scalar* const w = weights_.data() + piece.first;
    Scalar* const m = first_.data() + piece.first;
    Scalar* const s = second_.data() + piece.first;
    if constexpr (std::is_same_v<Scalar, float>) {
        kernels().adamStep(piece.count, w, m, s, piece.values, learningRate_, beta1_, beta2_, epsilon_,
                           weightDecay);
    } else {
        Eigen::Map<Vector<Scalar>> weights(w, piece.count), first(m, piece.count), second(s, piece.count);
        for (Index i = 0; i < piece.count; ++i) {
            const Scalar gradient = piece.values[i] + weightDecay * weights[i];
            first[i] = beta1_ * first[i] + (1 - beta1_) * gradient;
            second[i] = beta2_ * second[i] + (1 - beta2_) * gradient * gradient;
            weights[i] -= learningRate_ * first[i] / (std::sqrt(second[i]) + epsilon_);
        }
    }
}

template <class Scalar> void AdamUpdate<Scalar>::expect(const GradientPiece<Scalar>& piece) {
    fetch(piece, {&weights_, &first_, &second_});
}

template class MomentumUpdate<float>;
template class MomentumUpdate<double>;
template class AdamUpdate<float>;
template class AdamUpdate<double>;

} // namespace expertscope
