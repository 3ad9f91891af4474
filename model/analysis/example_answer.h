// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/lesion.h"
#include "model/data/example_set.h"
#include "model/network/network.h"

#include <vector>

namespace expertscope {

/// What a network says of one example, and why.
struct ExampleAnswer {
    int example = -1; ///< index into the set
    int label = 0;
    int answer = 0;                        ///< the most probable class
    std::vector<float> posterior;          ///< F(x), one a class
    std::vector<int> gatedLayers;          ///< their places in the network, counted from 0
    std::vector<std::vector<float>> gates; ///< one list a gated layer, one value an expert
    std::vector<int> path;                 ///< the expert with the largest gate of each gated layer

    /// What each combination of experts alone would answer (every gate 1 for its expert, 0 for the others);
    /// the experts of the first gated layer in the rows, of the second in the columns (one column where there
    /// is none).
    struct Alone {
        int answer = 0;
        float probability = 0;
    };
    int rows = 0, columns = 0;
    std::vector<Alone> alone; ///< rows * columns, row-major
};

/// Pure: asks an immutable network about example i of the set. What combinations answer alone is of all
/// experts, also of those that are off.
ExampleAnswer answerExample(const Network<float>& network, const ExampleSet& set, int i,
                            const Lesion& lesion = {});

} // namespace expertscope
