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
    /// Null for a kind whose network ends in the experts' logits, and that has no state.
    GateSize (*size)(const Settings& settings, int experts) = nullptr;
    /// Whether examples use few experts, so that it is worth the others' while to leave them out.
    bool chooses = false;
    /// Whether the balance constraint may forbid experts (paper section 3). Not where a minibatch as a whole
    /// decides, or where somebody who is not forbidden may still be at 0.
    bool takesConstraint = true;
    /// Whether an example may be left without any expert: then the output cannot join the experts (eq. 1).
    bool mayLeaveNone = false;
    /// Whether logits that begin at 0 would stay there.
    bool needsScale = false;
    /// Whether a minibatch needs an example for each expert.
    bool needsExampleAnExpert = false;
    std::shared_ptr<const Gate<float>> (*makeFloat)(const GateShape& shape,
                                                    const Settings& settings) = nullptr;
    std::shared_ptr<const Gate<double>> (*makeDouble)(const GateShape& shape,
                                                      const Settings& settings) = nullptr;
};

/// The table, in the order people see it.
const std::vector<GateKind>& gateKinds();

/// The line of a gate that has been validated.
const GateKind& kindOf(const GateDescription& description);
/// Throws ConfigError with the key that is wrong ("network.layers.0.gate is ..."). key: the layer's.
void validate(const GateDescription& description, int experts, const std::string& key);
/// Of a gate that has been validated.
GateSize sizeOf(const GateDescription& description, int experts);
/// The gate of a layer that has been validated; the shape's size is filled in here.
template <class Scalar>
std::shared_ptr<const Gate<Scalar>> makeGate(const GateDescription& description, GateShape shape);

/// A line of the table for a class template of gates.
template <template <class> class Class>
GateKind gateKindOf(NamedKind kind, std::string (*objection)(const Settings&, int) = nullptr) {
    GateKind line{std::move(kind)};
    line.objection = objection;
    line.makeFloat = [](const GateShape& shape, const Settings& settings) {
        return std::shared_ptr<const Gate<float>>(std::make_shared<Class<float>>(shape, settings));
    };
    line.makeDouble = [](const GateShape& shape, const Settings& settings) {
        return std::shared_ptr<const Gate<double>>(std::make_shared<Class<double>>(shape, settings));
    };
    return line;
}

} // namespace expertscope
