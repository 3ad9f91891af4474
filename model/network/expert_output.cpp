// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/expert_output.h"

#include <cmath>
#include <limits>

namespace expertscope {
namespace {

template <class Values> auto logSumExp(const Values& values) {
    const auto largest = values.maxCoeff();
    return largest + std::log((values.array() - largest).exp().sum());
}

} // namespace

template <class Scalar>
void mixtureOutput(const Gate<Scalar>& gate, GateActivations<Scalar>& decided, const Matrix<Scalar>& experts,
                   Columns columns, Matrix<Scalar>& logits, Matrix<Scalar>& logProbabilities) {
    const Index classes = logits.rows(), count = gate.experts();
    gate.assignLogShares(decided, columns);
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const auto logShares = decided.logShares.col(c);
        auto sum = logits.col(c), largest = logProbabilities.col(c);
        const auto forEach = [&](auto take) { // log g_i p_i of each expert that is used
            for (Index i = 0; i < count; ++i) {
                if (decided.closed()(i, c))
                    continue;
                const auto f = experts.col(c).segment(i * classes, classes);
                take(f.array() + (logShares[i] - logSumExp(f)));
            }
        };
        largest.setConstant(-std::numeric_limits<Scalar>::infinity());
        forEach([&](const auto& term) { largest = largest.array().max(term); });
        sum.setZero();
        forEach([&](const auto& term) { sum.array() += (term - largest.array()).exp(); });
        logProbabilities.col(c).array() += sum.array().log();
        logits.col(c) = logProbabilities.col(c);
    }
}

template <class Scalar>
void mixtureOutputDelta(const Gate<Scalar>& gate, GateActivations<Scalar>& decided,
                        MlpActivations<Scalar>& experts, const std::vector<int>& labels,
                        const Matrix<Scalar>& logProbabilities, Columns columns, Scalar weight) {
    const Index classes = logProbabilities.rows(), count = gate.experts();
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        for (Index i = 0; i < count; ++i) {
            const auto f = experts.output.back().col(c).segment(i * classes, classes);
            auto delta = experts.delta.back().col(c).segment(i * classes, classes);
            Scalar& responsibility = decided.gatesDelta(i, c);
            if (decided.closed()(i, c)) {
                delta.setZero();
                responsibility = 0;
                continue;
            }
            const Scalar expertNormaliser = logSumExp(f);
            responsibility = std::exp(decided.logShares(i, c) + f[labels[c]] - expertNormaliser -
                                      logProbabilities(labels[c], c));
            delta = (weight * responsibility) * (f.array() - expertNormaliser).exp();
            delta[labels[c]] -= weight * responsibility;
        }
    }
    gate.backwardResponsibilities(decided, columns, weight);
}

template <class Scalar>
void sumExperts(const Matrix<Scalar>& experts, Columns columns, Matrix<Scalar>& logits) {
    const Index classes = logits.rows();
    auto sum = logits.middleCols(columns.first, columns.count);
    sum = experts.middleCols(columns.first, columns.count).topRows(classes);
    for (Index first = classes; first < experts.rows(); first += classes)
        sum += experts.middleCols(columns.first, columns.count).middleRows(first, classes);
}

#define EXPERTSCOPE_INSTANTIATE(Scalar)                                                                      \
    template void mixtureOutput<Scalar>(const Gate<Scalar>&, GateActivations<Scalar>&,                       \
                                        const Matrix<Scalar>&, Columns, Matrix<Scalar>&, Matrix<Scalar>&);   \
    template void mixtureOutputDelta<Scalar>(const Gate<Scalar>&, GateActivations<Scalar>&,                  \
                                             MlpActivations<Scalar>&, const std::vector<int>&,               \
                                             const Matrix<Scalar>&, Columns, Scalar);                        \
    template void sumExperts<Scalar>(const Matrix<Scalar>&, Columns, Matrix<Scalar>&);
EXPERTSCOPE_INSTANTIATE(float)
EXPERTSCOPE_INSTANTIATE(double)
#undef EXPERTSCOPE_INSTANTIATE

} // namespace expertscope
