// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/corpus.h"

#include "model/base/file.h"
#include "model/speech/audio_file.h"
#include "model/speech/corpus_layout.h"
#include "model/speech/file_walk.h"
#include "model/speech/label_file.h"
#include "model/speech/label_index.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t firstFiles = 20000;

/// A sound, or labels that can be nothing else: a tree of labels may be looked at first.
bool isOfSpeech(const fs::path& file) {
    const auto rank = labelRank(file);
    return isAudioName(file) || (rank && *rank < firstThatMayBeAnything);
}

std::vector<fs::path> soundsAmong(std::vector<fs::path> files) {
    std::erase_if(files, [](const fs::path& file) { return !isAudioName(file); });
    return files;
}

const Finding* firstOf(const std::vector<Finding>& findings, FindingKind kind) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&](const Finding& finding) { return finding.kind == kind; });
    return found == findings.end() ? nullptr : &*found;
}

std::string counted(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

} // namespace

Corpus findCorpus(const fs::path& folder, std::size_t mostFiles) {
    const FilesBelow found = filesBelow(folder, mostFiles, isOfSpeech);
    LabelledSounds labelled = findLabels(found.files, folder);
    Corpus corpus;
    corpus.name = absolutePath(folder / "").parent_path().filename().string();
    corpus.findings = std::move(labelled.findings);
    for (const LabelledSound& sound : labelled.sounds)
        corpus.recordings.push_back({sound.audio, sound.labels, "", std::nullopt});
    for (const fs::path& link : found.deadLinks)
        if (isAudioName(link) || labelRank(link))
            corpus.findings.push_back({FindingKind::DeadLink, link.string()});
    for (const fs::path& closed : found.closed)
        corpus.findings.push_back({FindingKind::ClosedFolder, closed.string()});
    readLayout(corpus, folder, soundsAmong(found.files));
    return corpus;
}

bool holdsSpeech(const fs::path& folder) {
    const FilesBelow found = filesBelow(folder, firstFiles, isOfSpeech);
    return !findLabels(found.files, folder, true).sounds.empty();
}

std::string whyNoSpeech(const fs::path& folder) {
    const FilesBelow found = filesBelow(folder, firstFiles, isOfSpeech);
    const LabelledSounds labelled = findLabels(found.files, folder);
    const std::size_t sounds = soundsAmong(found.files).size();
    if (!labelled.sounds.empty())
        return {};
    const std::string place = folder.string();
    if (const Finding* transcript = firstOf(labelled.findings, FindingKind::Transcript))
        return place + " holds " + counted(sounds, "sound file") +
               ", but only transcripts of what they say (the first: " + transcript->place +
               "), not phones with their times; align them, or, where another folder holds what an aligner "
               "made of them, name the one that holds both.";
    const Finding* labels = firstOf(labelled.findings, FindingKind::NoAudio);
    if (!labels)
        labels = firstOf(labelled.findings, FindingKind::Ambiguous);
    if (sounds > 0)
        return place + " holds " + counted(sounds, "sound file") + ", but no labels " +
               (labels ? "of the same names (the first is " + labels->place + ")" : "for them") +
               "; name the folder that holds both: .TextGrid, .lab, .phn or .phones files with phones and "
               "their "
               "times.";
    return !labels ? ""
                   : place + " holds labels (the first: " + labels->place +
                         "), but no sound files (WAV, FLAC, SPHERE); name the folder that holds both.";
}

} // namespace expertscope
