// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"

#include <cstdint>
#include <string>

namespace expertscope {

/// Column-major views with any distance between columns, so that a run of rows or columns is passed uncopied.
template <class Scalar> using ConstView = Eigen::Ref<const Matrix<Scalar>, 0, Eigen::OuterStride<>>;
template <class Scalar> using View = Eigen::Ref<Matrix<Scalar>, 0, Eigen::OuterStride<>>;

/// Overwrite: c = product. Add: c += product.
enum class Into { Overwrite, Add };

/// c (m x n) = a (m x k) b (k x n). By the kernels, by OpenBLAS (called in no other file) or by
/// Eigen, whichever was measured fastest. Single-threaded: callers divide the work.
template <class Scalar> void multiply(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into);
/// c (m x n) = a^T (a: k x m) b (k x n).
template <class Scalar>
void multiplyTransposed(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into);
/// c (m x n) = a (m x k) b^T (b: n x k).
template <class Scalar>
void multiplyByTransposed(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into);

/// Adds the multiply-adds of every product that this thread makes from now on; null: no more. For whoever
/// wants to know what was really computed.
void countMultiplyAdds(std::int64_t* count);

/// Who multiplies, for config.json: "OpenBLAS 0.3.21 SkylakeX" or "Eigen 3.4.0". Bits depend on it.
std::string matrixProductName();

} // namespace expertscope
