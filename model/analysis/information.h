// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"

#include <cstdint>
#include <vector>

namespace expertscope {

/// -sum p log p of a table that sums to 1, in nats.
double entropy(const Matrix<double>& p);

/// Mutual information of rows and columns of a joint distribution (sums to 1), divided by log min(rows,
/// columns): 0 independent, 1 one determines the other; 0 where that log is 0.
double normalisedInformation(const Matrix<double>& joint);

/// The same between expert and attribute: p(e, v) = mean over examples of g_e [value = v]. gates: N x
/// examples.
double gateInformation(const Matrix<float>& gates, const std::vector<std::uint16_t>& values, int valueCount);

constexpr int nullPermutations = 8;

/// gateInformation after a random permutation of the values, the same one whenever the examples are as many.
/// Any thread may ask; which = 0 .. nullPermutations - 1.
double permutedInformation(const Matrix<float>& gates, const std::vector<std::uint16_t>& values,
                           int valueCount, int which);

/// What gateInformation would give on average if gates and values had nothing to do with each other: its bias
/// on so few examples, as the mean of permutedInformation.
double permutationNull(const Matrix<float>& gates, const std::vector<std::uint16_t>& values, int valueCount);

} // namespace expertscope
