// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/gating_statistics.h"

namespace expertscope {

class WorkerPool;

/// The k examples with the largest g_i^1 g_j^2 for every combination, ties to the earlier example. first: N x
/// n; second: M x n, or null for a single mixture layer. pool: to share the work; may be null.
TopExamples topExamples(const Matrix<float>& first, const Matrix<float>* second, int k,
                        WorkerPool* pool = nullptr);

} // namespace expertscope
