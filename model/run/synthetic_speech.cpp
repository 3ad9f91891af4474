#include "model/run/synthetic_speech.h"

#include "model/base/error.h"
#include "model/base/json.h"
#include "model/base/sha256.h"
#include "model/run/safetensors.h"
#include "model/speech/speech_data.h"

#include <algorithm>
#include <map>

namespace expertscope {
namespace {

constexpr double speakingShare = 0.9;       // of the time; the rest is making the data set
constexpr const char* featureVersion = "1"; // a change of sentences, voices or front end is a new one

/// The voices' and labels' names are the metadata, all else is numbers.
SafetensorsFile toFile(const std::vector<Utterance>& utterances, const std::string& key) {
    std::vector<float> frames;
    std::vector<std::int32_t> rows, intervals;
    std::vector<double> times;
    Json names = Json::array();
    std::map<std::string, std::int32_t> labels;
    for (const Utterance& utterance : utterances) {
        frames.insert(frames.end(), utterance.frames.data(),
                      utterance.frames.data() + utterance.frames.size());
        rows.insert(rows.end(), {static_cast<std::int32_t>(utterance.frames.cols()),
                                 static_cast<std::int32_t>(utterance.intervals.size())});
        names.push_back({utterance.speaker, utterance.labels, utterance.forTest.value_or(false)});
        for (const PhoneInterval& interval : utterance.intervals) {
            intervals.push_back(
                labels.emplace(interval.label, static_cast<std::int32_t>(labels.size())).first->second);
            times.insert(times.end(), {interval.begin, interval.end});
        }
    }
    SafetensorsFile file;
    file.metadata = {{"key", key}, {"utterances", names.dump()}, {"labels", Json(labels).dump()}};
    const auto count = static_cast<std::int64_t>(utterances.size());
    file.tensors = {Tensor::of("frames", frames, {std::ssize(frames) / melBands, melBands}),
                    Tensor::of("lengths", rows, {count, 2}),
                    Tensor::of("labels", intervals, {std::ssize(intervals)}), Tensor::of("times", times)};
    return file;
}

/// Throws FileError, or nlohmann's errors, where it is not what toFile wrote.
std::vector<Utterance> fromFile(const SafetensorsFile& file, const std::string& place) {
    const std::vector<float> frames = file.get("frames", place).toFloats(place);
    const std::vector<std::int32_t> lengths = file.get("lengths", place).toInts(place),
                                    labels = file.get("labels", place).toInts(place);
    const std::vector<double> times = file.get("times", place).toDoubles(place);
    std::map<std::int32_t, std::string> labelNames;
    const Json known = Json::parse(file.metadata.at("labels"));
    for (const auto& [name, number] : known.items())
        labelNames[number.get<std::int32_t>()] = name;
    std::vector<Utterance> utterances;
    std::size_t frame = 0, interval = 0;
    const Json spoken = Json::parse(file.metadata.at("utterances"));
    for (const Json& names : spoken) {
        const std::size_t u = utterances.size();
        const auto columns = static_cast<std::size_t>(lengths.at(2 * u));
        const auto count = static_cast<std::size_t>(lengths.at(2 * u + 1));
        if ((frame + columns) * melBands > frames.size() || interval + count > labels.size() ||
            2 * (interval + count) > times.size())
            throw FileError(place + " contradicts itself; remove it.");
        Utterance utterance;
        utterance.speaker = names.at(0).get<std::string>();
        utterance.labels = names.at(1).get<std::string>();
        utterance.forTest = names.at(2).get<bool>();
        utterance.frames = Eigen::Map<const Matrix<float>>(frames.data() + frame * melBands, melBands,
                                                           static_cast<Index>(columns));
        for (std::size_t i = interval; i < interval + count; ++i)
            utterance.intervals.push_back({times[2 * i], times[2 * i + 1], labelNames.at(labels[i]), 0});
        frame += columns;
        interval += count;
        utterances.push_back(std::move(utterance));
    }
    return utterances;
}

/// Empty where they are not kept, or not usable.
std::vector<Utterance> kept(const std::filesystem::path& path, const std::string& key) {
    try {
        if (!std::filesystem::exists(path))
            return {};
        const SafetensorsFile file = readSafetensors(path);
        const auto found = file.metadata.find("key");
        return found != file.metadata.end() && found->second == key ? fromFile(file, path.string())
                                                                    : std::vector<Utterance>{};
    } catch (const std::exception&) { // it is made again
        return {};
    }
}

std::string hashOf(const std::vector<Utterance>& utterances) {
    Sha256 hash;
    for (const Utterance& utterance : utterances) {
        hash.add(utterance.frames.data(), static_cast<std::size_t>(utterance.frames.size()) * sizeof(float));
        for (const PhoneInterval& interval : utterance.intervals)
            hash.add(interval.label.data(), interval.label.size());
    }
    return hash.result();
}

/// Of utterances that were kept: their sentences follow from the seed.
void nameWhatIsSaid(std::vector<Utterance>& utterances, std::uint64_t seed, const SpokenCorpusSize& size) {
    auto sentences = sentencesOfVoices(seed, size);
    std::map<std::string, std::size_t> next;
    for (Utterance& utterance : utterances) {
        const std::vector<SentenceToSpeak>& spoken = sentences[utterance.speaker];
        const std::size_t number = next[utterance.speaker]++;
        utterance.audio = spokenName(utterance.speaker, number);
        utterance.text = number < spoken.size() ? spoken[number].text : "";
    }
}

} // namespace

DataPair readSyntheticSpeech(std::uint64_t seed, const std::filesystem::path& folder, WorkerPool& pool,
                             const Progress& progress, const PhoneSet* phones, const SpokenCorpusSize& size) {
    const auto path = folder / ("synthetic-speech-" + std::to_string(seed) + ".safetensors");
    const std::string key = std::string(featureVersion) + " " + std::to_string(size.trainSentences) + " " +
                            std::to_string(size.testSentences);
    report(progress, 0);
    std::vector<Utterance> utterances = kept(path, key);
    if (utterances.empty()) {
        utterances = speakCorpus(seed, size, pool, part(progress, 0, speakingShare));
        std::error_code ignored;
        std::filesystem::create_directories(folder, ignored);
        try {
            writeSafetensors(path, toFile(utterances, key));
        } catch (const FileError&) { // a full disk is no reason not to train
        }
    } else {
        nameWhatIsSaid(utterances, seed, size);
    }
    const std::string sha256 = hashOf(utterances);
    SpeechMaterial material{"Synthetic speech (espeak-ng)",
                            std::move(utterances),
                            {},
                            phones ? *phones : arpabetPhones(),
                            "voice"};
    DataPair pair = makeSpeechData(std::move(material), seed, part(progress, speakingShare, 1));
    pair.source = "synthetic-speech";
    pair.sha256 = sha256;
    return pair;
}

} // namespace expertscope
