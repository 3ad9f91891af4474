#include "model/training/optimizer.h"

#include "model/network/kernels.h"

#include <type_traits>

namespace expertscope {

template <class Scalar>
void momentumStep(Vector<Scalar>& weights, Vector<Scalar>& velocity, const Vector<Scalar>& gradient,
                  Index first, Index count, Scalar learningRate, Scalar momentum, Scalar weightDecay) {
    if constexpr (std::is_same_v<Scalar, float>)
        return kernels().momentumStep(count, weights.data() + first, velocity.data() + first,
                                      gradient.data() + first, learningRate, momentum, weightDecay);
    auto w = weights.segment(first, count);
    auto v = velocity.segment(first, count);
    const auto g = gradient.segment(first, count);
    if (weightDecay == Scalar(0))
        v = momentum * v + g;
    else
        v = momentum * v + g + weightDecay * w;
    w -= learningRate * v;
}

template void momentumStep<float>(Vector<float>&, Vector<float>&, const Vector<float>&, Index, Index, float,
                                  float, float);
template void momentumStep<double>(Vector<double>&, Vector<double>&, const Vector<double>&, Index, Index,
                                   double, double, double);

} // namespace expertscope
