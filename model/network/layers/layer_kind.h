// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/layers/layer.h"

#include <memory>

namespace expertscope {

/// What a layer is made of, counted before any is made. As doubles, in which no product overflows.
struct LayerCounts {
    LayerShape output;
    double parameters = 0;
    double units = 0;              ///< values that a step leaves behind for each example
    double levels = 0;             ///< matrices with their biases
    double multiplyAdds = 0;       ///< of one example's way forward, counted dense
    double expertMultiplyAdds = 0; ///< those of them that one expert of a gate's has
    double inputMultiplyAdds = 0;  ///< those of them that read the layer's input

    /// A bank of `copies` networks side by side, from -> widths[0] -> widths[1] ..., all reading the layer's
    /// input.
    void addMlp(double from, const std::vector<int>& widths, double copies);
};

/// A line of the table of layers. What a kind computes is in its own file, which nothing else names.
struct LayerKind : NamedKind {
    bool hasExperts = false; ///< then LayerDescription's own fields say what it is, not settings
    /// Throws ConfigError. key: the layer's, "network.layers.0".
    void (*check)(const LayerDescription& description, const std::string& key) = nullptr;
    /// Its part of a network's name: "4x100".
    std::string (*label)(const LayerDescription& description) = nullptr;
    LayerCounts (*count)(const LayerDescription& description, const LayerPlace& place) = nullptr;
    std::shared_ptr<const Layer<float>> (*makeFloat)(const LayerDescription& description,
                                                     const LayerPlace& place) = nullptr;
    std::shared_ptr<const Layer<double>> (*makeDouble)(const LayerDescription& description,
                                                       const LayerPlace& place) = nullptr;
};

/// The table, in the order people see it.
const std::vector<LayerKind>& layerKinds();
/// The line of a layer that has been validated.
const LayerKind& kindOf(const LayerDescription& description);

/// Throws ConfigError with the key that is wrong. key: the layer's.
void validate(const LayerDescription& description, const std::string& key);
/// The layer, which has been validated.
template <class Scalar>
std::shared_ptr<const Layer<Scalar>> makeLayer(const LayerDescription& description, const LayerPlace& place);

/// How a class template of layers is made, for a line of the table.
template <template <class> class Class> LayerKind madeAs(LayerKind kind) {
    kind.makeFloat = [](const LayerDescription& description, const LayerPlace& place) {
        return std::shared_ptr<const Layer<float>>(std::make_shared<Class<float>>(description, place));
    };
    kind.makeDouble = [](const LayerDescription& description, const LayerPlace& place) {
        return std::shared_ptr<const Layer<double>>(std::make_shared<Class<double>>(description, place));
    };
    return kind;
}

} // namespace expertscope
