// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/lesion.h"
#include "model/data/translation.h"

#include <vector>

namespace expertscope {

/// What a network says of any image, at one translation and at every other.
struct ImageAnswer {
    Shift shift;
    int answer = 0;                        ///< the most probable class
    std::vector<float> posterior;          ///< F(x), one a class
    std::vector<int> gatedLayers;          ///< their places in the network, counted from 0
    std::vector<std::vector<float>> gates; ///< one list a gated layer, one value an expert
    /// The same at every translation, in Translation::value's order (row-major, top left first).
    int side = 1;                       ///< side * side translations
    std::vector<Matrix<float>> gatesAt; ///< of each gated layer: N experts x translations
    std::vector<int> answerAt;
};

/// Pure: asks an immutable network about an image, translation.image().size() values, all translations in one
/// batch. Throws Error where image, network and translation are not of one size.
ImageAnswer answerImage(const Network<float>& network, const Translation& translation,
                        std::vector<float> image, Shift shift, const Lesion& lesion = {});

} // namespace expertscope
