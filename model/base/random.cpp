// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/random.h"

#include <cmath>
#include <numeric>
#include <utility>

namespace expertscope {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> k) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = std::uint64_t{0xD2511F53} * c[0];
        const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * c[2];
        c = {static_cast<std::uint32_t>(p1 >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(p1),
             static_cast<std::uint32_t>(p0 >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(p0)};
        k[0] += 0x9E3779B9;
        k[1] += 0xBB67AE85;
    }
    return c;
}

Random::Random(std::uint64_t seed, Stream stream, std::uint32_t epoch, std::uint32_t index)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      counter_{0, index, epoch, static_cast<std::uint32_t>(stream)} {}

std::uint32_t Random::next() {
    if (used_ == 4) {
        block_ = philox(counter_, key_);
        ++counter_[0];
        used_ = 0;
    }
    return block_[used_++];
}

double Random::uniform() {
    const std::uint64_t high = next() >> 5, low = next() >> 6; // 27 + 26 bits: every double's mantissa
    return static_cast<double>((high << 26) | low) * 0x1p-53;
}

std::uint32_t Random::below(std::uint32_t bound) {
    const std::uint32_t rejected = -bound % bound; // 2^32 mod bound: draws below it would favour small values
    for (;;) {
        const std::uint64_t product = std::uint64_t{next()} * bound;
        if (static_cast<std::uint32_t>(product) >= rejected)
            return static_cast<std::uint32_t>(product >> 32);
    }
}

double Random::normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform())); // Box-Muller; 1-u is never 0
    return radius * std::cos(6.283185307179586 * uniform());
}

std::vector<std::uint32_t> permutation(std::uint32_t n, Random random) {
    std::vector<std::uint32_t> order(n);
    drawPermutation(order, random);
    return order;
}

void drawPermutation(std::vector<std::uint32_t>& order, Random random) {
    std::iota(order.begin(), order.end(), 0u);
    for (auto left = static_cast<std::uint32_t>(order.size()); left > 1; --left)
        std::swap(order[left - 1], order[random.below(left)]);
}

} // namespace expertscope
