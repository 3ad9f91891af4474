// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/network_description.h"

#include "model/base/error.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/layers/layer_kind.h"

#include <algorithm>
#include <array>
#include <utility>

namespace expertscope {
namespace {

constexpr std::array<std::pair<Output, const char*>, 3> outputNames{
    {{Output::Softmax, "softmax"}, {Output::Mixture, "mixture"}, {Output::Product, "product"}}};
constexpr std::size_t mostLayers = 100;
constexpr double bytesOfLevel = 64; ///< of an expert's level beside its parameters: measured

/// Of each layer, and of the output layer, if there is one, behind them.
std::vector<LayerCounts> countsOf(const NetworkDescription& network) {
    std::vector<LayerCounts> all;
    LayerPlace place{.input = network.input};
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        place.number = static_cast<int>(l);
        if (network.expertsClassify() && l + 1 == network.layers.size())
            place.classes = network.classes;
        all.push_back(kindOf(network.layers[l]).count(network.layers[l], place));
        place.input = all.back().output;
    }
    if (!network.expertsClassify())
        all.emplace_back().addMlp(place.input.size(), {network.classes}, 1);
    return all;
}

double sumOf(const NetworkDescription& network, double LayerCounts::*count) {
    double sum = 0;
    for (const LayerCounts& layer : countsOf(network))
        sum += layer.*count;
    return sum;
}

} // namespace

void NetworkDescription::validate() const {
    if (layers.empty())
        throw ConfigError("network.layers is empty; describe at least one layer");
    if (layers.size() > mostLayers)
        throw ConfigError("network.layers has " + std::to_string(layers.size()) +
                          " layers; describe at most " + std::to_string(mostLayers));
    for (std::size_t l = 0; l < layers.size(); ++l)
        expertscope::validate(layers[l], "network.layers." + std::to_string(l));
    if (expertsClassify() && !layers.back().hasExperts())
        throw ConfigError("network.output is " + toString(output) +
                          ", which joins the last layer's experts, but "
                          "network.layers." +
                          std::to_string(layers.size() - 1) + ".kind is " + layers.back().kind +
                          "; choose softmax, or end in a layer of experts");
    const Combine last = layers.back().combine;
    const std::string key = "network.layers." + std::to_string(layers.size() - 1) + ".combine";
    if (output == Output::Mixture && last != Combine::Mixture)
        throw ConfigError("network.output is mixture, which needs a gate, but " + key + " is " +
                          toString(last) + "; choose mixture for both");
    if (output == Output::Mixture && kindOf(layers.back().gate).mayLeaveNone)
        throw ConfigError("network.output is mixture, where each example needs an expert, but the gate " +
                          layers.back().gate.kind + " of network.layers." +
                          std::to_string(layers.size() - 1) +
                          " may leave it without; choose network.output=softmax, or another gate");
    if (output == Output::Product && last != Combine::Concatenated)
        throw ConfigError("network.output is product, which has no gate, but " + key + " is " +
                          toString(last) + "; choose concatenated there");
}

std::int64_t NetworkDescription::parameterCount() const {
    constexpr double most = 0x1p62; // a whole number up to 2^53 is exact in a double
    return static_cast<std::int64_t>(std::min(sumOf(*this, &LayerCounts::parameters), most));
}

double NetworkDescription::weightBytes() const {
    return sumOf(*this, &LayerCounts::parameters) * sizeof(float) +
           sumOf(*this, &LayerCounts::levels) * bytesOfLevel;
}

double NetworkDescription::exampleBytes() const {
    return (input.size() + 2 * sumOf(*this, &LayerCounts::units)) * sizeof(float);
}

double NetworkDescription::multiplyAdds(int most) const {
    double sum = sumOf(*this, &LayerCounts::multiplyAdds);
    const std::vector<LayerCounts> counts = countsOf(*this);
    for (std::size_t l = 0; l < layers.size(); ++l)
        sum -= std::max(0, layers[l].experts - most) * counts[l].expertMultiplyAdds;
    return sum;
}

double NetworkDescription::trainingOperations() const {
    return 6 * sumOf(*this, &LayerCounts::multiplyAdds) - 2 * countsOf(*this).front().inputMultiplyAdds;
}

std::string NetworkDescription::name() const {
    std::string name;
    for (const LayerDescription& layer : layers)
        name += (name.empty() ? "" : "-") + kindOf(layer).label(layer);
    return name;
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
