// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"

#include <vector>

namespace expertscope {

/// The assignment problem: gives each row a column of its own so that the sum of value(row, column) is the
/// largest there is, in O(n^3) by shortest augmenting paths (the Hungarian method). value: N x M, finite.
/// Returns N columns; where N > M, -1 for the rows that get none.
std::vector<int> bestAssignment(const Matrix<double>& value);

} // namespace expertscope
