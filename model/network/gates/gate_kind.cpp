// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_kind.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"

#include <algorithm>
#include <cmath>
#include <sstream>

// A new kind of gate is a line here and a file that defines the function of that name.
#define EXPERTSCOPE_GATES(LINE)                                                                              \
    LINE(softmaxGate)                                                                                        \
    LINE(topKGate)

namespace expertscope {

#define EXPERTSCOPE_DECLARE(function) GateKind function();
#define EXPERTSCOPE_CALL(function) function(),
EXPERTSCOPE_GATES(EXPERTSCOPE_DECLARE)

const std::vector<GateKind>& gateKinds() {
    static const std::vector<GateKind> kinds{EXPERTSCOPE_GATES(EXPERTSCOPE_CALL)};
    return kinds;
}

#undef EXPERTSCOPE_CALL
#undef EXPERTSCOPE_DECLARE
#undef EXPERTSCOPE_GATES

namespace {

std::string numberText(double value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

} // namespace

double GateSetting::leastOf(int) const {
    return type == Type::Experts ? 1 : type == Type::Switch ? 0 : least;
}

double GateSetting::mostOf(int experts) const {
    return type == Type::Experts ? experts : type == Type::Switch ? 1 : most;
}

double GateSetting::initialOf(int experts) const {
    return std::min(initial, mostOf(experts));
}

GateSettings::GateSettings(const GateDescription& description, int experts)
    : values_(completed(description, experts).settings) {}

const GateSetting* GateKind::setting(const std::string& name_) const {
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [&](const GateSetting& setting) { return setting.name == name_; });
    return found == settings.end() ? nullptr : &*found;
}

const GateKind* findGateKind(const std::string& name) {
    const auto& kinds = gateKinds();
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const GateKind& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

const GateKind* gateKindWithSetting(const std::string& name) {
    const auto& kinds = gateKinds();
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const GateKind& kind) { return kind.setting(name); });
    return found == kinds.end() ? nullptr : &*found;
}

std::string gateKindNames() {
    std::string names;
    for (const GateKind& kind : gateKinds())
        names += (names.empty() ? "" : ", ") + kind.name;
    return names;
}

GateDescription completed(const GateDescription& description, int experts) {
    GateDescription complete = description;
    if (const GateKind* kind = findGateKind(description.kind))
        for (const GateSetting& setting : kind->settings)
            complete.settings.emplace(setting.name, setting.initialOf(experts));
    return complete;
}

void validate(const GateDescription& description, int experts, const std::string& key) {
    const GateKind* kind = findGateKind(description.kind);
    if (!kind)
        throw ConfigError(key + ".gate is \"" + shortText(description.kind) + "\"; choose one of " +
                          gateKindNames());
    for (const auto& [name, value] : description.settings) {
        const GateSetting* setting = kind->setting(name);
        if (!setting)
            throw ConfigError(key + "." + shortText(name) + " is no setting of the gate " + kind->name +
                              "; leave it out");
        const double least = setting->leastOf(experts), most = setting->mostOf(experts);
        const bool whole = setting->type != GateSetting::Type::Number;
        if (!(value >= least && value <= most) || (whole && value != std::trunc(value)))
            throw ConfigError(
                key + "." + name + " is " + numberText(value) + "; choose " +
                (least == most ? numberText(least) : numberText(least) + " to " + numberText(most)));
    }
    const std::string objection =
        kind->objection ? kind->objection(GateSettings(description, experts), experts) : "";
    if (!objection.empty())
        throw ConfigError(key + "." + objection);
}

template <>
std::shared_ptr<const Gate<float>> makeGate(const GateDescription& description, const GateShape& shape) {
    return findGateKind(description.kind)->makeFloat(shape, GateSettings(description, shape.experts));
}
template <>
std::shared_ptr<const Gate<double>> makeGate(const GateDescription& description, const GateShape& shape) {
    return findGateKind(description.kind)->makeDouble(shape, GateSettings(description, shape.experts));
}

} // namespace expertscope
