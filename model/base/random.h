// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace expertscope {

/// What a random number is for. Numbers of different streams are independent, so that, say, drawing one more
/// weight changes nobody's jitter. Part of the file format of a run: append, never renumber.
enum class Stream : std::uint32_t {
    Weights = 1,
    Order = 2,
    Jitter = 3,
    TestJitter = 4,
    TrainJitter = 5,
    ProbeSet = 6,
    PermutationNull = 7,
    StrokeDigits = 8,
    SpeechSplit = 9,
    SpokenSentences = 10,
    Dropout = 11,
    GateNoise = 12,
};

/// One block of Philox4x32-10 (Salmon et al., SC 2011): a keyed bijection of 128-bit counters.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// Counter-based random numbers: the n-th draw is a pure function of (seed, stream, epoch, index, n). There
/// is no state to save but the seed, and any thread may draw for any example.
class Random {
  public:
    Random(std::uint64_t seed, Stream stream, std::uint32_t epoch = 0, std::uint32_t index = 0);

    std::uint32_t next();
    /// Uniform in [0, 1).
    double uniform();
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Uniform in 0 .. bound-1, without bias; bound > 0.
    std::uint32_t below(std::uint32_t bound);
    /// Standard normal.
    double normal();

  private:
    std::array<std::uint32_t, 2> key_;
    std::array<std::uint32_t, 4> counter_;
    std::array<std::uint32_t, 4> block_{};
    int used_ = 4;
};

/// A permutation of 0 .. n-1.
std::vector<std::uint32_t> permutation(std::uint32_t n, Random random);
/// The same, of 0 .. order.size()-1, in place.
void drawPermutation(std::vector<std::uint32_t>& order, Random random);

} // namespace expertscope
