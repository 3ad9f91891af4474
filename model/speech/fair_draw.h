// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"

#include <cstdint>
#include <vector>

namespace expertscope {

constexpr double wantedTestShare = 0.2; ///< of the examples

/// What is in one set as a whole, a speaker or a recording: how many examples each gives.
using Sizes = std::vector<Index>;

/// Which of them are for testing.
struct Drawn {
    std::vector<bool> chosen;
    bool bySize = false; ///< their sizes had a say
};

/// A fifth of them, at least one and not all, drawn from the seed. Where these have less than a tenth or more
/// than two fifths of the examples, others if they come much nearer to a fifth: in the same order each that
/// brings the share nearer.
Drawn drawTestSet(const Sizes& sizes, std::uint64_t seed);

/// Of all examples, how many are in what was chosen.
double shareOf(const std::vector<bool>& chosen, const Sizes& sizes);

/// Near enough to a fifth, as speakers and recordings are, that nothing need be said.
bool isUsualShare(double share);

} // namespace expertscope
