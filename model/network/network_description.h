// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"
#include "model/network/gates/gate_description.h"

#include <cstdint>
#include <string>
#include <vector>

namespace expertscope {

/// How a layer joins its experts.
enum class Combine {
    Mixture,      ///< z = sum_i g_i f_i, the gate's own network decides g
    Single,       ///< one fixed expert, no gate
    Concatenated, ///< all experts' outputs side by side, no gate
    Plain,        ///< an ordinary dense layer, no experts, no gate
};

/// How the last layer becomes the classes' probabilities F(x).
enum class Output {
    Softmax, ///< softmax(W z + b): the deep mixture's own
    Mixture, ///< the last layer's experts end in class logits; their probabilities are mixed by the gate (eq.
             ///< 1)
    Product, ///< so they do, and their log-probabilities are summed, without a gate (eq. 3)
};

struct LayerDescription {
    int experts = 4;
    std::vector<int> hidden{100};    ///< an expert's widths, its output last: {100} in the paper
    std::vector<int> gateHidden{50}; ///< the gate's hidden widths
    Combine combine = Combine::Mixture;
    double gateScale =
        1; ///< of the initial weights of the gate's last level: below 1 gates begin nearly even
    double expertScale = 1; ///< of the initial weights of an expert's last level: below 1 experts begin
                            ///< nearly silent, and what they come to be is less a matter of chance

    GateDescription gate{}; ///< how it decides

    bool gated() const { return combine == Combine::Mixture; }
    /// How many experts compute: 1 for single and plain.
    int activeExperts() const;
    /// Values the layer passes on.
    int outputs() const;
    bool operator==(const LayerDescription&) const = default;
};

/// A network as data, so that the deep mixture, its baselines and other depths are all one class.
struct NetworkDescription {
    int inputs = 0;  ///< from the data: the canvas' values
    int classes = 0; ///< from the data
    std::vector<LayerDescription> layers;
    Output output = Output::Softmax;

    static constexpr int mostUnits = 1 << 16; ///< of one width

    /// Whether the last layer's experts end in class logits, above their hidden widths.
    bool expertsClassify() const { return output != Output::Softmax; }
    /// Throws ConfigError with the key that is wrong ("network.layers.0.experts is 0; ...").
    void validate() const;
    /// Of experts, gates and output together; the largest number where they are too many to count.
    std::int64_t parameterCount() const;
    /// What parameters and what keeps them take, in bytes, however many they would be.
    double weightBytes() const;
    /// What a training step leaves behind for each example, in bytes: every unit's output, and its delta.
    double exampleBytes() const;
    /// As the paper names models: "4x100-4x100".
    std::string name() const;
    bool operator==(const NetworkDescription&) const = default;
};

std::string toString(Combine combine);
/// Throws ConfigError naming the four.
Combine combineFromString(const std::string& text);
std::string toString(Output output);
/// Throws ConfigError naming the three.
Output outputFromString(const std::string& text);

} // namespace expertscope
