// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"
#include "model/network/gates/gate_description.h"

#include <memory>
#include <string>
#include <vector>

namespace expertscope {

/// A setting of a kind of gate, as it stands beside `gate` in the configuration.
struct GateSetting {
    enum class Type {
        Experts, ///< a whole number from 1 to the number of the layer's experts
        Whole,
        Number,
        Switch, ///< true or false
    };
    std::string name;     ///< "k"
    std::string sentence; ///< what it does, for people
    Type type = Type::Number;
    double initial = 0;
    double least = 0, most = 1; ///< not of Experts and Switch

    /// The range and the initial value in a layer of so many experts.
    double leastOf(int experts) const;
    double mostOf(int experts) const;
    double initialOf(int experts) const;
};

/// The values of one layer's settings, complete.
class GateSettings {
  public:
    GateSettings(const GateDescription& description, int experts);
    double number(const std::string& name) const { return values_.at(name); }
    int whole(const std::string& name) const { return static_cast<int>(number(name)); }
    bool on(const std::string& name) const { return number(name) != 0; }

  private:
    std::map<std::string, double> values_;
};

/// A line of the table of gates: all that the configuration, the command line and the window need to know of
/// a kind. What it computes is in its own file, which nothing else names.
struct GateKind {
    std::string name;     ///< "top_k", as `network.layers.N.gate` has it
    std::string sentence; ///< what it decides, in one sentence
    std::string formula;
    std::string paper;
    std::vector<GateSetting> settings;
    /// What is wrong with these values together in a layer of so many experts, and what to do, as in "k is 1,
    /// ...; choose 2"; empty where nothing is. Each is in its range.
    std::string (*objection)(const GateSettings& settings, int experts);
    std::shared_ptr<const Gate<float>> (*makeFloat)(const GateShape& shape, const GateSettings& settings);
    std::shared_ptr<const Gate<double>> (*makeDouble)(const GateShape& shape, const GateSettings& settings);

    /// Null where it has no setting of that name.
    const GateSetting* setting(const std::string& name) const;
};

/// The table, in the order people see it.
const std::vector<GateKind>& gateKinds();
/// Null where there is none of that name.
const GateKind* findGateKind(const std::string& name);
/// The kind that has a setting of that name; null where none has.
const GateKind* gateKindWithSetting(const std::string& name);
/// "softmax, top_k"
std::string gateKindNames();

/// The same gate with every setting written out.
GateDescription completed(const GateDescription& description, int experts);
/// Throws ConfigError with the key that is wrong ("network.layers.0.k is 9; choose 1 to 4"). key: the
/// layer's, "network.layers.0".
void validate(const GateDescription& description, int experts, const std::string& key);
/// The gate of a layer that has been validated.
template <class Scalar>
std::shared_ptr<const Gate<Scalar>> makeGate(const GateDescription& description, const GateShape& shape);

/// Completes a line of the table with how a class template of gates is made.
template <template <class> class Kind> GateKind madeAs(GateKind kind) {
    kind.makeFloat = [](const GateShape& shape, const GateSettings& settings) {
        return std::shared_ptr<const Gate<float>>(std::make_shared<Kind<float>>(shape, settings));
    };
    kind.makeDouble = [](const GateShape& shape, const GateSettings& settings) {
        return std::shared_ptr<const Gate<double>>(std::make_shared<Kind<double>>(shape, settings));
    };
    return kind;
}

} // namespace expertscope
