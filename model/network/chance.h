// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/random.h"

namespace expertscope {

/// What a layer or a gate leaves to chance in training: random numbers that depend on the seed, the layer,
/// the epoch and the example alone, so that they are the same on any number of threads, and after a resume.
struct Chance {
    bool on = false; ///< never in evaluation
    std::uint64_t seed = 0;
    std::uint32_t epoch = 0;
    std::vector<std::uint32_t> examples; ///< in the minibatch's columns

    /// The numbers of one column of a layer (from 0).
    Random numbers(Stream stream, int layer, std::int64_t column) const {
        const auto ofLayer = static_cast<std::uint32_t>(stream) + 256 * static_cast<std::uint32_t>(layer);
        return {seed, static_cast<Stream>(ofLayer), epoch, examples[static_cast<std::size_t>(column)]};
    }
};

} // namespace expertscope
