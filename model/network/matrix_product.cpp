#include "model/network/matrix_product.h"

#ifdef EXPERTSCOPE_HAVE_OPENBLAS
#include <cblas.h>
#include <mutex>
#endif

namespace expertscope {
namespace {

#ifdef EXPERTSCOPE_HAVE_OPENBLAS
// OpenBLAS's own threads would fight the worker pool for the cores.
void oneThread() {
    static std::once_flag once;
    std::call_once(once, [] { openblas_set_num_threads(1); });
}

void gemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, Index m, Index n, Index k, const float* a, Index lda,
          const float* b, Index ldb, float beta, float* c, Index ldc) {
    cblas_sgemm(CblasColMajor, ta, tb, m, n, k, 1.0f, a, lda, b, ldb, beta, c, ldc);
}
void gemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, Index m, Index n, Index k, const double* a, Index lda,
          const double* b, Index ldb, double beta, double* c, Index ldc) {
    cblas_dgemm(CblasColMajor, ta, tb, m, n, k, 1.0, a, lda, b, ldb, beta, c, ldc);
}

template <class Scalar>
void product(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, Index k, const ConstView<Scalar>& a, const ConstView<Scalar>& b,
             View<Scalar>& c, Into into) {
    oneThread();
    gemm(ta, tb, c.rows(), c.cols(), k, a.data(), a.outerStride(), b.data(), b.outerStride(),
         into == Into::Add ? Scalar(1) : Scalar(0), c.data(), c.outerStride());
}
#else
template <class Scalar, class Product> void assign(View<Scalar>& c, const Product& product, Into into) {
    if (into == Into::Add)
        c.noalias() += product;
    else
        c.noalias() = product;
}
#endif

} // namespace

#ifdef EXPERTSCOPE_HAVE_OPENBLAS
template <class Scalar> void multiply(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    product<Scalar>(CblasNoTrans, CblasNoTrans, a.cols(), a, b, c, into);
}
template <class Scalar> void multiplyTransposed(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    product<Scalar>(CblasTrans, CblasNoTrans, a.rows(), a, b, c, into);
}
template <class Scalar>
void multiplyByTransposed(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    product<Scalar>(CblasNoTrans, CblasTrans, a.cols(), a, b, c, into);
}
std::string matrixProductName() {
    std::string version = OPENBLAS_VERSION; // " OpenBLAS 0.3.21 " or "0.3.29"
    version.erase(0, version.find_first_of("0123456789"));
    version.erase(version.find_last_not_of(' ') + 1);
    return "OpenBLAS " + version + " " + openblas_get_corename();
}
#else
template <class Scalar> void multiply(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    assign<Scalar>(c, a * b, into);
}
template <class Scalar> void multiplyTransposed(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    assign<Scalar>(c, a.transpose() * b, into);
}
template <class Scalar>
void multiplyByTransposed(ConstView<Scalar> a, ConstView<Scalar> b, View<Scalar> c, Into into) {
    assign<Scalar>(c, a * b.transpose(), into);
}
std::string matrixProductName() {
    return "Eigen " + std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
           std::to_string(EIGEN_MINOR_VERSION);
}
#endif

#define EXPERTSCOPE_INSTANTIATE(Scalar)                                                                              \
    template void multiply<Scalar>(ConstView<Scalar>, ConstView<Scalar>, View<Scalar>, Into);                        \
    template void multiplyTransposed<Scalar>(ConstView<Scalar>, ConstView<Scalar>, View<Scalar>, Into);              \
    template void multiplyByTransposed<Scalar>(ConstView<Scalar>, ConstView<Scalar>, View<Scalar>, Into);
EXPERTSCOPE_INSTANTIATE(float)
EXPERTSCOPE_INSTANTIATE(double)
#undef EXPERTSCOPE_INSTANTIATE

} // namespace expertscope
