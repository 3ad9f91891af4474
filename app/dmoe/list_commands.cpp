#include "app/dmoe/commands.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "model/base/worker_pool.h"
#include "model/run/data_sources.h"
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
        if (json)
            list.push_back({{"name", source.name}, {"description", source.description}, {"folder", folder}});
        else
            std::printf("%-16s %s\n                 %s\n", source.name.c_str(), source.description.c_str(),
                        folder.empty() ? "not found; name its folder with --data" : folder.c_str());
    }
    if (json)
        printJson({{"data", list}});
}

Json describe(const Dataset& data) {
    std::vector<int> perClass(data.classes(), 0);
    for (const std::uint16_t label : data.label.values)
        ++perClass[label];
    return {{"examples", data.count()},
            {"rows", data.shape.rows},
            {"columns", data.shape.columns},
            {"channels", data.shape.channels},
            {"per_class", perClass}};
}

void printData(const std::string& title, const Dataset& data) {
    const Json json = describe(data);
    std::printf("%-13s %d examples of %d x %d x %d; by class", title.c_str(), data.count(), data.shape.rows,
                data.shape.columns, data.shape.channels);
    for (int v = 0; v < data.classes(); ++v)
        std::printf(" %s: %d", data.label.valueNames[v].c_str(), json["per_class"][v].get<int>());
    std::printf("\n");
}

void dataInfo(const std::string& folder, bool json) {
    WorkerPool pool(WorkerPool::defaultThreads());
    DataDescription description;
    description.source = recogniseFolder(folder).name;
    description.path = folder;
    description.jitter = 0; // which speech demands, and nothing here shows
    ProgressLine line;
    line.begin("reading data");
    const TrainingData data = loadTrainingData(description, pool, line.progress("reading data"));
    const Dataset& train = *data.examples.data;
    const Dataset& test = data.test->data();
    if (json)
        return printJson({{"source", description.source},
                          {"folder", folder},
                          {"sha256", data.sha256},
                          {"train", describe(train)},
                          {"test", describe(test)},
                          {"notes", data.notes}});
    std::printf("%s, SHA-256 of its content %s\n", description.source.c_str(), data.sha256.c_str());
    printData("training set", train);
    printData("test set", test);
    for (const std::string& note : data.notes)
        std::printf("%s\n", note.c_str());
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
    CLI::App* info = command->add_subcommand("info", "What is in a folder");
    auto folder = std::make_shared<std::string>();
    info->add_option("folder", *folder, "folder of a data set")->required()->type_name("DIR");
    options->addJson(*info);
    info->callback([options, folder] { dataInfo(*folder, options->json); });
}

} // namespace expertscope
