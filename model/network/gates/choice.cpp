// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/choice.h"

#include "model/network/gates/gate_description.h"
#include "model/network/gates/masked_softmax.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace expertscope {

double placesOf(double capacity, Index examples, Index experts) {
    const double places = capacity * static_cast<double>(examples) / static_cast<double>(experts);
    return std::ceil(places - 1e-9); // 1.1 * 100 / 10 is a little over 11
}

namespace {

// So few are kept in order while all are looked at once.
constexpr int mostInOrder = 16;

template <class Scalar>
void chooseInOrder(const Scalar* keys, const std::uint8_t* mask, int experts, int k, std::uint8_t* closed) {
    std::array<int, mostInOrder> best;
    int count = 0;
    for (int i = 0; i < experts; ++i) {
        if (mask[i] || (count == k && keys[i] <= keys[best[static_cast<std::size_t>(k - 1)]]))
            continue;
        if (std::isnan(keys[i]))
            return;
        int place = count < k ? count++ : k - 1;
        for (; place > 0 && keys[i] > keys[best[static_cast<std::size_t>(place - 1)]]; --place)
            best[static_cast<std::size_t>(place)] = best[static_cast<std::size_t>(place - 1)];
        best[static_cast<std::size_t>(place)] = i;
    }
    std::for_each(best.begin(), best.begin() + count, [&](int i) { closed[i] = 0; });
}

} // namespace

template <class Scalar>
void chooseLargest(const Scalar* keys, const std::uint8_t* mask, int experts, int k, std::uint8_t* closed) {
    std::fill(closed, closed + experts, std::uint8_t{1});
    if (k <= mostInOrder)
        return chooseInOrder(keys, mask, experts, k, closed);
    std::array<std::int16_t, mostExperts> candidates;
    auto end = candidates.begin();
    for (int i = 0; i < experts; ++i) {
        if (std::isnan(keys[i]) && !mask[i])
            return; // nobody is chosen, so that the gates are no numbers either
        if (!mask[i])
            *end++ = static_cast<std::int16_t>(i);
    }
    if (end - candidates.begin() > k) {
        const auto before = [&](int i, int j) { return keys[i] > keys[j] || (keys[i] == keys[j] && i < j); };
        std::nth_element(candidates.begin(), candidates.begin() + k, end, before);
        end = candidates.begin() + k;
    }
    std::for_each(candidates.begin(), end, [&](int i) { closed[i] = 0; });
}

template <class Scalar>
void keepChosen(Eigen::Ref<const Vector<Scalar>> p, const std::uint8_t* closed,
                Eigen::Ref<Vector<Scalar>> gates) {
    for (Index i = 0; i < p.size(); ++i)
        gates[i] = p[i] * static_cast<Scalar>(1 - closed[i]); // a product, so that NaN stays
}

template <class Scalar>
void sharesOf(Eigen::Ref<const Vector<Scalar>> gates, Eigen::Ref<Vector<Scalar>> shares) {
    const Scalar sum = gates.sum();
    if (sum == 0)
        shares.setZero();
    else
        shares = gates / sum;
}

template <class Scalar>
void keptBackward(Eigen::Ref<const Vector<Scalar>> p, const std::uint8_t* closed,
                  Eigen::Ref<const Vector<Scalar>> gates, Eigen::Ref<const Vector<Scalar>> gatesDelta,
                  Eigen::Ref<Vector<Scalar>> logitsDelta) {
    softmaxBackward<Scalar>(gates, gatesDelta, logitsDelta);
    const Scalar pull = gates.dot(gatesDelta);
    for (Index i = 0; i < p.size(); ++i)
        if (closed[i])
            logitsDelta[i] = -p[i] * pull; // p_i (0 - sum_k g_k dL/dg_k)
}

#define EXPERTSCOPE_INSTANTIATE(Scalar)                                                                      \
    template void chooseLargest<Scalar>(const Scalar*, const std::uint8_t*, int, int, std::uint8_t*);        \
    template void keepChosen<Scalar>(Eigen::Ref<const Vector<Scalar>>, const std::uint8_t*,                  \
                                     Eigen::Ref<Vector<Scalar>>);                                            \
    template void sharesOf<Scalar>(Eigen::Ref<const Vector<Scalar>>, Eigen::Ref<Vector<Scalar>>);            \
    template void keptBackward<Scalar>(Eigen::Ref<const Vector<Scalar>>, const std::uint8_t*,                \
                                       Eigen::Ref<const Vector<Scalar>>, Eigen::Ref<const Vector<Scalar>>,   \
                                       Eigen::Ref<Vector<Scalar>>);
EXPERTSCOPE_INSTANTIATE(float)
EXPERTSCOPE_INSTANTIATE(double)
#undef EXPERTSCOPE_INSTANTIATE

} // namespace expertscope
