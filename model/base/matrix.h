// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

namespace expertscope {

using Index = Eigen::Index;

/// Column-major, one column an example: an activation of U units for B examples is U x B.
template <class Scalar> using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar> using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

/// A run of columns, that is of examples: [first, first + count).
struct Columns {
    Index first = 0;
    Index count = 0;
};

/// Part i of `count` nearly equal ones of [0, length).
inline Columns nearlyEqualPart(Index length, Index count, Index i) {
    const Index first = length * i / count;
    return {first, length * (i + 1) / count - first};
}

/// A run of rows, that is of units.
struct Units {
    Index first = 0;
    Index count = 0;
};

} // namespace expertscope
