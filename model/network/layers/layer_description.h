// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/dataset.h"
#include "model/network/gates/gate_description.h"

#include <vector>

namespace expertscope {

/// What passes from layer to layer for one example: channels x height x width values; a vector has its values
/// as channels, 1 x 1 in space.
struct LayerShape {
    LayerShape(int values = 0) : channels(values) {}
    LayerShape(const ImageShape& image)
        : channels(image.channels), height(image.rows), width(image.columns) {}

    int channels;
    int height = 1, width = 1;

    int size() const { return channels * height * width; }
    bool operator==(const LayerShape&) const = default;
};

/// How a layer of experts joins them.
enum class Combine {
    Mixture,      ///< z = sum_i g_i f_i, the gate's own network decides g
    Single,       ///< one fixed expert, no gate
    Concatenated, ///< all experts' outputs side by side, no gate
    Plain,        ///< an ordinary dense layer, no experts, no gate
};

/// What a layer is where a configuration does not say, as all were before there was a choice.
inline constexpr const char* defaultLayer = "experts";

/// A layer as data. What it is made of depends on its kind, of those in the table (layer_kind.h).
struct LayerDescription {
    // Of a kind that has experts:
    int experts = 4;
    std::vector<int> hidden{100};    ///< an expert's widths, its output last: {100} in the paper
    std::vector<int> gateHidden{50}; ///< the gate's hidden widths
    Combine combine = Combine::Mixture;
    /// Of the initial weights of the gate's last level: below 1 gates begin nearly even.
    double gateScale = 1;
    /// Of the initial weights of an expert's last level: below 1 experts begin nearly silent, and what they
    /// come to be is less a matter of chance.
    double expertScale = 1;
    GateDescription gate{}; ///< how it decides

    std::string kind = defaultLayer;
    SettingValues settings{}; ///< of a kind without experts

    static constexpr int mostUnits = 1 << 16; ///< of one width

    /// Whether it has experts at all.
    bool hasExperts() const;
    bool gated() const { return hasExperts() && combine == Combine::Mixture; }
    /// How many experts compute: 1 for single and plain.
    int activeExperts() const {
        return combine == Combine::Mixture || combine == Combine::Concatenated ? experts : 1;
    }
    bool operator==(const LayerDescription&) const = default;
};

std::string toString(Combine combine);
/// Throws ConfigError naming the four.
Combine combineFromString(const std::string& text);

} // namespace expertscope
