// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/network_description.h"

#include "model/base/error.h"
#include "model/network/gates/gate_kind.h"

#include <algorithm>
#include <array>
#include <utility>

namespace expertscope {
namespace {

constexpr std::array<std::pair<Combine, const char*>, 4> combineNames{
    {{Combine::Mixture, "mixture"},
     {Combine::Single, "single"},
     {Combine::Concatenated, "concatenated"},
     {Combine::Plain, "plain"}}};
constexpr std::array<std::pair<Output, const char*>, 3> outputNames{
    {{Output::Softmax, "softmax"}, {Output::Mixture, "mixture"}, {Output::Product, "product"}}};
constexpr int mostExperts = 4096;
constexpr std::size_t mostLevels = 100; ///< of layers, and of widths in each
constexpr double bytesOfLevel = 64;     ///< of an expert's level beside its parameters: measured

void requireRange(const std::string& key, int value, int most) {
    if (value < 1 || value > most)
        throw ConfigError(key + " is " + std::to_string(value) + "; choose 1 to " + std::to_string(most));
}

void requireWidths(const std::string& key, const std::vector<int>& widths) {
    if (widths.empty())
        throw ConfigError(key + " is empty; give a width or a list of widths");
    if (widths.size() > mostLevels)
        throw ConfigError(key + " has " + std::to_string(widths.size()) + " widths; give at most " +
                          std::to_string(mostLevels));
    for (int width : widths)
        requireRange(key, width, NetworkDescription::mostUnits);
}

void requireScale(const std::string& key, double scale) {
    if (!(scale >= 0 && scale <= 100))
        throw ConfigError(key + " is " + std::to_string(scale) + "; choose 0 to 100");
}

/// As doubles, in which no product overflows.
struct Counts {
    double parameters = 0, units = 0;
    double levels = 0; ///< matrices with their biases

    void add(double from, const std::vector<int>& widths, double copies) {
        for (const int width : widths) {
            parameters += copies * (from + 1) * width;
            units += copies * width;
            levels += copies;
            from = width;
        }
    }
};

Counts countsOf(const NetworkDescription& network) {
    Counts counts;
    double from = network.inputs;
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const LayerDescription& layer = network.layers[l];
        std::vector<int> widths = layer.hidden, gateWidths = layer.gateHidden;
        if (network.expertsClassify() && l + 1 == network.layers.size())
            widths.push_back(network.classes);
        gateWidths.push_back(layer.experts);
        counts.add(from, widths, layer.activeExperts());
        if (layer.gated())
            counts.add(from, gateWidths, 1);
        from = layer.outputs();
    }
    if (!network.expertsClassify())
        counts.add(from, {network.classes}, 1);
    return counts;
}

} // namespace

int LayerDescription::activeExperts() const {
    return combine == Combine::Mixture || combine == Combine::Concatenated ? experts : 1;
}

int LayerDescription::outputs() const {
    return combine == Combine::Concatenated ? hidden.back() * experts : hidden.back();
}

void NetworkDescription::validate() const {
    if (layers.empty())
        throw ConfigError("network.layers is empty; describe at least one layer");
    if (layers.size() > mostLevels)
        throw ConfigError("network.layers has " + std::to_string(layers.size()) +
                          " layers; describe at most " + std::to_string(mostLevels));
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const std::string key = "network.layers." + std::to_string(l);
        requireRange(key + ".experts", layers[l].experts, mostExperts);
        requireWidths(key + ".hidden", layers[l].hidden);
        if (layers[l].gated()) {
            requireWidths(key + ".gate_hidden", layers[l].gateHidden);
            expertscope::validate(layers[l].gate, layers[l].experts, key);
        }
        requireScale(key + ".gate_scale", layers[l].gateScale);
        requireScale(key + ".expert_scale", layers[l].expertScale);
    }
    const Combine last = layers.back().combine;
    const std::string key = "network.layers." + std::to_string(layers.size() - 1) + ".combine";
    if (output == Output::Mixture && last != Combine::Mixture)
        throw ConfigError("network.output is mixture, which needs a gate, but " + key + " is " +
                          toString(last) + "; choose mixture for both");
    if (output == Output::Product && last != Combine::Concatenated)
        throw ConfigError("network.output is product, which has no gate, but " + key + " is " +
                          toString(last) + "; choose concatenated there");
}

std::int64_t NetworkDescription::parameterCount() const {
    constexpr double most = 0x1p62; // a whole number up to 2^53 is exact in a double
    return static_cast<std::int64_t>(std::min(countsOf(*this).parameters, most));
}

double NetworkDescription::weightBytes() const {
    const Counts counts = countsOf(*this);
    return counts.parameters * sizeof(float) + counts.levels * bytesOfLevel;
}

double NetworkDescription::exampleBytes() const {
    return (inputs + 2 * countsOf(*this).units) * sizeof(float);
}

std::string NetworkDescription::name() const {
    std::string name;
    for (const LayerDescription& layer : layers) {
        name += name.empty() ? "" : "-";
        if (layer.combine != Combine::Plain)
            name += std::to_string(layer.activeExperts()) + "x";
        name += std::to_string(layer.hidden.back());
        name += layer.combine == Combine::Concatenated ? "c" : "";
    }
    return name;
}

std::string toString(Combine combine) {
    for (const auto& [value, name] : combineNames)
        if (value == combine)
            return name;
    return "?";
}

Combine combineFromString(const std::string& text) {
    for (const auto& [value, name] : combineNames)
        if (text == name)
            return value;
    throw ConfigError("combine is \"" + text + "\"; choose mixture, single, concatenated or plain");
}

std::string toString(Output output) {
    for (const auto& [value, name] : outputNames)
        if (value == output)
            return name;
    return "?";
}

Output outputFromString(const std::string& text) {
    for (const auto& [value, name] : outputNames)
        if (text == name)
            return value;
    throw ConfigError("network.output is \"" + text + "\"; choose softmax, mixture or product");
}

} // namespace expertscope
