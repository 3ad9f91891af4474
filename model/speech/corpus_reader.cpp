// SPDX-License-Identifier: GPL-3.0-or-later
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
    Utterance utterance; ///< without labels where it gives nothing
    std::string sha256;  ///< of both files
    std::vector<Finding> findings;
    std::string failure = {}; ///< a sentence, where they cannot be read
};

std::string hashOf(const std::string& audio, const std::string& labels) {
    Sha256 hash;
    hash.add(audio.data(), audio.size());
    hash.add(labels.data(), labels.size());
    return hash.result();
}

std::string withoutStop(std::string sentence) {
    if (sentence.ends_with('.'))
        sentence.pop_back();
    return sentence;
}

/// Rounded labels often end within a frame's step after the sound.
void findPastTheEnd(const Read& read, const Audio& audio, std::vector<Finding>& findings) {
    const double end = audio.seconds() + static_cast<double>(frameStep) / speechRate;
    for (const PhoneInterval& interval : read.utterance.intervals)
        if (interval.end > end)
            findings.push_back(
                {FindingKind::PastTheEnd, read.utterance.labels + ", line " + std::to_string(interval.line)});
}

void fill(Read& read, const Recording& recording, const std::string& sound, const std::string& labels) {
    const Audio audio = decodeAudio(sound, recording.audio);
    PhoneTrack track = readLabels(labels, recording.labels, audio.fileRate, audio.seconds());
    const auto find = [&](FindingKind kind, const std::string& place) {
        read.findings.push_back({kind, place});
    };
    const std::string place = recording.labels.string();
    if (track.empty())
        return find(FindingKind::EmptyTier, place);
    if (track.tiers > 1)
        find(FindingKind::SeveralTiers, place);
    if (!track.unit.empty())
        find(FindingKind::OtherUnit, place + ", in " + track.unit);
    if (track.byState)
        find(FindingKind::StateLevel, place);
    if (audio.fileRate < speechRate)
        find(FindingKind::LowRate, recording.audio.string());
    read.utterance = {recording.audio.string(),    place,
                      recording.speaker,           recording.forTest,
                      logMelFrames(audio.samples), std::move(track.intervals)};
    findPastTheEnd(read, audio, read.findings);
}

/// What is wrong with one recording must not take the others from who has thousands.
Read readRecording(const Recording& recording) {
    Read read;
    try {
        const std::string sound = readFile(recording.audio), labels = readFile(recording.labels, mostOfText);
        read.sha256 = hashOf(sound, labels);
        fill(read, recording, sound, labels);
    } catch (const FileError& error) {
        read.failure = error.what();
        read.findings = {{FindingKind::Unreadable, withoutStop(read.failure)}};
    }
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

/// Why nothing is left.
[[noreturn]] void failForNothing(const fs::path& folder, const std::vector<Read>& all) {
    const auto bad =
        std::find_if(all.begin(), all.end(), [](const Read& read) { return !read.failure.empty(); });
    const auto count =
        std::count_if(all.begin(), all.end(), [](const Read& read) { return !read.failure.empty(); });
    if (bad != all.end())
        throw FileError(folder.string() + " holds no recording that can be read: " +
                        (count == 1 ? "" : "of " + std::to_string(count) + " the first is ") + bad->failure);
    if (all.empty())
        if (const std::string why = whyNoSpeech(folder); !why.empty())
            throw FileError(why);
    throw FileError(folder.string() +
                    " holds no recording in which anything is labelled; name a folder with labelled speech.");
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
        const std::string line = corpus.recordings[i].audio.lexically_relative(folder).generic_string() +
                                 " " + all[i].sha256 + "\n";
        hash.add(line.data(), line.size());
        material.findings.insert(material.findings.end(), all[i].findings.begin(), all[i].findings.end());
        if (!all[i].utterance.labels.empty())
            material.utterances.push_back(std::move(all[i].utterance));
    }
    if (material.utterances.empty())
        failForNothing(folder, all);
    DataPair pair = makeSpeechData(std::move(material), seed, part(progress, readingShare, 1));
    pair.source = folder.string();
    pair.sha256 = hash.result();
    return pair;
}

} // namespace expertscope
