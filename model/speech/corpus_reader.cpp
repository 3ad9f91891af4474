#include "model/speech/corpus_reader.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/sha256.h"
#include "model/base/worker_pool.h"
#include "model/speech/audio_file.h"
#include "model/speech/corpus.h"
#include "model/speech/label_file.h"
#include "model/speech/log_mel.h"
#include "model/speech/speech_data.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr double readingShare = 0.8; // of the time; the rest is making the data set

/// One recording after reading.
struct Read {
    Utterance utterance;
    std::string sha256; ///< of both files
    std::vector<Finding> findings;
};

std::string hashOf(const std::string& audio, const std::string& labels) {
    Sha256 hash;
    hash.add(audio.data(), audio.size());
    hash.add(labels.data(), labels.size());
    return hash.result();
}

/// Rounded labels often end within a frame's step after the sound.
void findPastTheEnd(const Read& read, const Audio& audio, std::vector<Finding>& findings) {
    const double end = audio.seconds() + static_cast<double>(frameStep) / speechRate;
    for (const PhoneInterval& interval : read.utterance.intervals)
        if (interval.end > end)
            findings.push_back(
                {FindingKind::PastTheEnd, read.utterance.labels + ", line " + std::to_string(interval.line)});
}

Read readRecording(const Recording& recording) {
    const std::string sound = readFile(recording.audio), labels = readFile(recording.labels);
    const Audio audio = decodeAudio(sound, recording.audio);
    PhoneTrack track = readLabels(labels, recording.labels, audio.fileRate);
    Read read;
    read.sha256 = hashOf(sound, labels);
    if (track.empty()) {
        read.findings.push_back({FindingKind::EmptyTier, recording.labels.string()});
        return read;
    }
    if (track.tiers > 1)
        read.findings.push_back({FindingKind::SeveralTiers, recording.labels.string()});
    if (audio.fileRate < speechRate)
        read.findings.push_back({FindingKind::LowRate, recording.audio.string()});
    read.utterance = {recording.audio.string(), recording.labels.string(),   recording.speaker,
                      recording.forTest,        logMelFrames(audio.samples), std::move(track.intervals)};
    findPastTheEnd(read, audio, read.findings);
    return read;
}

std::vector<Read> readAll(const std::vector<Recording>& recordings, WorkerPool& pool,
                          const Progress& progress) {
    std::vector<Read> all(recordings.size());
    const int count = static_cast<int>(all.size()), atOnce = 2 * pool.threads(); // some are of hours
    for (int first = 0; first < count; first += atOnce) {
        report(progress, readingShare * first / count);
        pool.run(std::min(atOnce, count - first),
                 [&](int i) { all[first + i] = readRecording(recordings[first + i]); });
    }
    return all;
}

} // namespace

DataPair readCorpus(const fs::path& folder, std::uint64_t seed, WorkerPool& pool, const Progress& progress,
                    std::optional<PhoneSet> phones) {
    report(progress, 0);
    Corpus corpus = findCorpus(folder);
    std::vector<Read> all = readAll(corpus.recordings, pool, progress);
    SpeechMaterial material{corpus.name, {}, std::move(corpus.findings), std::move(phones)};
    Sha256 hash;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string line =
            fs::relative(corpus.recordings[i].audio, folder).generic_string() + " " + all[i].sha256 + "\n";
        hash.add(line.data(), line.size());
        material.findings.insert(material.findings.end(), all[i].findings.begin(), all[i].findings.end());
        if (!all[i].utterance.labels.empty())
            material.utterances.push_back(std::move(all[i].utterance));
    }
    if (material.utterances.empty())
        throw FileError(
            folder.string() +
            " holds no recording in which anything is labelled; name a folder with labelled speech.");
    DataPair pair = makeSpeechData(std::move(material), seed, part(progress, readingShare, 1));
    pair.source = folder.string();
    pair.sha256 = hash.result();
    return pair;
}

} // namespace expertscope
