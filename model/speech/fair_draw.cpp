// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/fair_draw.h"

#include "model/base/random.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace expertscope {
namespace {

constexpr double muchNearer = 0.05; // of the examples

double apart(double share) {
    return std::abs(share - wantedTestShare);
}

std::vector<bool> drawFifth(const std::vector<std::uint32_t>& order) {
    const std::size_t n = order.size();
    std::vector<bool> chosen(n, false);
    for (std::size_t i = 0; i < std::max<std::size_t>(1, n / 5) && i + 1 < n; ++i)
        chosen[order[i]] = true;
    return chosen;
}

/// One at least: where each alone has too much, the one that has least too much.
std::vector<bool> drawBySize(const std::vector<std::uint32_t>& order, const Sizes& sizes) {
    const double all = static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), Index{0}));
    std::vector<bool> chosen(order.size(), false);
    std::uint32_t nearest = order.front();
    double share = 0, least = 1;
    for (const std::uint32_t i : order) {
        const double own = static_cast<double>(sizes[i]) / all;
        if (own > 0 && apart(own) < least)
            nearest = i, least = apart(own);
        if (apart(share + own) < apart(share)) {
            chosen[i] = true;
            share += own;
        }
    }
    if (share == 0)
        chosen[nearest] = true;
    return chosen;
}

} // namespace

double shareOf(const std::vector<bool>& chosen, const Sizes& sizes) {
    Index part = 0, all = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        all += sizes[i];
        part += chosen[i] ? sizes[i] : 0;
    }
    return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

bool isUsualShare(double share) {
    return share >= 0.1 && share <= 0.4;
}

Drawn drawTestSet(const Sizes& sizes, std::uint64_t seed) {
    const std::vector<std::uint32_t> order =
        permutation(static_cast<std::uint32_t>(sizes.size()), Random(seed, Stream::SpeechSplit));
    const std::vector<bool> usual = drawFifth(order);
    const double drawn = shareOf(usual, sizes);
    if (isUsualShare(drawn) || std::all_of(sizes.begin(), sizes.end(), [](Index size) { return size == 0; }))
        return {usual, false};
    const std::vector<bool> other = drawBySize(order, sizes);
    const double gain = drawn < wantedTestShare ? 0 : muchNearer; // two halves are as good as each other
    if (apart(shareOf(other, sizes)) + gain < apart(drawn))
        return {other, true};
    return {usual, false};
}

} // namespace expertscope
