// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"
#include "model/network/gates/gate_description.h"

#include <memory>

namespace expertscope {

/// A line of the table of gates. What a kind computes is in its own file, which nothing else names.
struct GateKind : NamedKind {
    /// What is wrong with these values together in a layer of so many experts, and what to do, as in "k is 1,
    /// ...; choose 2"; empty where nothing is. Each is in its range. Null for a kind without such.
    std::string (*objection)(const Settings& settings, int experts) = nullptr;
    std::shared_ptr<const Gate<float>> (*makeFloat)(const GateShape& shape,
                                                    const Settings& settings) = nullptr;
    std::shared_ptr<const Gate<double>> (*makeDouble)(const GateShape& shape,
                                                      const Settings& settings) = nullptr;
};

/// The table, in the order people see it.
const std::vector<GateKind>& gateKinds();

/// Throws ConfigError with the key that is wrong ("network.layers.0.gate is ..."). key: the layer's.
void validate(const GateDescription& description, int experts, const std::string& key);
/// The gate of a layer that has been validated.
template <class Scalar>
std::shared_ptr<const Gate<Scalar>> makeGate(const GateDescription& description, const GateShape& shape);

/// A line of the table for a class template of gates.
template <template <class> class Class>
GateKind gateKindOf(NamedKind kind, std::string (*objection)(const Settings&, int) = nullptr) {
    return {std::move(kind), objection,
            [](const GateShape& shape, const Settings& settings) {
                return std::shared_ptr<const Gate<float>>(std::make_shared<Class<float>>(shape, settings));
            },
            [](const GateShape& shape, const Settings& settings) {
                return std::shared_ptr<const Gate<double>>(std::make_shared<Class<double>>(shape, settings));
            }};
}

} // namespace expertscope
