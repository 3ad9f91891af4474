// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/data_places.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace expertscope {
namespace {

constexpr int mostClassesListed = 100;

std::vector<int> perClass(const Dataset& data) {
    std::vector<int> counts(data.classes(), 0);
    for (const std::uint16_t label : data.label.values)
        ++counts[label];
    return counts;
}

/// What images are made of, bytes counting to 255; of what was scaled, as the files have it.
ValueRange shownRange(const Dataset& data) {
    if (data.stored)
        return *data.stored;
    ValueRange range = data.range();
    if (std::holds_alternative<std::vector<float>>(data.pixels))
        range = {255 * range.least, 255 * range.most, 255 * range.mean};
    return range;
}

Json describe(const Dataset& data, bool images) {
    Json json{{"examples", data.count()},         {"rows", data.shape.rows},
              {"columns", data.shape.columns},    {"channels", data.shape.channels},
              {"classes", data.label.valueNames}, {"per_class", perClass(data)}};
    if (images) {
        const ValueRange range = shownRange(data);
        json["values"] = {{"least", range.least},
                          {"most", range.most},
                          {"mean", range.mean},
                          {"scaled", data.stored.has_value()}};
    }
    return json;
}

void printClasses(const Dataset& data) {
    const std::vector<int> counts = perClass(data);
    if (data.classes() > mostClassesListed) {
        const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
        std::printf("%d classes of %d to %d examples, %s to %s\n", data.classes(), *least, *most,
                    data.label.valueNames.front().c_str(), data.label.valueNames.back().c_str());
        return;
    }
    std::printf("by class");
    for (int v = 0; v < data.classes(); ++v)
        std::printf(" %s: %d", data.label.valueNames[v].c_str(), counts[v]);
    std::printf("\n");
}

void printPart(const std::string& title, const Dataset& data, bool images) {
    std::printf("%-13s %d examples of %d x %d x %d; ", title.c_str(), data.count(), data.shape.rows,
                data.shape.columns, data.shape.channels);
    if (images) {
        const ValueRange range = shownRange(data);
        std::printf("values %.5g to %.5g, mean %.5g%s; ", range.least, range.most, range.mean,
                    data.stored ? " in the file" : "");
    }
    printClasses(data);
}

/// A data set that was read, as far as people want to know it.
Json infoOf(const std::string& source, const std::filesystem::path& path, bool json) {
    WorkerPool pool(WorkerPool::defaultThreads());
    DataDescription description;
    description.source = source;
    description.path = path.string();
    description.jitter = 0; // which speech demands, and nothing here shows
    ProgressLine line;
    line.begin("reading data");
    const TrainingData data = loadTrainingData(description, pool, line.progress("reading data"));
    const Dataset& train = *data.examples.data;
    const Dataset& test = data.test->data();
    const bool images = !dataSourceNamed(source).speech;
    if (json)
        return {{"source", source},
                {"folder", path.string()},
                {"sha256", data.sha256},
                {"train", describe(train, images)},
                {"test", describe(test, images)},
                {"notes", data.notes}};
    std::printf("%s, SHA-256 of its content %s\n", source.c_str(), data.sha256.c_str());
    printPart("training set", train, images);
    printPart("test set", test, images);
    for (const std::string& note : data.notes)
        std::printf("%s\n", note.c_str());
    return {};
}

/// Several in one place: one after another, and one that is damaged does not hide the others.
void infoOfSeveral(const std::string& place, const std::vector<FoundData>& found, bool json) {
    const std::vector<PlacedSet> sets(found.begin(), found.end());
    const int taken = decidedAmong(sets);
    Json list = Json::array();
    if (!json)
        std::printf("%s\n", taken < 0 ? severalSetsSentence(place, sets).c_str()
                                      : takenSetSentence(place, sets, taken).c_str());
    for (const FoundData& data : found) {
        Json info;
        if (!json)
            std::printf("\n%s: --data %s\n", data.name.c_str(), data.path.c_str());
        try {
            info = infoOf(data.source->name, data.path, json);
        } catch (const FileError& error) {
            info = {{"source", data.source->name}, {"folder", data.path.string()}, {"error", error.what()}};
            if (!json)
                std::printf("%s\n", error.what());
        }
        if (json)
            info["name"] = data.name;
        list.push_back(std::move(info));
    }
    if (json)
        printJson({{"folder", place},
                   {"taken", taken < 0 ? Json(nullptr) : Json(sets[taken].path.string())},
                   {"sets", list}});
}

void dataInfo(const std::string& place, bool json) {
    const std::vector<FoundData> found = findData(place);
    if (found.size() > 1)
        return infoOfSeveral(place, found, json);
    const Json info = infoOf(found.front().source->name, found.front().path, json);
    if (json)
        printJson(info);
}

} // namespace

void addDataInfoCommand(CLI::App& dataCommand) {
    CLI::App* info = dataCommand.add_subcommand("info", "What is in a folder");
    auto options = std::make_shared<RunOptions>();
    auto folder = std::make_shared<std::string>();
    info->add_option("folder", *folder, "folder of a data set")->required()->type_name("DIR");
    options->addJson(*info);
    info->callback([options, folder] { dataInfo(*folder, options->json); });
}

} // namespace expertscope
