// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/gate_config.h"

#include "model/network/gates/gate_kind.h"

#include <algorithm>

namespace expertscope {
namespace {

Json settingJson(const GateSetting& setting, double value) {
    switch (setting.type) {
    case GateSetting::Type::Switch:
        return value != 0;
    case GateSetting::Type::Experts:
    case GateSetting::Type::Whole:
        return static_cast<int>(value);
    case GateSetting::Type::Number:
        return value;
    }
    return {};
}

double settingFrom(ConfigReader& layer, const GateSetting& setting, double initial) {
    if (setting.type == GateSetting::Type::Switch) {
        bool on = initial != 0;
        layer.read(setting.name, on);
        return on;
    }
    if (setting.type == GateSetting::Type::Number) {
        layer.read(setting.name, initial);
        return initial;
    }
    int whole = static_cast<int>(initial);
    layer.read(setting.name, whole);
    return whole;
}

const GateKind* kindOf(const Json& layer) {
    const auto kind = layer.find("gate");
    return kind != layer.end() && kind->is_string() ? findGateKind(kind->get<std::string>()) : nullptr;
}

} // namespace

void writeGate(Json& layer, const GateDescription& gate, int experts) {
    layer["gate"] = gate.kind;
    const GateDescription complete = completed(gate, experts);
    if (const GateKind* kind = findGateKind(gate.kind))
        for (const GateSetting& setting : kind->settings)
            layer[setting.name] = settingJson(setting, complete.settings.at(setting.name));
}

GateDescription readGate(ConfigReader& layer, int experts) {
    GateDescription gate;
    layer.read("gate", gate.kind);
    const GateKind* kind = findGateKind(gate.kind);
    if (!kind)
        layer.fail("gate", "is " + quotedJson(gate.kind) + "; choose one of " + gateKindNames());
    for (const GateSetting& setting : kind->settings)
        gate.settings[setting.name] = settingFrom(layer, setting, setting.initialOf(experts));
    for (const GateKind& other : gateKinds())
        for (const GateSetting& setting : other.settings)
            if (!kind->setting(setting.name) && layer.has(setting.name))
                layer.fail(setting.name, "is a setting of the gate " + other.name + ", but this layer's is " +
                                             kind->name + "; leave it out, or choose that gate");
    return gate;
}

void setGate(Json& layer, const Json& kind) {
    if (const GateKind* before = kindOf(layer))
        for (const GateSetting& setting : before->settings)
            layer.erase(setting.name);
    layer["gate"] = kind;
}

Json* placeOfGateSetting(Json& layer, const std::string& prefix, const std::string& name) {
    const GateKind* kind = kindOf(layer);
    const GateKind* owner = gateKindWithSetting(name);
    if (!kind || !owner)
        return nullptr;
    if (!kind->setting(name))
        throw ConfigError(prefix + "." + name + " is a setting of the gate " + owner->name + ", but " +
                          prefix + ".gate is " + kind->name + "; set " + prefix + ".gate=" + owner->name +
                          " too.");
    return &(layer[name] = nullptr);
}

} // namespace expertscope
