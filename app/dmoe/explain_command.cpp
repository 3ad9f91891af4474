// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/run_options.h"
#include "model/base/error.h"
#include "model/base/plain_text.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/layers/layer_kind.h"

#include <cstdio>
#include <memory>

namespace expertscope {
namespace {

std::string initialText(const KindSetting& setting) {
    switch (setting.type) {
    case KindSetting::Type::Switch:
        return setting.initial != 0 ? "true" : "false";
    case KindSetting::Type::Factors:
        return "its prime factors";
    default:
        return valueText(setting.initial);
    }
}

Json initialJson(const KindSetting& setting) {
    switch (setting.type) {
    case KindSetting::Type::Switch:
        return setting.initial != 0;
    case KindSetting::Type::Factors:
        return initialText(setting);
    default:
        return setting.initial;
    }
}

std::string rangeOf(const KindSetting& setting) {
    switch (setting.type) {
    case KindSetting::Type::Switch:
        return "true or false";
    case KindSetting::Type::Experts:
        return "1 to the number of experts";
    case KindSetting::Type::Factors:
        return "a list of whole numbers whose product is the number of experts";
    default:
        return valueText(setting.least) + " to " + valueText(setting.most);
    }
}

/// A table of kinds: what they are kinds of, and the key that names one.
struct Table {
    std::string of, key;
    std::vector<const NamedKind*> kinds;
};

std::vector<Table> tables() {
    return {{"gate", "gate", asKinds(gateKinds())}, {"layer", "kind", asKinds(layerKinds())}};
}

Json toJson(const Table& table, const NamedKind& kind) {
    Json settings = Json::array();
    for (const KindSetting& setting : kind.settings)
        settings.push_back({{"name", setting.name},
                            {"sentence", setting.sentence},
                            {"default", initialJson(setting)},
                            {"range", rangeOf(setting)}});
    return {{"name", kind.name},       {"is", table.of},      {"sentence", kind.sentence},
            {"formula", kind.formula}, {"paper", kind.paper}, {"settings", settings}};
}

void explain(const Table& table, const NamedKind& kind) {
    std::printf("%s, a %s (network.layers.N.%s=%s)\n\n%s\n\n    %s\n\n", kind.name.c_str(), table.of.c_str(),
                table.key.c_str(), kind.name.c_str(), kind.sentence.c_str(), kind.formula.c_str());
    for (const KindSetting& setting : kind.settings)
        std::printf("network.layers.N.%-14s %s: %s; %s if not set\n", setting.name.c_str(),
                    setting.sentence.c_str(), rangeOf(setting).c_str(), initialText(setting).c_str());
    std::printf("%s%s\n", kind.settings.empty() ? "" : "\n", kind.paper.c_str());
}

void explainAll(bool json) {
    Json all = Json::object();
    for (const Table& table : tables()) {
        Json list = Json::array();
        for (const NamedKind* kind : table.kinds) {
            list.push_back(toJson(table, *kind));
            if (!json)
                std::printf("%-6s %-16s %s\n", table.of.c_str(), kind->name.c_str(), kind->sentence.c_str());
        }
        all[table.of + "s"] = std::move(list);
    }
    if (json)
        printJson(all);
}

void explainOne(const std::string& name, bool json) {
    std::string known;
    for (const Table& table : tables())
        for (const NamedKind* kind : table.kinds) {
            known += (known.empty() ? "" : ", ") + kind->name;
            if (kind->name == name)
                return json ? printJson(toJson(table, *kind)) : explain(table, *kind);
        }
    throw ConfigError("\"" + shortText(name) + "\" is no kind of gate or layer; choose one of " + known +
                      ".");
}

} // namespace

void addExplainCommand(CLI::App& program) {
    CLI::App* command = program.add_subcommand(
        "explain", "What a kind of gate or layer computes, its settings, and the paper it is from");
    auto options = std::make_shared<RunOptions>();
    auto name = std::make_shared<std::string>();
    command->add_option("kind", *name, "its name; without one all are listed")->type_name("KIND");
    options->addJson(*command);
    command->callback([options, name] {
        if (name->empty())
            explainAll(options->json);
        else
            explainOne(*name, options->json);
    });
}

} // namespace expertscope
