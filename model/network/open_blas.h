#pragma once

#include <string>

namespace expertscope {

/// OpenBLAS, where it is installed. Loaded when the program starts, not linked: so that one binary runs with
/// and without it, and so that it can be told what processor this is (see open_blas.cpp).
struct OpenBlas {
    using Sgemm = void (*)(int order, int transA, int transB, int m, int n, int k, float alpha,
                           const float* a, int lda, const float* b, int ldb, float beta, float* c, int ldc);
    using Dgemm = void (*)(int order, int transA, int transB, int m, int n, int k, double alpha,
                           const double* a, int lda, const double* b, int ldb, double beta, double* c,
                           int ldc);
    Sgemm sgemm = nullptr;
    Dgemm dgemm = nullptr;
    std::string name; ///< "OpenBLAS 0.3.21 SkylakeX"
};

/// Null where it is not installed, or where EXPERTSCOPE_OPENBLAS=off in the environment.
const OpenBlas* openBlas();

} // namespace expertscope
