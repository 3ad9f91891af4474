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

/// log g_i without the way through g_i, which may be too small for its type: logit_i less this.
template <class Scalar> Scalar logNormaliser(const GateActivations<Scalar>& gate, Index column) {
    Scalar largest = -std::numeric_limits<Scalar>::infinity(), sum = 0;
    for (Index i = 0; i < gate.mask.rows(); ++i)
        if (!gate.mask(i, column))
            largest = std::max(largest, gate.logits()(i, column));
    for (Index i = 0; i < gate.mask.rows(); ++i)
        if (!gate.mask(i, column))
            sum += std::exp(gate.logits()(i, column) - largest);
    return largest + std::log(sum);
}

} // namespace

template <class Scalar>
void mixtureOutput(const GateActivations<Scalar>& gate, const Matrix<Scalar>& experts, Columns columns,
                   Matrix<Scalar>& logits, Matrix<Scalar>& logProbabilities) {
    const Index classes = logits.rows(), count = gate.mask.rows();
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const Scalar normaliser = logNormaliser(gate, c);
        auto sum = logits.col(c), largest = logProbabilities.col(c);
        const auto forEach = [&](auto take) { // log g_i p_i of each expert that may be used
            for (Index i = 0; i < count; ++i) {
                if (gate.mask(i, c))
                    continue;
                const auto f = experts.col(c).segment(i * classes, classes);
                take(f.array() + (gate.logits()(i, c) - normaliser - logSumExp(f)));
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
void mixtureOutputDelta(GateActivations<Scalar>& gate, MlpActivations<Scalar>& experts,
                        const std::vector<int>& labels, const Matrix<Scalar>& logProbabilities,
                        Columns columns, Scalar weight) {
    const Index classes = logProbabilities.rows(), count = gate.mask.rows();
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const Scalar normaliser = logNormaliser(gate, c);
        for (Index i = 0; i < count; ++i) {
            const auto f = experts.output.back().col(c).segment(i * classes, classes);
            auto delta = experts.delta.back().col(c).segment(i * classes, classes);
            if (gate.mask(i, c)) {
                delta.setZero();
                gate.mlp.delta.back()(i, c) = 0;
                continue;
            }
            const Scalar expertNormaliser = logSumExp(f);
            const Scalar responsibility = std::exp(gate.logits()(i, c) - normaliser + f[labels[c]] -
                                                   expertNormaliser - logProbabilities(labels[c], c));
            delta = (weight * responsibility) * (f.array() - expertNormaliser).exp();
            delta[labels[c]] -= weight * responsibility;
            gate.mlp.delta.back()(i, c) = weight * (gate.gates(i, c) - responsibility);
        }
    }
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
    template void mixtureOutput<Scalar>(const GateActivations<Scalar>&, const Matrix<Scalar>&, Columns,      \
                                        Matrix<Scalar>&, Matrix<Scalar>&);                                   \
    template void mixtureOutputDelta<Scalar>(GateActivations<Scalar>&, MlpActivations<Scalar>&,              \
                                             const std::vector<int>&, const Matrix<Scalar>&, Columns,        \
                                             Scalar);                                                        \
    template void sumExperts<Scalar>(const Matrix<Scalar>&, Columns, Matrix<Scalar>&);
EXPERTSCOPE_INSTANTIATE(float)
EXPERTSCOPE_INSTANTIATE(double)
#undef EXPERTSCOPE_INSTANTIATE

} // namespace expertscope
