#include "model/training/optimizer.h"

#include "model/network/kernels.h"

#include <type_traits>

namespace expertscope {

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
    constexpr Index lineSize = 64 / sizeof(Scalar);
    for (Index i = piece.first; i < piece.first + piece.count; i += lineSize) {
        __builtin_prefetch(weights_.data() + i, 1, 2);
        __builtin_prefetch(velocity_.data() + i, 1, 2);
    }
}

template class MomentumUpdate<float>;
template class MomentumUpdate<double>;

} // namespace expertscope
