// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate_kind.h"
#include "model/network/layers/layer_kind.h"
#include "model/network/network.h"
#include "tests/model/testing.h"

#include <cmath>

namespace expertscope::testing {

inline std::vector<int> randomWidths(Random& random, int mostLevels, int mostUnits) {
    std::vector<int> widths(1 + random.below(static_cast<std::uint32_t>(mostLevels)));
    for (int& width : widths)
        width = 1 + static_cast<int>(random.below(static_cast<std::uint32_t>(mostUnits)));
    return widths;
}

/// Settings of that kind, in their ranges.
inline SettingValues randomSettings(const NamedKind& kind, int experts, Random& random) {
    SettingValues values;
    for (const KindSetting& setting : kind.settings) {
        if (setting.list()) {
            values[setting.name] = setting.initialOf(experts);
            continue;
        }
        if (random.below(3) == 0) {
            values[setting.name] = setting.initialOf(experts);
            continue;
        }
        // No loss or noise so large that it drowns the others.
        const double least = setting.leastOf(experts);
        const double most = setting.type == KindSetting::Type::Number
                                ? std::min(setting.mostOf(experts), least + 2)
                                : setting.mostOf(experts);
        const double value = least + random.uniform(0.0, 1.0) * (most - least);
        values[setting.name] = setting.whole() ? std::round(value) : value;
    }
    return values;
}

/// A gate of that kind with legal settings.
inline GateDescription randomGate(const GateKind& kind, int experts, Random& random) {
    for (;;) {
        GateDescription gate{kind.name, randomSettings(kind, experts, random)};
        if (!kind.objection || kind.objection(Settings(kind, gate.settings, experts), experts).empty())
            return gate;
    }
}

/// A small network of any kind, the same for the same seed.
inline NetworkDescription randomDescription(std::uint64_t seed) {
    Random random(seed, Stream::StrokeDigits, 2);
    NetworkDescription description;
    description.input = 1 + static_cast<int>(random.below(6));
    description.classes = 2 + static_cast<int>(random.below(4));
    description.layers.resize(1 + random.below(3));
    for (LayerDescription& layer : description.layers) {
        const std::uint32_t kind = random.below(7); // mixtures are the point: four of seven
        layer.combine = kind < 4
                            ? Combine::Mixture
                            : std::array{Combine::Single, Combine::Concatenated, Combine::Plain}[kind - 4];
        layer.experts = 1 + static_cast<int>(random.below(5));
        layer.hidden = randomWidths(random, 3, 5);
        layer.gateHidden = randomWidths(random, 2, 5);
    }
    const std::uint32_t output = random.below(4); // half of them with the deep mixture's own
    if (output >= 2) {
        description.output = output == 2 ? Output::Mixture : Output::Product;
        description.layers.back().combine = output == 2 ? Combine::Mixture : Combine::Concatenated;
    }
    return description;
}

/// The same with each layer's gate drawn from the table of gates, and here and there a layer of another kind
/// from the table of layers: whatever is new is in it.
inline NetworkDescription randomDescriptionOfAllKinds(std::uint64_t seed) {
    NetworkDescription description = randomDescription(seed);
    Random random(seed, Stream::StrokeDigits, 3);
    for (LayerDescription& layer : description.layers) {
        layer.gate = randomGate(gateKinds()[random.below(static_cast<std::uint32_t>(gateKinds().size()))],
                                layer.experts, random);
        if (description.output == Output::Mixture && kindOf(layer.gate).mayLeaveNone)
            layer.gate = {};
        if (random.below(4) == 0)
            layer.gateHidden.clear();
    }
    for (const LayerKind& kind : layerKinds()) {
        if (kind.hasExperts || random.below(3) > 0)
            continue;
        LayerDescription layer;
        layer.kind = kind.name;
        layer.settings = randomSettings(kind, 1, random);
        const auto places =
            static_cast<std::uint32_t>(description.layers.size()) + !description.expertsClassify();
        description.layers.insert(description.layers.begin() + random.below(places), layer);
    }
    return description;
}

/// Weights as drawn and biases that are not 0, so that every term of every formula shows.
template <class Scalar> void drawBiases(Network<Scalar>& network, std::uint64_t seed) {
    for (const ParameterBlock& block : network.blocks())
        if (block.columns == 1 && block.name.ends_with(".bias"))
            network.parameters().segment(block.offset, block.size()) =
                (0.4 * normals(block.size(), seed, static_cast<std::uint32_t>(block.offset)).array() + 0.2)
                    .matrix()
                    .template cast<Scalar>();
}

} // namespace expertscope::testing
