// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/masked_softmax.h"

#include <cmath>
#include <limits>

namespace expertscope {
namespace {

template <class Scalar>
Scalar largestUnmasked(const Eigen::Ref<const Vector<Scalar>>& logits, const std::uint8_t* mask) {
    Scalar largest = -std::numeric_limits<Scalar>::infinity();
    for (Index i = 0; i < logits.size(); ++i)
        if (!mask[i])
            largest = std::max(largest, logits[i]);
    return largest;
}

} // namespace

template <class Scalar>
void maskedSoftmax(Eigen::Ref<const Vector<Scalar>> logits, const std::uint8_t* mask,
                   Eigen::Ref<Vector<Scalar>> gates) {
    const Scalar largest = largestUnmasked<Scalar>(logits, mask);
    Scalar sum = 0;
    for (Index i = 0; i < logits.size(); ++i) {
        gates[i] = mask[i] ? Scalar(0) : std::exp(logits[i] - largest);
        sum += gates[i];
    }
    gates /= sum;
}

template <class Scalar>
void maskedLogSoftmax(Eigen::Ref<const Vector<Scalar>> logits, const std::uint8_t* mask,
                      Eigen::Ref<Vector<Scalar>> logGates) {
    const Scalar largest = largestUnmasked<Scalar>(logits, mask);
    Scalar sum = 0;
    for (Index i = 0; i < logits.size(); ++i)
        if (!mask[i])
            sum += std::exp(logits[i] - largest);
    const Scalar normaliser = largest + std::log(sum);
    for (Index i = 0; i < logits.size(); ++i)
        logGates[i] = mask[i] ? -std::numeric_limits<Scalar>::infinity() : logits[i] - normaliser;
}

template <class Scalar>
void softmaxBackward(Eigen::Ref<const Vector<Scalar>> gates, Eigen::Ref<const Vector<Scalar>> gatesDelta,
                     Eigen::Ref<Vector<Scalar>> logitsDelta) {
    logitsDelta = gates.array() * (gatesDelta.array() - gates.dot(gatesDelta));
}

#define EXPERTSCOPE_INSTANTIATE(Scalar)                                                                      \
    template void maskedSoftmax<Scalar>(Eigen::Ref<const Vector<Scalar>>, const std::uint8_t*,               \
                                        Eigen::Ref<Vector<Scalar>>);                                         \
    template void maskedLogSoftmax<Scalar>(Eigen::Ref<const Vector<Scalar>>, const std::uint8_t*,            \
                                           Eigen::Ref<Vector<Scalar>>);                                      \
    template void softmaxBackward<Scalar>(Eigen::Ref<const Vector<Scalar>>,                                  \
                                          Eigen::Ref<const Vector<Scalar>>, Eigen::Ref<Vector<Scalar>>);
EXPERTSCOPE_INSTANTIATE(float)
EXPERTSCOPE_INSTANTIATE(double)
#undef EXPERTSCOPE_INSTANTIATE

} // namespace expertscope
