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
        kernels().momentumStep(piece.rows, piece.columns, w, v, piece.stride, piece.values, learningRate,
                               momentum, weightDecay);
    } else {
        using Block = Eigen::Map<Matrix<Scalar>, 0, Eigen::OuterStride<>>;
        Block weights(w, piece.rows, piece.columns, Eigen::OuterStride<>(piece.stride));
        Block velocity(v, piece.rows, piece.columns, Eigen::OuterStride<>(piece.stride));
        const Eigen::Map<const Matrix<Scalar>> gradient(piece.values, piece.rows, piece.columns);
        velocity = momentum * velocity + (gradient + weightDecay * weights);
        weights -= learningRate * velocity;
    }
}

template <class Scalar> void MomentumUpdate<Scalar>::expect(const GradientPiece<Scalar>& piece) {
    constexpr Index lineSize = 64 / sizeof(Scalar);
    for (Index c = 0; c < piece.columns; ++c) {
        const Index first = piece.first + c * piece.stride;
        for (Index i = first; i < first + piece.rows; i += lineSize) {
            __builtin_prefetch(weights_.data() + i, 1, 2);
            __builtin_prefetch(velocity_.data() + i, 1, 2);
        }
    }
}

template class MomentumUpdate<float>;
template class MomentumUpdate<double>;

} // namespace expertscope
