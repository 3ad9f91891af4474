#include "model/run/data_sources.h"

#include "model/base/error.h"
#include "model/data/cifar10.h"
#include "model/data/mnist.h"
#include "model/data/stroke_digits.h"
#include "model/run/synthetic_speech.h"
#include "model/run/user_folder.h"
#include "model/speech/corpus.h"
#include "model/speech/corpus_reader.h"

#include <algorithm>
#include <cstdlib>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr int strokeTrainingDigits = 60000, strokeTestDigits = 10000;

bool holdsMnist(const fs::path& folder) {
    return findMnist(folder).has_value();
}

DataPair loadMnist(const DataDescription& data, WorkerPool&, const Progress&) {
    const auto files = findMnist(data.path);
    if (!files)
        recogniseFolder(data.path); // explains what is there instead
    return readMnist(*files);
}

bool holdsCifar10(const fs::path& folder) {
    return findCifar10(folder).has_value();
}

DataPair loadCifar10(const DataDescription& data, WorkerPool&, const Progress&) {
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

DataPair loadSpeech(const DataDescription& data, WorkerPool& pool, const Progress& progress) {
    if (!holdsLabelledSpeech(data.path))
        recogniseFolder(data.path); // explains what is there instead
    return readCorpus(data.path, data.seed, pool, progress, phoneSetNamed(data.phones));
}

DataPair makeSyntheticSpeech(const DataDescription& data, WorkerPool& pool, const Progress& progress) {
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

DataPair makeDigits(const DataDescription& data, WorkerPool& pool, const Progress& progress) {
    return makeStrokeDigits(data.seed, strokeTrainingDigits, strokeTestDigits, pool, progress);
}

std::string contents(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(folder, failure))
        names.push_back(entry.path().filename().string());
    if (failure)
        throw FileError(folder.string() + " cannot be read: " + failure.message() +
                        "; check the path and its permissions.");
    if (names.empty())
        return "it is empty";
    std::sort(names.begin(), names.end());
    std::string text = "it holds " + names[0];
    for (std::size_t i = 1; i < std::min<std::size_t>(names.size(), 3); ++i)
        text += ", " + names[i];
    return text + (names.size() > 3 ? " and " + std::to_string(names.size() - 3) + " more" : "");
}

const DataSource& sourceNamed(const std::string& name) {
    std::string all;
    for (const DataSource& source : dataSources()) {
        if (source.name == name)
            return source;
        all += (all.empty() ? "" : ", ") + source.name;
    }
    throw ConfigError("data.source is \"" + name + "\"; choose one of " + all);
}

} // namespace

const std::vector<DataSource>& dataSources() {
    static const std::vector<DataSource> sources{
        {"digits", "digits drawn from strokes by this program, 60,000 to train on and 10,000 to test", "",
         [](const fs::path&) { return false; }, makeDigits},
        {"mnist", "MNIST, or any set in its four IDX files",
         "the four IDX files of MNIST (train-images-idx3-ubyte and so on, plain or .gz)", holdsMnist,
         loadMnist},
        {"cifar10", "CIFAR-10, in its six binary files",
         "the six binary files of CIFAR-10 (data_batch_1.bin to test_batch.bin)", holdsCifar10, loadCifar10},
        {"speech", "labelled speech: TIMIT, or sound files with .TextGrid, .lab or .phn files beside them",
         "sound files (WAV, FLAC, SPHERE) with .TextGrid, .lab or .phn files of the same names",
         holdsLabelledSpeech, loadSpeech, true},
        {"synthetic-speech",
         "sentences spoken by a synthesiser (espeak-ng) in 25 voices: made here, and not real speech", "",
         [](const fs::path&) { return false; }, makeSyntheticSpeech, true},
    };
    return sources;
}

fs::path userDataFolder(const std::string& source) {
    return userFolder() / "data" / source;
}

std::vector<fs::path> usualDataFolders() {
    std::vector<fs::path> folders;
    if (const char* named = std::getenv("EXPERTSCOPE_DATA"); named && *named)
        folders.emplace_back(named);
    for (const char* source : {"mnist", "cifar10", "speech"})
        folders.push_back(userDataFolder(source));
    folders.emplace_back("data"); // torchvision's customary root
    if (const char* home = std::getenv("HOME"); home && *home)
        for (const char* place : {"data", ".keras/datasets/mnist", ".keras/datasets", ".cache/torch/mnist"})
            folders.push_back(fs::path(home) / place);
    return folders;
}

fs::path findDataFolder(const std::string& source) {
    const DataSource& wanted = sourceNamed(source);
    for (const fs::path& folder : usualDataFolders()) {
        std::error_code ignored;
        try {
            if (fs::is_directory(folder, ignored) && wanted.recognises(folder))
                return folder;
        } catch (const FileError&) { // part of a set; another place may hold the whole
        }
    }
    return {};
}

const DataSource& recogniseFolder(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw FileError(folder.string() +
                        (fs::exists(folder, ignored) ? " is not a folder" : " does not exist") +
                        "; name a folder that holds a data set.");
    const auto& sources = dataSources();
    std::string expected;
    for (const DataSource& source : sources) {
        if (source.recognises(folder))
            return source;
        if (!source.expected.empty())
            expected += (expected.empty() ? "" : " or ") + source.expected;
    }
    throw FileError(folder.string() + " holds no known data set: " + contents(folder) +
                    "; name a folder with " + expected + ".");
}

TrainingData loadTrainingData(DataDescription& data, WorkerPool& pool, const Progress& progress) {
    const DataSource& source = sourceNamed(data.source);
    if (!source.speech && !data.phones.empty())
        throw ConfigError("data.phones is \"" + data.phones + "\", but " + data.source +
                          " has no phones; leave it out");
    if (source.speech && data.jitter != 0)
        throw ConfigError("data.jitter is " + std::to_string(data.jitter) + ", but " + data.source +
                          " is not translated; choose data.jitter=0");
    if (!source.expected.empty() && data.path.empty())
        data.path = findDataFolder(data.source).string();
    if (!source.expected.empty() && data.path.empty())
        throw FileError("No " + data.source +
                        " data was found in the usual places; name its folder with --data, or "
                        "train on the built-in digits with --set data.source=digits.");
    DataPair pair = source.load(data, pool, progress);
    if (!data.sha256.empty() && data.sha256 != pair.sha256)
        throw FileError(data.path +
                        " holds other data than the run was started with (its SHA-256 differs); name the "
                        "original folder with --data.");
    data.sha256 = pair.sha256;
    data.madeBy = pair.madeBy;
    if (!source.expected.empty()) // the run may be resumed from another place
        data.path = fs::absolute(data.path).lexically_normal().string();
    return makeTrainingData(std::move(pair), data.jitter, data.validation, data.seed);
}

} // namespace expertscope
