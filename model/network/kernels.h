// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace expertscope {

/// The inner loops of training in float, built once for each instruction set and chosen once, at the
/// program's start. Plain loops over pointers: see kernels_body.h.
struct Kernels {
    const char* name; ///< "AVX-512", "AVX2", "baseline": bits depend on it

    /// c.col(j) (rows) = start.col(j) + sum over k < depth of b[k * bDepth + j * bColumn] * a.col(k), for
    /// j < columns; a, c and start: columns aStride, cStride, startStride apart; start may be c, or null for
    /// 0.
    void (*multiply)(std::int64_t rows, std::int64_t columns, std::int64_t depth, const float* a,
                     std::int64_t aStride, const float* b, std::int64_t bDepth, std::int64_t bColumn,
                     const float* start, std::int64_t startStride, float* c, std::int64_t cStride);
    /// For each of `examples` columns: y (units) = bias + sum over its list of values[k] *
    /// weights.col(inputs[k]). Lists begin `places` apart and have counts[column] entries; weights: units x
    /// inputs; y: units x examples, columns yStride apart.
    void (*sparseForward)(std::int64_t units, const float* weights, const float* bias,
                          const std::uint16_t* inputs, const float* values, std::int64_t places,
                          const std::int32_t* counts, std::int64_t examples, float* y, std::int64_t yStride);
    /// For rows r of the transposed batch: gradient.col(r) (units) = sum over its entries of value *
    /// delta.col(example). begin: rows + 1 offsets into examples and values; delta: units x examples, columns
    /// deltaStride apart; gradient: units x rows.
    void (*sparseGradient)(std::int64_t units, const float* delta, std::int64_t deltaStride,
                           std::int64_t rows, const std::uint32_t* begin, const std::uint32_t* examples,
                           const float* values, float* gradient);
    /// y = max(0, y), letting NaN through.
    void (*rectify)(float* y, std::int64_t count);
    /// delta = 0 where y is not above 0.
    void (*rectifyBackward)(const float* y, float* delta, std::int64_t count);
    /// z (hidden) = sum over i of gates[i] * f[i * hidden ...].
    void (*mix)(std::int64_t experts, std::int64_t hidden, const float* gates, const float* f, float* z);
    /// dGates[i] = dz . f_i;  df_i = gates[i] * dz where f_i > 0, else 0 (the rectification of f undone as
    /// well).
    void (*unmix)(std::int64_t experts, std::int64_t hidden, const float* gates, const float* f,
                  const float* dz, float* dGates, float* df);
    /// v = momentum v + g + weightDecay w;  w -= learningRate v.
    void (*momentumStep)(std::int64_t count, float* w, float* v, const float* g, float learningRate,
                         float momentum, float weightDecay);
    /// (w, v) <- (ww w + wv v, vw w + vv v).
    void (*lateSteps)(std::int64_t count, float* w, float* v, float ww, float wv, float vw, float vv);
    /// With G = g + weightDecay w: m = beta1 m + (1 - beta1) G;  s = beta2 s + (1 - beta2) G^2;
    /// w -= learningRate m / (sqrt(s) + epsilon). The bias corrections are in learningRate and epsilon.
    void (*adamStep)(std::int64_t count, float* w, float* m, float* s, const float* g, float learningRate,
                     float beta1, float beta2, float epsilon, float weightDecay);
};

/// The best that this processor runs; EXPERTSCOPE_KERNELS=baseline|avx2|avx512 in the environment asks for
/// less.
const Kernels& kernels();

/// Where EXPERTSCOPE_KERNELS does not fit this processor, a sentence; else empty.
const char* kernelsNote();

} // namespace expertscope
