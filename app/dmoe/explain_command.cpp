// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/run_options.h"
#include "model/base/error.h"
#include "model/base/plain_text.h"
#include "model/network/gates/gate_kind.h"

#include <cstdio>
#include <memory>
#include <sstream>

namespace expertscope {
namespace {

std::string textOf(double value, GateSetting::Type type) {
    if (type == GateSetting::Type::Switch)
        return value != 0 ? "true" : "false";
    std::ostringstream text;
    text << value;
    return text.str();
}

std::string rangeOf(const GateSetting& setting) {
    switch (setting.type) {
    case GateSetting::Type::Switch:
        return "true or false";
    case GateSetting::Type::Experts:
        return "1 to the number of experts";
    default:
        return textOf(setting.least, setting.type) + " to " + textOf(setting.most, setting.type);
    }
}

Json toJson(const GateKind& kind) {
    Json settings = Json::array();
    for (const GateSetting& setting : kind.settings)
        settings.push_back({{"name", setting.name},
                            {"sentence", setting.sentence},
                            {"default", setting.type == GateSetting::Type::Switch ? Json(setting.initial != 0)
                                                                                  : Json(setting.initial)},
                            {"range", rangeOf(setting)}});
    return {{"name", kind.name},       {"is", "gate"},        {"sentence", kind.sentence},
            {"formula", kind.formula}, {"paper", kind.paper}, {"settings", settings}};
}

void explain(const GateKind& kind) {
    std::printf("%s, a gate (network.layers.N.gate=%s)\n\n%s\n\n    %s\n\n", kind.name.c_str(),
                kind.name.c_str(), kind.sentence.c_str(), kind.formula.c_str());
    for (const GateSetting& setting : kind.settings)
        std::printf("network.layers.N.%-14s %s: %s; %s if not set\n", setting.name.c_str(),
                    setting.sentence.c_str(), rangeOf(setting).c_str(),
                    textOf(setting.initial, setting.type).c_str());
    std::printf("%s%s\n", kind.settings.empty() ? "" : "\n", kind.paper.c_str());
}

void explainAll(bool json) {
    Json gates = Json::array();
    for (const GateKind& kind : gateKinds()) {
        if (json)
            gates.push_back(toJson(kind));
        else
            std::printf("%-16s %s\n", kind.name.c_str(), kind.sentence.c_str());
    }
    if (json)
        printJson({{"gates", gates}});
}

} // namespace

void addExplainCommand(CLI::App& program) {
    CLI::App* command = program.add_subcommand(
        "explain", "What a kind of gate computes, its settings, and the paper it is from");
    auto options = std::make_shared<RunOptions>();
    auto name = std::make_shared<std::string>();
    command->add_option("KIND", *name, "its name; without one all are listed");
    options->addJson(*command);
    command->callback([options, name] {
        if (name->empty())
            return explainAll(options->json);
        const GateKind* kind = findGateKind(*name);
        if (!kind)
            throw ConfigError("\"" + shortText(*name) + "\" is no kind of gate; choose one of " +
                              gateKindNames() + ".");
        if (options->json)
            printJson(toJson(*kind));
        else
            explain(*kind);
    });
}

} // namespace expertscope
