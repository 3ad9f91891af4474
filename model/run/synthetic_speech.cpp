// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/synthetic_speech.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/json.h"
#include "model/base/sha256.h"
#include "model/run/safetensors.h"
#include "model/speech/speaking_process.h"
#include "model/speech/speech_data.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr double speakingShare = 0.9;       // of the time; the rest is making the data set
constexpr const char* featureVersion = "1"; // a change of sentences, voices or front end is a new one

/// What is kept of a corpus.
struct Spoken {
    std::vector<Utterance> utterances;
    std::string by; ///< "espeak-ng 1.51"
};

/// The voices' and labels' names are the metadata, all else is numbers.
SafetensorsFile toFile(const Spoken& spoken, const std::string& key) {
    const std::vector<Utterance>& utterances = spoken.utterances;
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
    file.metadata = {
        {"key", key}, {"made_by", spoken.by}, {"utterances", names.dump()}, {"labels", Json(labels).dump()}};
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
    const Json known = parseJson(file.metadata.at("labels"), place);
    for (const auto& [name, number] : known.items())
        labelNames[wholeFrom<std::int32_t>(number)] = name;
    std::vector<Utterance> utterances;
    std::size_t frame = 0, interval = 0;
    const Json spoken = parseJson(file.metadata.at("utterances"), place);
    for (const Json& names : spoken) {
        const std::size_t u = utterances.size();
        if (lengths.at(2 * u) < 0 || lengths.at(2 * u + 1) < 0)
            throw FileError(place + " has an utterance of less than nothing; remove it.");
        const auto columns = static_cast<std::size_t>(lengths[2 * u]);
        const auto count = static_cast<std::size_t>(lengths[2 * u + 1]);
        if ((frame + columns) * melBands > frames.size() || interval + count > labels.size() ||
            2 * (interval + count) > times.size())
            throw FileError(place + " contradicts itself; remove it.");
        Utterance utterance;
        utterance.speaker = names.at(0).get<std::string>();
        utterance.labels = names.at(1).get<std::string>();
        utterance.forTest = names.at(2).get<bool>();
        utterance.frames = Eigen::Map<const Matrix<float>>(frames.data() + frame * melBands, melBands,
                                                           static_cast<Index>(columns));
        for (std::size_t i = interval; i < interval + count; ++i) {
            const PhoneInterval said{times[2 * i], times[2 * i + 1], labelNames.at(labels[i]), 0};
            if (!(said.begin >= 0 && said.begin <= said.end && std::isfinite(said.end)))
                throw FileError(place + " has an interval whose times are none; remove it.");
            utterance.intervals.push_back(said);
        }
        if (!utterance.frames.allFinite())
            throw FileError(place + " has frames that are no numbers; remove it.");
        frame += columns;
        interval += count;
        utterances.push_back(std::move(utterance));
    }
    return utterances;
}

/// Without utterances where they are not kept, or not usable, or others spoke them than are wanted; `by` is
/// who spoke them as far as the file says. wanted: empty for anyone.
Spoken kept(const fs::path& path, const std::string& key, const std::string& wanted) {
    Spoken spoken;
    try {
        if (!isThere(path))
            return spoken;
        const SafetensorsFile file = readSafetensors(path);
        const auto found = file.metadata.find("key"), by = file.metadata.find("made_by");
        if (found == file.metadata.end() || found->second != key)
            return spoken;
        spoken.by = by == file.metadata.end() ? unnamedSynthesiser : by->second;
        if (wanted.empty() || spoken.by == wanted)
            spoken.utterances = fromFile(file, path.string());
        return spoken;
    } catch (const std::exception&) { // it is made again
        return {};
    }
}

fs::path usualFile(const fs::path& folder, std::uint64_t seed) {
    return folder / ("synthetic-speech-" + std::to_string(seed) + ".safetensors");
}

/// For a second version, so that the runs of both can go on.
fs::path ownFile(const fs::path& folder, std::uint64_t seed, std::string by) {
    std::replace(by.begin(), by.end(), ' ', '-');
    return folder / ("synthetic-speech-" + std::to_string(seed) + "-" + by + ".safetensors");
}

Spoken keptAnywhere(const fs::path& folder, std::uint64_t seed, const std::string& key,
                    const std::string& wanted) {
    Spoken spoken = kept(usualFile(folder, seed), key, wanted);
    return spoken.utterances.empty() && !wanted.empty() ? kept(ownFile(folder, seed, wanted), key, wanted)
                                                        : spoken;
}

void keep(const Spoken& spoken, const fs::path& folder, std::uint64_t seed, const std::string& key) {
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    const Spoken there = kept(usualFile(folder, seed), key, spoken.by);
    const bool ofAnother = !there.by.empty() && there.by != spoken.by;
    try {
        writeSafetensors(ofAnother ? ownFile(folder, seed, spoken.by) : usualFile(folder, seed),
                         toFile(spoken, key));
    } catch (const FileError&) { // a full disk is no reason not to train
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

std::string otherSpeechSentence(std::uint64_t seed, const fs::path& folder, const std::string& madeBy,
                                const std::string& here) {
    const bool another = !madeBy.empty() && madeBy != here;
    return "The run was started with synthetic speech that " +
           (another ? madeBy + " spoke, and every version speaks otherwise; here is " +
                          (here.empty() ? "none" : here)
                    : "another version or build of " + (here.empty() ? "espeak-ng" : here) +
                          " spoke than the one here (its SHA-256 differs)") +
           ": copy " + usualFile(folder, seed).filename().string() +
           " of the machine where it was started into " + folder.string() + ", or " +
           (another ? "install " + madeBy : "go on there") + ".";
}

DataPair readSyntheticSpeech(std::uint64_t seed, const fs::path& folder, WorkerPool& pool,
                             const Progress& progress, const PhoneSet* phones, const SpokenCorpusSize& size,
                             const std::string& madeBy) {
    const std::string &installed = SpeakingProcess::synthesiser(),
                      &wanted = madeBy.empty() ? installed : madeBy;
    const std::string key = std::string(featureVersion) + " " + std::to_string(size.trainSentences) + " " +
                            std::to_string(size.testSentences);
    report(progress, 0);
    Spoken spoken = keptAnywhere(folder, seed, key, wanted);
    if (!spoken.utterances.empty()) {
        nameWhatIsSaid(spoken.utterances, seed, size);
    } else if (wanted != installed) {
        throw FileError(otherSpeechSentence(seed, folder, wanted, installed));
    } else {
        spoken = {speakCorpus(seed, size, pool, part(progress, 0, speakingShare)), installed};
        keep(spoken, folder, seed, key);
    }
    const std::string sha256 = hashOf(spoken.utterances);
    SpeechMaterial material{"Synthetic speech (" + spoken.by + ")",
                            std::move(spoken.utterances),
                            {},
                            phones ? *phones : arpabetPhones(),
                            "voice"};
    DataPair pair = makeSpeechData(std::move(material), seed, part(progress, speakingShare, 1));
    pair.source = "synthetic-speech";
    pair.sha256 = sha256;
    pair.madeBy = spoken.by;
    pair.notes.push_back("Spoken by " + spoken.by + "; other versions speak the same sentences otherwise.");
    return pair;
}

} // namespace expertscope
