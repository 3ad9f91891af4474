// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/run_options.h"
#include "model/run/data_places.h"
#include "model/run/presets.h"

#include <cstdio>
#include <memory>

namespace expertscope {
namespace {

void listPresets(bool json) {
    Json list = Json::array();
    for (const Preset& preset : presets()) {
        if (json)
            list.push_back({{"name", preset.name}, {"description", preset.description}});
        else
            std::printf("%-30s %s\n", preset.name.c_str(), preset.description.c_str());
    }
    if (json)
        printJson({{"presets", list}});
}

void listData(bool json) {
    Json list = Json::array();
    for (const DataSource& source : dataSources()) {
        const std::string folder =
            source.expected.empty() ? "built in" : findDataFolder(source.name).string();
        const std::string instead = folder.empty() ? insteadOfData(source.name) : "";
        const std::string nothing =
            instead.empty() ? "not found; name its folder with --data" : "not found, but " + instead;
        if (json)
            list.push_back({{"name", source.name}, {"description", source.description}, {"folder", folder}});
        else
            std::printf("%-16s %s\n                 %s\n", source.name.c_str(), source.description.c_str(),
                        folder.empty() ? nothing.c_str() : folder.c_str());
    }
    if (json)
        printJson({{"data", list}});
}

} // namespace

void addPresetsCommand(CLI::App& program) {
    CLI::App* command =
        program.add_subcommand("presets", "List the configurations that ship with the program");
    auto options = std::make_shared<RunOptions>();
    options->addJson(*command);
    command->callback([options] { listPresets(options->json); });
}

void addDataCommand(CLI::App& program) {
    CLI::App* command = program.add_subcommand("data", "Data sets");
    command->require_subcommand(1);
    auto options = std::make_shared<RunOptions>();
    CLI::App* list =
        command->add_subcommand("list", "The data sets that can be trained on, and where they were found");
    options->addJson(*list);
    list->callback([options] { listData(options->json); });
    addFetchCommand(*command);
    addDataInfoCommand(*command);
}

} // namespace expertscope
