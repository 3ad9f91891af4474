// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/information.h"

#include "model/base/random.h"

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

using Permutations = std::vector<std::vector<std::uint32_t>>;

double plogp(double p) {
    return p > 0 ? p * std::log(p) : 0.0;
}

/// To draw them takes longer than all the rest of a snapshot's statistics, and who asks asks for the same
/// number of examples again and again: each thread keeps its latest.
const Permutations& fixedPermutations(std::size_t examples) {
    static thread_local Permutations latest;
    if (latest.empty() || latest.front().size() != examples) {
        latest.clear();
        for (std::uint32_t p = 0; p < nullPermutations; ++p)
            latest.push_back(
                permutation(static_cast<std::uint32_t>(examples), Random(0, Stream::PermutationNull, 0, p)));
    }
    return latest;
}

} // namespace

double entropy(const Matrix<double>& p) {
    return -p.unaryExpr([](double v) { return plogp(v); }).sum();
}

double normalisedInformation(const Matrix<double>& joint) {
    const double most = std::log(static_cast<double>(std::min(joint.rows(), joint.cols())));
    if (most <= 0)
        return 0;
    return (entropy(joint.rowwise().sum()) + entropy(joint.colwise().sum()) - entropy(joint)) / most;
}

double gateInformation(const Matrix<float>& gates, const std::vector<std::uint16_t>& values, int valueCount) {
    Matrix<double> joint = Matrix<double>::Zero(gates.rows(), valueCount);
    for (Index i = 0; i < gates.cols(); ++i)
        joint.col(values[i]) += gates.col(i).cast<double>();
    const double all = joint.sum();
    return all > 0 ? normalisedInformation(joint / all) : 0; // no example may have had any expert
}

double permutedInformation(const Matrix<float>& gates, const std::vector<std::uint16_t>& values,
                           int valueCount, int which) {
    const std::vector<std::uint32_t>& order = fixedPermutations(values.size())[which];
    std::vector<std::uint16_t> shuffled(values.size());
    std::transform(order.begin(), order.end(), shuffled.begin(), [&](std::uint32_t i) { return values[i]; });
    return gateInformation(gates, shuffled, valueCount);
}

double permutationNull(const Matrix<float>& gates, const std::vector<std::uint16_t>& values, int valueCount) {
    double sum = 0;
    for (int p = 0; p < nullPermutations; ++p)
        sum += permutedInformation(gates, values, valueCount, p);
    return sum / nullPermutations;
}

} // namespace expertscope
