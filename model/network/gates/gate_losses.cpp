// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_losses.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace expertscope {
namespace {

constexpr double mostLossWeight = 100;

KindSetting weightSetting(const char* name, const char* sentence, double initial) {
    return {.name = name,
            .sentence = sentence,
            .type = KindSetting::Type::Number,
            .initial = initial,
            .least = 0,
            .most = mostLossWeight};
}

template <class Values> auto logSumExpOf(const Values& values) {
    const auto largest = values.maxCoeff();
    return largest + std::log((values.array() - largest).exp().sum());
}

double normalDistribution(double x) {
    return 0.5 * std::erfc(-x * std::sqrt(0.5));
}
double normalDensity(double x) {
    constexpr double height = 0.39894228040143267794; // 1 / sqrt(2 pi)
    return height * std::exp(-0.5 * x * x);
}

} // namespace

template <class Scalar>
double balanceLoss(const GateMask& chosenOut, const Matrix<Scalar>& p, Index examples,
                   std::vector<double>& pull, std::vector<double>& room) {
    const auto experts = static_cast<std::size_t>(p.rows());
    std::vector<double>& choices = pull; // its way to the pull
    choices.assign(experts, 0.0);
    std::vector<double>& sums = room; // of the probabilities
    sums.assign(experts, 0.0);
    for (Index c = 0; c < examples; ++c) {
        const std::uint8_t* const out = chosenOut.col(c).data();
        const Scalar* const ofExample = p.col(c).data();
        for (std::size_t i = 0; i < experts; ++i)
            choices[i] += 1 - out[i];
        for (std::size_t i = 0; i < experts; ++i)
            sums[i] += static_cast<double>(ofExample[i]);
    }
    const double all = std::max(std::accumulate(choices.begin(), choices.end(), 0.0), 1.0);
    double loss = 0;
    for (std::size_t i = 0; i < experts; ++i) {
        pull[i] = static_cast<double>(experts) * choices[i] / all / static_cast<double>(examples);
        loss += pull[i] * sums[i];
    }
    return loss;
}

double squaredVariation(const std::vector<double>& ofExperts, std::vector<double>& pull) {
    const auto n = static_cast<double>(ofExperts.size());
    const double mean = std::accumulate(ofExperts.begin(), ofExperts.end(), 0.0) / n;
    pull.assign(ofExperts.size(), 0.0);
    if (mean == 0)
        return 0;
    double variance = 0;
    for (const double value : ofExperts)
        variance += (value - mean) * (value - mean) / n;
    for (std::size_t i = 0; i < ofExperts.size(); ++i)
        pull[i] = 2 / (n * mean * mean) * (ofExperts[i] - mean - variance / mean);
    return variance / (mean * mean);
}

template <class Scalar> double zLoss(const Matrix<Scalar>& logits, Index experts, Index examples) {
    double sum = 0;
    for (Index c = 0; c < examples; ++c) {
        const double normaliser = static_cast<double>(logSumExpOf(logits.col(c).head(experts)));
        sum += normaliser * normaliser;
    }
    return sum / static_cast<double>(examples);
}

template <class Scalar>
void addZLossGradient(Eigen::Ref<const Vector<Scalar>> logits, double weight, Index examples,
                      Eigen::Ref<Vector<Scalar>> delta) {
    const Scalar normaliser = logSumExpOf(logits);
    const auto pull = static_cast<Scalar>(2 * weight * normaliser / static_cast<double>(examples));
    delta.array() += pull * (logits.array() - normaliser).exp();
}

template <class Scalar>
LoadOfExample<Scalar>::LoadOfExample(const Scalar* clean, const Scalar* noisy, const Scalar* deviations,
                                     const std::uint8_t* mask, const std::uint8_t* chosenOut, int experts)
    : clean_(clean), noisy_(noisy), deviations_(deviations), mask_(mask), chosenOut_(chosenOut),
      experts_(experts) {
    for (int i = 0; i < experts; ++i) {
        if (mask[i])
            continue;
        if (!chosenOut[i] && (last_ < 0 || noisy[i] < noisy[last_]))
            last_ = i;
        if (chosenOut[i] && (next_ < 0 || noisy[i] > noisy[next_]))
            next_ = i;
    }
}

template <class Scalar> double LoadOfExample<Scalar>::probability(int expert) const {
    if (mask_[expert])
        return 0;
    const int other = rival(expert);
    return other < 0 ? 1 : normalDistribution(distance(expert, other));
}

template <class Scalar>
void LoadOfExample<Scalar>::addGradient(const std::vector<double>& pull, Scalar* cleanDelta,
                                        Scalar* noisyDelta, Scalar* deviationDelta) const {
    for (int i = 0; i < experts_; ++i) {
        const int other = rival(i);
        if (other < 0)
            continue;
        const double x = distance(i, other);
        const auto slope = static_cast<Scalar>(pull[static_cast<std::size_t>(i)] * normalDensity(x) /
                                               static_cast<double>(deviations_[i]));
        cleanDelta[i] += slope;
        noisyDelta[other] -= slope;
        deviationDelta[i] -= slope * static_cast<Scalar>(x);
    }
}

KindSetting balanceSetting(double initial) {
    return weightSetting(
        "balance", "Weight of N sum f P, f the shares of choices and P the mean probabilities", initial);
}
KindSetting importanceSetting(double initial) {
    return weightSetting("importance", "Weight of the squared variation of the experts' summed weights",
                         initial);
}
KindSetting loadSetting(double initial) {
    return weightSetting(
        "load", "Weight of the squared variation of how often experts are likely to be chosen", initial);
}
KindSetting zLossSetting() {
    return weightSetting("z_loss",
                         "Weight of the mean of logsumexp(h)^2, which keeps logits small; 0.001 is usual", 0);
}

#define EXPERTSCOPE_INSTANTIATE(Scalar)                                                                      \
    template double balanceLoss<Scalar>(const GateMask&, const Matrix<Scalar>&, Index, std::vector<double>&, \
                                        std::vector<double>&);                                               \
    template double zLoss<Scalar>(const Matrix<Scalar>&, Index, Index);                                      \
    template void addZLossGradient<Scalar>(Eigen::Ref<const Vector<Scalar>>, double, Index,                  \
                                           Eigen::Ref<Vector<Scalar>>);                                      \
    template class LoadOfExample<Scalar>;
EXPERTSCOPE_INSTANTIATE(float)
EXPERTSCOPE_INSTANTIATE(double)
#undef EXPERTSCOPE_INSTANTIATE

} // namespace expertscope
