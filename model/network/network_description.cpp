// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/network_description.h"

#include "model/base/error.h"

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
constexpr int mostUnits = 1 << 16;
constexpr int mostExperts = 4096;

void requireRange(const std::string& key, int value, int most) {
    if (value < 1 || value > most)
        throw ConfigError(key + " is " + std::to_string(value) + "; choose 1 to " + std::to_string(most));
}

void requireWidths(const std::string& key, const std::vector<int>& widths) {
    if (widths.empty())
        throw ConfigError(key + " is empty; give a width or a list of widths");
    for (int width : widths)
        requireRange(key, width, mostUnits);
}

void requireScale(const std::string& key, double scale) {
    if (!(scale >= 0 && scale <= 100))
        throw ConfigError(key + " is " + std::to_string(scale) + "; choose 0 to 100");
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
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const std::string key = "network.layers." + std::to_string(l);
        requireRange(key + ".experts", layers[l].experts, mostExperts);
        requireWidths(key + ".hidden", layers[l].hidden);
        if (layers[l].gated())
            requireWidths(key + ".gate_hidden", layers[l].gateHidden);
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
    const auto mlp = [](std::int64_t from, const std::vector<int>& widths, std::int64_t copies) {
        std::int64_t count = 0;
        for (const int width : widths) {
            count += copies * (from + 1) * width;
            from = width;
        }
        return count;
    };
    std::int64_t count = 0, from = inputs;
    for (std::size_t l = 0; l < layers.size(); ++l) {
        std::vector<int> widths = layers[l].hidden, gateWidths = layers[l].gateHidden;
        if (expertsClassify() && l + 1 == layers.size())
            widths.push_back(classes);
        gateWidths.push_back(layers[l].experts);
        count += mlp(from, widths, layers[l].activeExperts());
        if (layers[l].gated())
            count += mlp(from, gateWidths, 1);
        from = layers[l].outputs();
    }
    return count + (expertsClassify() ? 0 : mlp(from, {classes}, 1));
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
