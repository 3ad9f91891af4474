// SPDX-License-Identifier: GPL-3.0-or-later
// Included by kernels_baseline.cpp, kernels_avx2.cpp and kernels_avx512.cpp, each compiled for one
// instruction set, with LANES (floats in a register) and KERNELS_NAME defined. Everything has internal
// linkage and nothing comes from Eigen or the standard templates: otherwise the linker would merge two builds
// of one symbol, and a program could meet AVX-512 instructions on a processor that has none.

#include "model/network/kernels.h"

// NOLINTBEGIN(google-build-namespaces, misc-definitions-in-headers): as said, it is no header.
namespace {

template <int lanes> struct Register {
    typedef float Type __attribute__((vector_size(lanes * sizeof(float)), aligned(4), may_alias));
};
using Lane = Register<LANES>::Type;
using Count = std::int64_t;

template <int lanes = LANES> inline typename Register<lanes>::Type load(const float* p) {
    return *reinterpret_cast<const typename Register<lanes>::Type*>(p);
}
template <int lanes = LANES> inline void store(float* p, typename Register<lanes>::Type value) {
    *reinterpret_cast<typename Register<lanes>::Type*>(p) = value;
}

template <int width, int lanes = LANES> inline Count place(int r, Count last) {
    return r + 1 < width ? r * lanes : last;
}

// A block of c, width registers by `columns`, is kept in registers while k goes through the depth.
constexpr int blockWidth = LANES == 16 ? 4 : 2, blockColumns = 6;

struct Factors {
    Count depth;
    const float* a;
    Count aStride;
    const float* b;
    Count bDepth, bColumn;
    const float* start;
    Count startStride;
    float* c;
    Count cStride;
};

template <int lanes, int width, int columns>
inline void multiplyBlock(const Factors& f, Count row, Count column, Count last) {
    typename Register<lanes>::Type sum[columns][width];
    for (int j = 0; j < columns; ++j)
        for (int r = 0; r < width; ++r)
            sum[j][r] =
                f.start
                    ? load<lanes>(f.start + (column + j) * f.startStride + row + place<width, lanes>(r, last))
                    : typename Register<lanes>::Type{};
    const float* a = f.a + row;
    const float* b = f.b + column * f.bColumn;
    for (Count k = 0; k < f.depth; ++k, a += f.aStride, b += f.bDepth) {
        typename Register<lanes>::Type ak[width];
        for (int r = 0; r < width; ++r)
            ak[r] = load<lanes>(a + place<width, lanes>(r, last));
        for (int j = 0; j < columns; ++j) {
            const float value = b[j * f.bColumn];
            for (int r = 0; r < width; ++r)
                sum[j][r] += value * ak[r];
        }
    }
    for (int j = 0; j < columns; ++j)
        for (int r = 0; r < width; ++r)
            store<lanes>(f.c + (column + j) * f.cStride + row + place<width, lanes>(r, last), sum[j][r]);
}

template <int lanes, int width> void multiplyRows(const Factors& f, Count row, Count columns, Count last) {
    Count column = 0;
    for (; column + blockColumns <= columns; column += blockColumns)
        multiplyBlock<lanes, width, blockColumns>(f, row, column, last);
    for (; column + 2 <= columns; column += 2)
        multiplyBlock<lanes, width, 2>(f, row, column, last);
    for (; column < columns; ++column)
        multiplyBlock<lanes, width, 1>(f, row, column, last);
}

// As elsewhere the last register of rows begins early enough to end with them; where there are fewer rows
// than lanes, narrower registers do the work.
template <int lanes> void multiplyLanes(const Factors& f, Count rows, Count columns) {
    if constexpr (lanes > 1) {
        if (rows < lanes)
            return multiplyLanes<lanes / 2>(f, rows, columns);
    }
    const Count registers = (rows + lanes - 1) / lanes, blocks = (registers + blockWidth - 1) / blockWidth;
    for (Count i = 0; i < blocks; ++i) {
        const Count first = registers * i / blocks, width = registers * (i + 1) / blocks - first;
        const Count row = first * lanes, last = i + 1 < blocks ? (width - 1) * lanes : rows - row - lanes;
        switch (width) {
        case 1:
            multiplyRows<lanes, 1>(f, row, columns, last);
            break;
        case 2:
            multiplyRows<lanes, 2>(f, row, columns, last);
            break;
        case 3:
            if constexpr (blockWidth > 2)
                multiplyRows<lanes, 3>(f, row, columns, last);
            break;
        default:
            if constexpr (blockWidth > 3)
                multiplyRows<lanes, 4>(f, row, columns, last);
        }
    }
}

void multiply(Count rows, Count columns, Count depth, const float* a, Count aStride, const float* b,
              Count bDepth, Count bColumn, const float* start, Count startStride, float* c, Count cStride) {
    // So much of the depth at a time that a block's part of a stays in the innermost cache. Sums go on where
    // they were: the bits do not depend on it.
    constexpr Count deepest = 128;
    for (Count k = 0; k == 0 || k < depth; k += deepest) {
        const Count rest = depth - k < deepest ? depth - k : deepest;
        const Factors factors{rest,   a + k * aStride, aStride,       b + k * bDepth,
                              bDepth, bColumn,         k ? c : start, k ? cStride : startStride,
                              c,      cStride};
        multiplyLanes<LANES>(factors, rows, columns);
    }
}

constexpr int most = 8; // registers that accumulate at a time

// The two sparse sums are the same loop: out = start + sum of values[k] * columns[ids[k]], for `width`
// registers of units. The last register begins at `last`, early enough to end with the units: some are then
// summed twice, to the same bits.
template <int width, class Id>
inline void sumColumns(Count last, const float* columns, Count stride, const Id* ids, const float* values,
                       Count count, const float* start, float* out) {
    Lane sum[width];
    for (int r = 0; r < width; ++r)
        sum[r] = start ? load(start + place<width>(r, last)) : Lane{};
    for (Count k = 0; k < count; ++k) {
        const float* column = columns + static_cast<Count>(ids[k]) * stride;
        const float value = values[k];
        for (int r = 0; r < width; ++r)
            sum[r] += value * load(column + place<width>(r, last));
    }
    for (int r = 0; r < width; ++r)
        store(out + place<width>(r, last), sum[r]);
}

// Calls block(width, first unit, place of the last register) for runs of registers of nearly equal width that
// cover `units`, at least LANES of them. A block's columns are gone through for all examples before the next
// block's: so they stay in the cache.
template <class Block> inline void forBlocks(Count units, Block block) {
    const Count registers = (units + LANES - 1) / LANES;
    const Count blocks = (registers + most - 1) / most;
    for (Count b = 0; b < blocks; ++b) {
        const Count first = registers * b / blocks, width = registers * (b + 1) / blocks - first;
        const Count u = first * LANES, last = b + 1 < blocks ? (width - 1) * LANES : units - u - LANES;
        switch (width) {
        case 1:
            block.template operator()<1>(u, last);
            break;
        case 2:
            block.template operator()<2>(u, last);
            break;
        case 3:
            block.template operator()<3>(u, last);
            break;
        case 4:
            block.template operator()<4>(u, last);
            break;
        case 5:
            block.template operator()<5>(u, last);
            break;
        case 6:
            block.template operator()<6>(u, last);
            break;
        case 7:
            block.template operator()<7>(u, last);
            break;
        default:
            block.template operator()<8>(u, last);
        }
    }
}

// Fewer units than a register has.
template <class Id>
inline void sumFew(Count units, const float* columns, Count stride, const Id* ids, const float* values,
                   Count count, const float* start, float* out) {
    for (Count u = 0; u < units; ++u) {
        float sum = start ? start[u] : 0.0f;
        for (Count k = 0; k < count; ++k)
            sum += values[k] * columns[static_cast<Count>(ids[k]) * stride + u];
        out[u] = sum;
    }
}

void sparseForward(Count units, const float* weights, const float* bias, const std::uint16_t* inputs,
                   const float* values, Count places, const std::int32_t* counts, Count examples, float* y,
                   Count yStride) {
    if (units < LANES) {
        for (Count c = 0; c < examples; ++c)
            sumFew(units, weights, units, inputs + c * places, values + c * places, counts[c], bias,
                   y + c * yStride);
        return;
    }
    forBlocks(units, [&]<int width>(Count u, Count last) {
        for (Count c = 0; c < examples; ++c)
            sumColumns<width>(last, weights + u, units, inputs + c * places, values + c * places, counts[c],
                              bias + u, y + c * yStride + u);
    });
}

void sparseGradient(Count units, const float* delta, Count deltaStride, Count rows,
                    const std::uint32_t* begin, const std::uint32_t* examples, const float* values,
                    float* gradient) {
    if (units < LANES) {
        for (Count r = 0; r < rows; ++r)
            sumFew(units, delta, deltaStride, examples + begin[r], values + begin[r], begin[r + 1] - begin[r],
                   nullptr, gradient + r * units);
        return;
    }
    forBlocks(units, [&]<int width>(Count u, Count last) {
        for (Count r = 0; r < rows; ++r)
            sumColumns<width>(last, delta + u, deltaStride, examples + begin[r], values + begin[r],
                              begin[r + 1] - begin[r], nullptr, gradient + r * units + u);
    });
}

void rectify(float* y, Count count) {
    for (Count i = 0; i < count; ++i)
        y[i] = 0.0f > y[i] ? 0.0f : y[i];
}

void rectifyBackward(const float* y, float* delta, Count count) {
    for (Count i = 0; i < count; ++i)
        delta[i] = y[i] > 0.0f ? delta[i] : 0.0f;
}

void mix(Count experts, Count hidden, const float* gates, const float* f, float* z) {
    for (Count h = 0; h < hidden; ++h)
        z[h] = gates[0] * f[h];
    for (Count i = 1; i < experts; ++i) {
        const float g = gates[i];
        const float* fi = f + i * hidden;
        for (Count h = 0; h < hidden; ++h)
            z[h] += g * fi[h];
    }
}

void unmix(Count experts, Count hidden, const float* gates, const float* f, const float* dz, float* dGates,
           float* df) {
    for (Count i = 0; i < experts; ++i) {
        const float g = gates[i];
        const float* fi = f + i * hidden;
        float* dfi = df + i * hidden;
        Lane sums{};
        Count h = 0;
        for (; h + LANES <= hidden; h += LANES) {
            const Lane fh = load(fi + h), dh = load(dz + h);
            sums += fh * dh;
            store(dfi + h, fh > 0.0f ? g * dh : Lane{});
        }
        float sum = 0;
        for (int lane = 0; lane < LANES; ++lane)
            sum += sums[lane];
        for (; h < hidden; ++h) {
            sum += fi[h] * dz[h];
            dfi[h] = fi[h] > 0.0f ? g * dz[h] : 0.0f;
        }
        dGates[i] = sum;
    }
}

void momentumStep(Count count, float* w, float* v, const float* g, float learningRate, float momentum,
                  float weightDecay) {
    for (Count i = 0; i < count; ++i) {
        const float change = momentum * v[i] + (g[i] + weightDecay * w[i]);
        v[i] = change;
        w[i] -= learningRate * change;
    }
}

void lateSteps(Count count, float* w, float* v, float ww, float wv, float vw, float vv) {
    for (Count i = 0; i < count; ++i) {
        const float weight = w[i], velocity = v[i];
        w[i] = ww * weight + wv * velocity;
        v[i] = vw * weight + vv * velocity;
    }
}

void adamStep(Count count, float* w, float* m, float* s, const float* g, float learningRate, float beta1,
              float beta2, float epsilon, float weightDecay) {
    for (Count i = 0; i < count; ++i) {
        const float gradient = g[i] + weightDecay * w[i];
        const float first = beta1 * m[i] + (1.0f - beta1) * gradient;
        const float second = beta2 * s[i] + (1.0f - beta2) * (gradient * gradient);
        m[i] = first;
        s[i] = second;
        w[i] -= learningRate * first / (__builtin_sqrtf(second) + epsilon);
    }
}

} // namespace

namespace expertscope {

extern const Kernels KERNELS_TABLE;
const Kernels KERNELS_TABLE{KERNELS_NAME, multiply, sparseForward, sparseGradient, rectify, rectifyBackward,
                            mix,          unmix,    momentumStep,  lateSteps,      adamStep};

} // namespace expertscope
// NOLINTEND(google-build-namespaces, misc-definitions-in-headers)
