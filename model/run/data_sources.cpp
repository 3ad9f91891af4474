// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/data_sources.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/data/attributes/image_attribute.h"
#include "model/run/data_places.h"
#include "model/run/user_folder.h"

// A new source of data is a line here and a file that defines the function of that name.
#define EXPERTSCOPE_SOURCES(LINE)                                                                            \
    LINE(digitsSource)                                                                                       \
    LINE(mnistSource)                                                                                        \
    LINE(cifar10Source)                                                                                      \
    LINE(speechSource)                                                                                       \
    LINE(syntheticSpeechSource)

namespace expertscope {

#define EXPERTSCOPE_DECLARE(function) DataSource function();
#define EXPERTSCOPE_CALL(function) function(),
EXPERTSCOPE_SOURCES(EXPERTSCOPE_DECLARE)

const std::vector<DataSource>& dataSources() {
    static const std::vector<DataSource> sources{EXPERTSCOPE_SOURCES(EXPERTSCOPE_CALL)};
    return sources;
}

#undef EXPERTSCOPE_CALL
#undef EXPERTSCOPE_DECLARE
#undef EXPERTSCOPE_SOURCES

const DataSource* findDataSource(const std::string& name) {
    for (const DataSource& source : dataSources())
        if (source.name == name)
            return &source;
    return nullptr;
}

const DataSource& dataSourceNamed(const std::string& name) {
    if (const DataSource* source = findDataSource(name))
        return *source;
    std::string all;
    for (const DataSource& source : dataSources())
        all += (all.empty() ? "" : ", ") + source.name;
    throw ConfigError("data.source is \"" + name + "\"; choose one of " + all);
}

std::filesystem::path userDataFolder(const std::string& source) {
    return userFolder() / "data" / source;
}

TrainingData loadTrainingData(DataDescription& data, WorkerPool& pool, const Progress& progress) {
    const DataSource& source = dataSourceNamed(data.source);
    if (!source.speech && !data.phones.empty())
        throw ConfigError("data.phones is \"" + data.phones + "\", but " + data.source +
                          " has no phones; leave it out");
    if (source.speech && data.jitter != 0)
        throw ConfigError("data.jitter is " + std::to_string(data.jitter) + ", but " + data.source +
                          " is not translated; choose data.jitter=0");
    if (!source.idx && (data.transposed || data.inverted))
        throw ConfigError(std::string(data.transposed ? "data.transposed" : "data.inverted") +
                          " is for images in IDX files, which " + data.source + " is not; leave it out");
    if (source.speech && !data.attributes.empty())
        throw ConfigError("data.attributes is for images, which " + data.source + " is not; leave it out");
    std::string taken;
    if (!source.expected.empty())
        taken = settlePath(data);
    const double reading = data.attributes.empty() ? 1 : 0.7; // of the time; the rest is measuring
    DataPair pair = source.load(data, pool, part(progress, 0, reading));
    if (!data.sha256.empty() && data.sha256 != pair.sha256)
        throw FileError(data.path +
                        " holds other data than the run was started with (its SHA-256 differs); name the "
                        "original folder with --data.");
    data.sha256 = pair.sha256;
    data.madeBy = pair.madeBy;
    if (!source.expected.empty()) // the run may be resumed from another place
        data.path = absolutePath(data.path).string();
    if (!taken.empty())
        pair.notes.insert(pair.notes.begin(), taken);
    addImageAttributes(pair, data.attributes, pool, part(progress, reading, 1));
    return makeTrainingData(std::move(pair), data.jitter, data.validation, data.seed);
}

} // namespace expertscope
