// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

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
    std::string name; ///< "OpenBLAS 0.3.21 SkylakeX": what it really computes with
};

/// OpenBLAS takes memory for each thread that multiplies, and where it gets none it asks again for ever.
/// Throws ConfigError where this process may not have as much address space more (ulimit -v, or a batch
/// system's limit), with what it takes. To be called before a number of threads multiply for the first time.
void requireProductMemory(int threads);

/// Null where it is not installed, or where EXPERTSCOPE_OPENBLAS=off in the environment.
const OpenBlas* openBlas();

/// What of the environment does not fit OpenBLAS and this processor, a sentence each: OPENBLAS_CORETYPE names
/// a lesser processor than this one (it is followed), one that this cannot be or one that is not known (it is
/// not); EXPERTSCOPE_OPENBLAS has a value that means nothing.
///
/// Of the other variables none changes speed or bits here: OPENBLAS_NUM_THREADS, GOTO_NUM_THREADS and
/// OMP_NUM_THREADS, because products are divided by this program's own threads; OPENBLAS_L2_SIZE, because
/// OpenBLAS's blocks for these processors do not depend on it; MKL's and those of Intel's OpenMP, because
/// neither is loaded. GNU's OpenMP, which another library brings, binds the program to one processor where
/// OMP_PROC_BIND, OMP_PLACES or GOMP_CPU_AFFINITY ask for it; that is undone at start.
const std::vector<std::string>& openBlasNotes();

} // namespace expertscope
