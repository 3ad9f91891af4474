// Included by kernels_baseline.cpp, kernels_avx2.cpp and kernels_avx512.cpp, each compiled for one
// instruction set, with LANES (floats in a register) and KERNELS_NAME defined. Everything has internal
// linkage and nothing comes from Eigen or the standard templates: otherwise the linker would merge two builds
// of one symbol, and a program could meet AVX-512 instructions on a processor that has none.

#include "model/network/kernels.h"

namespace {

typedef float Lane __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
using Count = std::int64_t;

inline Lane load(const float* p) {
    return *reinterpret_cast<const Lane*>(p);
}
inline void store(float* p, Lane value) {
    *reinterpret_cast<Lane*>(p) = value;
}

template <int width> inline Count place(int r, Count last) {
    return r + 1 < width ? r * LANES : last;
}

constexpr int most = 8; // registers that accumulate at a time

// The two sparse sums are the same loop: out = start + sum of values[k] * columns[ids[k]], for `width`
// registers of units. The last register begins at `last`, early enough to end with the units: some are then
// summed twice, to the same bits.
template <int width, class Id>
inline void sumColumns(Count last, Count units, const float* columns, const Id* ids, const float* values,
                       Count count, const float* start, float* out) {
    Lane sum[width];
    for (int r = 0; r < width; ++r)
        sum[r] = start ? load(start + place<width>(r, last)) : Lane{};
    for (Count k = 0; k < count; ++k) {
        const float* column = columns + static_cast<Count>(ids[k]) * units;
        const float value = values[k];
        for (int r = 0; r < width; ++r)
            sum[r] += value * load(column + place<width>(r, last));
    }
    for (int r = 0; r < width; ++r)
        store(out + place<width>(r, last), sum[r]);
}

template <class Id>
inline void sumBlock(int width, Count last, Count units, const float* columns, const Id* ids,
                     const float* values, Count count, const float* start, float* out) {
    switch (width) {
    case 1:
        return sumColumns<1>(last, units, columns, ids, values, count, start, out);
    case 2:
        return sumColumns<2>(last, units, columns, ids, values, count, start, out);
    case 3:
        return sumColumns<3>(last, units, columns, ids, values, count, start, out);
    case 4:
        return sumColumns<4>(last, units, columns, ids, values, count, start, out);
    case 5:
        return sumColumns<5>(last, units, columns, ids, values, count, start, out);
    case 6:
        return sumColumns<6>(last, units, columns, ids, values, count, start, out);
    case 7:
        return sumColumns<7>(last, units, columns, ids, values, count, start, out);
    default:
        return sumColumns<8>(last, units, columns, ids, values, count, start, out);
    }
}

template <class Id>
inline void sumAll(Count units, const float* columns, const Id* ids, const float* values, Count count,
                   const float* start, float* out) {
    if (units < LANES) {
        for (Count u = 0; u < units; ++u) {
            float sum = start ? start[u] : 0.0f;
            for (Count k = 0; k < count; ++k)
                sum += values[k] * columns[static_cast<Count>(ids[k]) * units + u];
            out[u] = sum;
        }
        return;
    }
    const Count registers = (units + LANES - 1) / LANES;
    const Count blocks = (registers + most - 1) / most;
    for (Count b = 0; b < blocks; ++b) { // blocks of nearly equal width
        const Count first = registers * b / blocks, width = registers * (b + 1) / blocks - first;
        const Count u = first * LANES, last = b + 1 < blocks ? (width - 1) * LANES : units - u - LANES;
        sumBlock(static_cast<int>(width), last, units, columns + u, ids, values, count,
                 start ? start + u : nullptr, out + u);
    }
}

void sparseForward(Count units, const float* weights, const float* bias, const std::uint16_t* inputs,
                   const float* values, Count count, float* y) {
    sumAll(units, weights, inputs, values, count, bias, y);
}

void sparseGradient(Count units, const float* delta, Count rows, const std::uint32_t* begin,
                    const std::uint32_t* examples, const float* values, float* gradient) {
    for (Count r = 0; r < rows; ++r)
        sumAll(units, delta, examples + begin[r], values + begin[r], begin[r + 1] - begin[r], nullptr,
               gradient + r * units);
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

} // namespace

namespace expertscope {

extern const Kernels KERNELS_TABLE;
const Kernels KERNELS_TABLE{KERNELS_NAME,    sparseForward, sparseGradient, rectify,
                            rectifyBackward, mix,           unmix,          momentumStep};

} // namespace expertscope
