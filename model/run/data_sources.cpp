// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/data_sources.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/data/cifar10.h"
#include "model/data/idx_sets.h"
#include "model/data/mnist.h"
#include "model/data/stroke_digits.h"
#include "model/run/data_places.h"
#include "model/run/synthetic_speech.h"
#include "model/run/user_folder.h"
#include "model/speech/corpus.h"
#include "model/speech/corpus_reader.h"

#include <optional>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr int strokeTrainingDigits = 60000, strokeTestDigits = 10000;

std::vector<PlacedSet> mnistsIn(const fs::path& place) {
    const IdxSets found = findIdxSets(place);
    if (found.sets.empty() && !found.partial.empty())
        throw FileError(found.partial.front());
    return {found.sets.begin(), found.sets.end()};
}

DataPair loadMnist(DataDescription& data, WorkerPool&, const Progress&) {
    const auto files = findMnist(data.path);
    if (!files)
        recogniseFolder(data.path); // explains what is there instead
    const ImageOptions options{data.transposed, data.inverted.value_or(false)};
    if (!data.transposed && standsTransposed(*files))
        data.transposed = true; // so that the run is the same wherever the files go
    return readMnist(*files, options);
}

std::vector<PlacedSet> cifar10In(const fs::path& place) {
    const auto files = findCifar10(place);
    if (!files)
        return {};
    const fs::path folder = files->test.parent_path();
    return {{"CIFAR-10", folder, folder == place}};
}

DataPair loadCifar10(DataDescription& data, WorkerPool&, const Progress&) {
    const auto files = findCifar10(data.path);
    if (!files)
        recogniseFolder(data.path); // explains what is there instead
    return readCifar10(*files);
}

/// Sounds without labels are part of a set, and say more of it than a list of files.
bool holdsLabelledSpeech(const fs::path& folder) {
    if (holdsSpeech(folder))
        return true;
    if (const std::string why = whyNoSpeech(folder); !why.empty())
        throw FileError(why);
    return false;
}

std::vector<PlacedSet> speechIn(const fs::path& place) {
    std::error_code ignored;
    if (!fs::is_directory(place, ignored) || !holdsLabelledSpeech(place))
        return {};
    return {{"labelled speech", place, false}};
}

DataPair loadSpeech(DataDescription& data, WorkerPool& pool, const Progress& progress) {
    if (!holdsLabelledSpeech(data.path))
        recogniseFolder(data.path); // explains what is there instead
    return readCorpus(data.path, data.seed, pool, progress, phoneSetNamed(data.phones));
}

DataPair makeSyntheticSpeech(DataDescription& data, WorkerPool& pool, const Progress& progress) {
    const std::optional<PhoneSet> phones = phoneSetNamed(data.phones);
    const fs::path folder = userDataFolder(data.source);
    const bool again = !data.sha256.empty(); // a run that goes on
    const std::string before = data.madeBy.empty() ? unnamedSynthesiser : data.madeBy;
    DataPair pair = readSyntheticSpeech(data.seed, folder, pool, progress, phones ? &*phones : nullptr, {},
                                        again ? before : "");
    if (again && data.sha256 != pair.sha256)
        throw FileError(otherSpeechSentence(data.seed, folder, before, pair.madeBy));
    return pair;
}

DataPair makeDigits(DataDescription& data, WorkerPool& pool, const Progress& progress) {
    return makeStrokeDigits(data.seed, strokeTrainingDigits, strokeTestDigits, pool, progress);
}

} // namespace

const std::vector<DataSource>& dataSources() {
    static const std::vector<DataSource> sources{
        {"digits", "digits drawn from strokes by this program, 60,000 to train on and 10,000 to test", "",
         nullptr, makeDigits},
        {"mnist", "MNIST, or any set in its four IDX files",
         "the four IDX files of MNIST (train-images-idx3-ubyte and so on, plain or .gz)", mnistsIn,
         loadMnist},
        {"cifar10", "CIFAR-10, in its six binary files",
         "the six binary files of CIFAR-10 (data_batch_1.bin to test_batch.bin)", cifar10In, loadCifar10},
        {"speech", "labelled speech: TIMIT, or sound files with .TextGrid, .lab or .phn files beside them",
         "sound files (WAV, FLAC, SPHERE) with .TextGrid, .lab or .phn files of the same names", speechIn,
         loadSpeech, true},
        {"synthetic-speech",
         "sentences spoken by a synthesiser (espeak-ng) in 25 voices: made here, and not real speech", "",
         nullptr, makeSyntheticSpeech, true},
    };
    return sources;
}

const DataSource& dataSourceNamed(const std::string& name) {
    std::string all;
    for (const DataSource& source : dataSources()) {
        if (source.name == name)
            return source;
        all += (all.empty() ? "" : ", ") + source.name;
    }
    throw ConfigError("data.source is \"" + name + "\"; choose one of " + all);
}

fs::path userDataFolder(const std::string& source) {
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
    if (data.source != "mnist" && (data.transposed || data.inverted))
        throw ConfigError(std::string(data.transposed ? "data.transposed" : "data.inverted") +
                          " is for images in IDX files, which " + data.source + " is not; leave it out");
    std::string taken;
    if (!source.expected.empty())
        taken = settlePath(data);
    DataPair pair = source.load(data, pool, progress);
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
    return makeTrainingData(std::move(pair), data.jitter, data.validation, data.seed);
}

} // namespace expertscope
