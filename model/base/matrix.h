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

/// A run of rows, that is of units.
struct Units {
    Index first = 0;
    Index count = 0;
};

} // namespace expertscope
