// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/matrix_product.h"

#include "model/network/kernels.h"
#include "model/network/open_blas.h"

namespace expertscope {
namespace {

// As cblas.h has them.
constexpr int columnMajor = 102, plain = 111, transposed = 112;

void gemm(const OpenBlas& blas, int ta, int tb, Index m, Index n, Index k, const float* a, Index lda,
          const float* b, Index ldb, float beta, float* c, Index ldc) {
    blas.sgemm(columnMajor, ta, tb, static_cast<int>(m), static_cast<int>(n), static_cast<int>(k), 1.0f, a,
               static_cast<int>(lda), b, static_cast<int>(ldb), beta, c, static_cast<int>(ldc));
}
void gemm(const OpenBlas& blas, int ta, int tb, Index m, Index n, Index k, const double* a, Index lda,
          const double* b, Index ldb, double beta, double* c, Index ldc) {
    blas.dgemm(columnMajor, ta, tb, static_cast<int>(m), static_cast<int>(n), static_cast<int>(k), 1.0, a,
               static_cast<int>(lda), b, static_cast<int>(ldb), beta, c, static_cast<int>(ldc));
}

/// False where there is no OpenBLAS.
template <class Scalar>
bool byOpenBlas(int ta, int tb, Index k, const ConstView<Scalar>& a, const ConstView<Scalar>& b,
                View<Scalar>& c, Into into) {
    const OpenBlas* blas = openBlas();
    if (blas)
        gemm(*blas, ta, tb, c.rows(), c.cols(), k, a.data(), a.outerStride(), b.data(), b.outerStride(),
             into == Into::Add ? Scalar(1) : Scalar(0), c.data(), c.outerStride());
    return blas != nullptr;
}

// The kernels go through a without copying it. That is faster than OpenBLAS (1.1 to 1.5 times, on shapes from
// 400 x 100 to 1600 x 400 by 50 columns) until a no longer fits into the caches.
constexpr Index mostForKernels = 1 << 20;

/// c = a b where b has these distances; false where OpenBLAS is better, and for double.
bool byKernels(const ConstView<float>& a, const float* b, Index bDepth, Index bColumn, View<float>& c,
               Into into) {
    if (a.size() > mostForKernels && openBlas())
        return false;
    const float* start = into == Into::Add ? c.data() : nullptr;
    kernels().multiply(c.rows(), c.cols(), a.cols(), a.data(), a.outerStride(), b, bDepth, bColumn, start,
                       c.outerStride(), c.data(), c.outerStride());
    return true;
}
bool byKernels(const ConstView<double>&, const double*, Index, Index, View<double>&, Into) {
    return false;
}

thread_local std::int64_t* counted = nullptr;

void count(Index m, Index k, Index n) {
    if (counted)
        *counted += m * k * n;
}

template <class Scalar, class Product> void assign(View<Scalar>& c, const Product& product, Into into) {
    if (into == Into::Add)
        c.noalias() += product;
    else
        c.noalias() = product;
}

} // namespace

void countMultiplyAdds(std::int64_t* sum) {
    counted = sum;
}

template <class Scalar> void multiply(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    count(a.rows(), a.cols(), b.cols());
    if (!byKernels(a, b.data(), 1, b.outerStride(), c, into) &&
        !byOpenBlas<Scalar>(plain, plain, a.cols(), a, b, c, into))
        assign<Scalar>(c, a * b, into);
}
template <class Scalar>
void multiplyTransposed(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    count(a.cols(), a.rows(), b.cols());
    if (!byOpenBlas<Scalar>(transposed, plain, a.rows(), a, b, c, into))
        assign<Scalar>(c, a.transpose() * b, into);
}
template <class Scalar>
void multiplyByTransposed(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    count(a.rows(), a.cols(), b.rows());
    if (!byKernels(a, b.data(), b.outerStride(), 1, c, into) &&
        !byOpenBlas<Scalar>(plain, transposed, a.cols(), a, b, c, into))
        assign<Scalar>(c, a * b.transpose(), into);
}

std::string matrixProductName() {
    if (const OpenBlas* blas = openBlas())
        return blas->name;
    return "Eigen " + std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
           std::to_string(EIGEN_MINOR_VERSION);
}

#define EXPERTSCOPE_INSTANTIATE(Scalar)                                                                      \
    template void multiply<Scalar>(ConstView<Scalar>, ConstView<Scalar>, View<Scalar>, Into);                \
    template void multiplyTransposed<Scalar>(ConstView<Scalar>, ConstView<Scalar>, View<Scalar>, Into);      \
    template void multiplyByTransposed<Scalar>(ConstView<Scalar>, ConstView<Scalar>, View<Scalar>, Into);
EXPERTSCOPE_INSTANTIATE(float)
EXPERTSCOPE_INSTANTIATE(double)
#undef EXPERTSCOPE_INSTANTIATE

} // namespace expertscope
