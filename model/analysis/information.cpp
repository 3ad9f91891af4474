#include "model/analysis/information.h"

#include "model/base/random.h"

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

double plogp(double p) {
    return p > 0 ? p * std::log(p) : 0.0;
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
    return normalisedInformation(joint / joint.sum());
}

double permutationNull(const Matrix<float>& gates, const std::vector<std::uint16_t>& values, int valueCount,
                       int permutations) {
    double sum = 0;
    std::vector<std::uint16_t> shuffled(values.size());
    for (int p = 0; p < permutations; ++p) {
        const auto order = permutation(static_cast<std::uint32_t>(values.size()),
                                       Random(0, Stream::PermutationNull, 0, static_cast<std::uint32_t>(p)));
        std::transform(order.begin(), order.end(), shuffled.begin(),
                       [&](std::uint32_t i) { return values[i]; });
        sum += gateInformation(gates, shuffled, valueCount);
    }
    return sum / permutations;
}

} // namespace expertscope
