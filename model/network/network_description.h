// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/layers/layer_description.h"

#include <cstdint>
#include <string>
#include <vector>

namespace expertscope {

/// How the last layer becomes the classes' probabilities F(x).
enum class Output {
    Softmax, ///< softmax(W z + b): the deep mixture's own
    Mixture, ///< the last layer's experts end in class logits; their probabilities are mixed by the gate (eq.
             ///< 1)
    Product, ///< so they do, and their log-probabilities are summed, without a gate (eq. 3)
};

/// A network as data, so that the deep mixture, its baselines and other depths are all one class.
struct NetworkDescription {
    LayerShape input; ///< from the data: the canvas
    int classes = 0;  ///< from the data
    std::vector<LayerDescription> layers;
    Output output = Output::Softmax;

    /// Whether the last layer's experts end in class logits, above their hidden widths.
    bool expertsClassify() const { return output != Output::Softmax; }
    /// Whether examples of that shape can be asked of such a network.
    bool takes(const LayerShape& examples) const { return examples.size() == input.size(); }
    /// Throws ConfigError with the key that is wrong ("network.layers.0.experts is 0; ...").
    void validate() const;
    /// Of experts, gates and output together; the largest number where they are too many to count.
    std::int64_t parameterCount() const;
    /// What parameters and what keeps them take, in bytes, however many they would be.
    double weightBytes() const;
    /// What a training step leaves behind for each example, in bytes: every unit's output, and its delta.
    double exampleBytes() const;
    /// Multiplications and additions that a training step takes for each example, counted dense: forward, to
    /// the weights, and to the inputs where these are not the data.
    double trainingOperations() const;
    /// Multiply-adds of one example's way forward where it has so many experts of each gated layer, or all
    /// where there are no more.
    double multiplyAdds(int most) const;
    /// As the paper names models: "4x100-4x100".
    std::string name() const;
    bool operator==(const NetworkDescription&) const = default;
};

std::string toString(Output output);
/// Throws ConfigError naming the three.
Output outputFromString(const std::string& text);

} // namespace expertscope
