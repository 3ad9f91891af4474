// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/layer_config.h"

#include "model/base/json_path.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/layers/layer_kind.h"

#include <utility>

namespace expertscope {
namespace {

Json widths(const std::vector<int>& list) {
    return list.size() == 1 ? Json(list.front()) : Json(list);
}

Json settingJson(const KindSetting& setting, const SettingValue& value) {
    if (setting.list())
        return std::vector<int>(value.list().begin(), value.list().end());
    if (setting.type == KindSetting::Type::Switch)
        return value.number() != 0;
    return setting.whole() ? Json(static_cast<int>(value.number())) : Json(value.number());
}

void writeSettings(Json& json, const NamedKind& kind, const SettingValues& values, int experts) {
    const SettingValues complete = kind.completed(values, experts);
    for (const KindSetting& setting : kind.settings)
        json[setting.name] = settingJson(setting, complete.at(setting.name));
}

SettingValue settingFrom(ConfigReader& reader, const KindSetting& setting, const SettingValue& initial) {
    if (setting.list()) {
        std::vector<int> list(initial.list().begin(), initial.list().end());
        reader.readList(setting.name, list);
        return SettingValue(std::vector<double>(list.begin(), list.end()));
    }
    if (setting.type == KindSetting::Type::Switch) {
        bool on = initial.number() != 0;
        reader.read(setting.name, on);
        return double(on);
    }
    if (!setting.whole()) {
        double value = initial.number();
        reader.read(setting.name, value);
        return value;
    }
    int whole = static_cast<int>(initial.number());
    reader.read(setting.name, whole);
    return double(whole);
}

SettingValues settingsFrom(ConfigReader& reader, const NamedKind& kind, int experts) {
    SettingValues values;
    for (const KindSetting& setting : kind.settings)
        values[setting.name] = settingFrom(reader, setting, setting.initialOf(experts));
    return kind.shortened(std::move(values), experts);
}

/// what: "gate" or "layer", and the tables of both.
template <class Line>
const Line* kindFrom(ConfigReader& reader, const std::string& key, const std::vector<Line>& table,
                     std::string& name) {
    reader.read(key, name);
    const Line* kind = findKind(table, name);
    if (!kind)
        reader.fail(key, "is " + quotedJson(name) + "; choose one of " + namesOf(table));
    return kind;
}

/// The keys that only a layer of experts has.
bool isOfExperts(const std::string& key) {
    for (const char* one :
         {"combine", "experts", "hidden", "gate_hidden", "gate_scale", "expert_scale", "gate"})
        if (key == one)
            return true;
    return false;
}

std::string whyNoExperts(const std::string& kind) {
    return "is of layers with experts, but the layer's kind is " + kind;
}

/// Keys that are known, but not of this layer: a better reason than that they are unknown.
void refuseOthers(const ConfigReader& reader, const LayerKind& kind, const LayerDescription& layer) {
    const auto refuse = [&](const std::string& key, const std::string& what, const NamedKind& owner,
                            const std::string& chosen) {
        reader.fail(key, "is a setting of the " + what + " " + owner.name + ", but this layer's is " +
                             chosen + "; leave it out, or choose " + owner.name);
    };
    for (const std::string& key : reader.unasked()) {
        if (const NamedKind* owner = kind.hasExperts ? kindWithSetting(gateKinds(), key) : nullptr)
            refuse(key, "gate", *owner, layer.gate.kind);
        if (const NamedKind* owner = kindWithSetting(layerKinds(), key))
            refuse(key, "layer", *owner, layer.kind);
        if (isOfExperts(key))
            reader.fail(key, whyNoExperts(layer.kind) + "; leave it out");
    }
}

const NamedKind* gateKindIn(const Json& layer) {
    return findKind(gateKinds(), textIn(layer, "gate"));
}

const LayerKind* layerKindIn(const Json& layer) {
    return findKind(layerKinds(), textIn(layer, "kind"));
}

} // namespace

Json toJson(const LayerDescription& layer) {
    Json json{{"kind", layer.kind}};
    if (layer.hasExperts()) {
        json["combine"] = toString(layer.combine);
        json["experts"] = layer.experts;
        json["hidden"] = widths(layer.hidden);
        json["gate_hidden"] = widths(layer.gateHidden);
        json["gate_scale"] = layer.gateScale;
        json["expert_scale"] = layer.expertScale;
        json["gate"] = layer.gate.kind;
        if (const GateKind* gate = findKind(gateKinds(), layer.gate.kind))
            writeSettings(json, *gate, layer.gate.settings, layer.experts);
    }
    if (const LayerKind* kind = findKind(layerKinds(), layer.kind))
        writeSettings(json, *kind, layer.settings, layer.experts);
    return json;
}

LayerDescription layerFromJson(ConfigReader reader) {
    LayerDescription layer;
    const LayerKind* const kind = kindFrom(reader, "kind", layerKinds(), layer.kind);
    if (kind->hasExperts) {
        std::string combine = toString(layer.combine);
        reader.read("combine", combine);
        reader.at("combine", [&] { layer.combine = combineFromString(combine); });
        reader.read("experts", layer.experts);
        reader.readList("hidden", layer.hidden);
        reader.readList("gate_hidden", layer.gateHidden);
        reader.read("gate_scale", layer.gateScale);
        reader.read("expert_scale", layer.expertScale);
        const GateKind* const gate = kindFrom(reader, "gate", gateKinds(), layer.gate.kind);
        layer.gate.settings = settingsFrom(reader, *gate, layer.experts);
    }
    layer.settings = settingsFrom(reader, *kind, layer.experts);
    refuseOthers(reader, *kind, layer);
    reader.finish();
    return layer;
}

bool decidesKeys(const std::string& name) {
    return name == "kind" || name == "gate";
}

std::vector<std::string> settingNames(const Json& layer) {
    std::vector<std::string> names;
    for (const NamedKind* kind : {gateKindIn(layer), static_cast<const NamedKind*>(layerKindIn(layer))})
        if (kind)
            for (const KindSetting& setting : kind->settings)
                names.push_back(setting.name);
    return names;
}

void setKind(Json& layer, const std::string& prefix, const std::string& name, const Json& kind) {
    const std::string text = kind.is_string() ? kind.get<std::string>() : "";
    const bool gate = name == "gate";
    if (kind.is_string() &&
        !(gate ? findKind(gateKinds(), text) != nullptr : findKind(layerKinds(), text) != nullptr))
        throw ConfigError(prefix + "." + name + " is " + quotedJson(kind) + "; choose one of " +
                          (gate ? namesOf(gateKinds()) : namesOf(layerKinds())) + ".");
    if (name == "kind") { // of another kind nothing stays
        if (layer[name] != kind)
            layer = {{name, kind}};
        return;
    }
    if (const NamedKind* before = gateKindIn(layer))
        for (const KindSetting& setting : before->settings)
            layer.erase(setting.name);
    layer[name] = kind;
}

Json* placeOfSetting(Json& layer, const std::string& prefix, const std::string& name) {
    const LayerKind* kind = layerKindIn(layer);
    if (!kind)
        return nullptr;
    if (!kind->hasExperts && isOfExperts(name))
        throw ConfigError(prefix + "." + name + " " + whyNoExperts(kind->name) + "; leave it out, or set " +
                          prefix + ".kind=" + defaultLayer + ".");
    const NamedKind* gate = kind->hasExperts ? gateKindIn(layer) : nullptr;
    if (kind->setting(name) || (gate && gate->setting(name)))
        return &(layer[name] = nullptr);
    const auto refuse = [&](const std::string& what, const std::string& key, const NamedKind& owner,
                            const NamedKind& chosen) {
        throw ConfigError(prefix + "." + name + " is a setting of the " + what + " " + owner.name + ", but " +
                          prefix + "." + key + " is " + chosen.name + "; set " + prefix + "." + key + "=" +
                          owner.name + " too.");
    };
    if (const NamedKind* owner = gate ? kindWithSetting(gateKinds(), name) : nullptr)
        refuse("gate", "gate", *owner, *gate);
    if (const NamedKind* owner = kindWithSetting(layerKinds(), name))
        refuse("layer", "kind", *owner, *kind);
    return nullptr;
}

} // namespace expertscope
