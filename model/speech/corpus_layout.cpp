// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/corpus_layout.h"

#include "model/base/plain_text.h"
#include "model/speech/file_key.h"
#include "model/speech/label_index.h"
#include "model/speech/parallel_trees.h"

#include <algorithm>
#include <map>
#include <set>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

/// As they are written.
Folders foldersTo(const fs::path& file, const fs::path& root) {
    Folders names;
    for (const fs::path& part : file.parent_path().lexically_relative(root))
        if (part != ".")
            names.push_back(part.string());
    return names;
}

/// TRAIN and TEST below one folder.
struct Division {
    Folders above; ///< the folders down to it
    std::size_t recordings = 0;
    bool timit = true; ///< all of them are labelled as TIMIT's are
};

bool isTest(const std::string& folder) {
    return lowerCase(folder) == "test";
}
bool isSet(const std::string& folder) {
    return isTest(folder) || lowerCase(folder) == "train";
}

/// TIMIT's speakers are called by sex, initials and a number, its sentences by kind and number.
bool isOfTimit(const Recording& recording, const Folders& folders) {
    const std::string sentence = fileKey(recording.audio);
    const auto digits = [](const std::string& text, std::size_t from) {
        return text.size() > from && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                                                 [](char c) { return c >= '0' && c <= '9'; });
    };
    const bool ofKind =
        sentence.starts_with("sa") || sentence.starts_with("si") || sentence.starts_with("sx");
    const std::string speaker = folders.empty() ? "" : lowerCase(folders.back());
    return ofKind && digits(sentence, 2) && speaker.size() == 5 && (speaker[0] == 'f' || speaker[0] == 'm') &&
           digits(speaker, 4);
}

bool hasTimitsLabels(const Recording& recording) {
    return lowerCase(recording.labels.extension().string()) == ".phn";
}

/// Which of the two sets there are sounds for, labelled or not.
std::map<Folders, int> setsWithSound(const std::vector<fs::path>& sounds, const fs::path& root) {
    std::map<Folders, int> sets;
    for (const fs::path& sound : sounds) {
        const Folders folders = foldersTo(sound, root);
        for (std::size_t i = 0; i < folders.size(); ++i)
            if (isSet(folders[i]))
                sets[{folders.begin(), folders.begin() + static_cast<std::ptrdiff_t>(i)}] |=
                    isTest(folders[i]) ? 2 : 1;
    }
    return sets;
}

std::vector<Division> divisionsOf(const Corpus& corpus, const fs::path& root,
                                  const std::vector<fs::path>& sounds) {
    const std::map<Folders, int> sets = setsWithSound(sounds, root);
    std::map<Folders, Division> found;
    for (const Recording& recording : corpus.recordings) {
        const Folders folders = foldersTo(recording.audio, root);
        for (std::size_t i = 0; i < folders.size(); ++i) {
            const Folders above(folders.begin(), folders.begin() + static_cast<std::ptrdiff_t>(i));
            const auto both = sets.find(above);
            if (!isSet(folders[i]) || both == sets.end() || both->second != 3)
                continue;
            Division& division = found[above];
            division.above = above;
            ++division.recordings;
            division.timit = division.timit && (hasTimitsLabels(recording) || isOfTimit(recording, folders));
            break; // what is within one set divides it no further
        }
    }
    std::vector<Division> divisions;
    for (auto& [above, division] : found)
        divisions.push_back(std::move(division));
    return divisions;
}

/// Empty where the corpus is not divided, or in several ways, which may mean anything.
const Division* chosen(const std::vector<Division>& divisions, std::size_t recordings) {
    const Division* best = nullptr;
    for (const Division& division : divisions)
        if (division.timit && (!best || division.recordings > best->recordings))
            best = &division;
    for (const Division& division : divisions)
        if (division.above.empty() || (!best && 2 * division.recordings > recordings))
            best = &division;
    return best;
}

/// By TRAIN and TEST; what is beside them belongs to neither.
void divide(Corpus& corpus, const fs::path& root, const Division& division) {
    std::erase_if(corpus.recordings, [&](Recording& recording) {
        Folders folders = foldersTo(recording.audio, root);
        const std::size_t depth = division.above.size();
        const bool inside = folders.size() > depth && isSet(folders[depth]) &&
                            std::equal(division.above.begin(), division.above.end(), folders.begin());
        if (!inside) {
            corpus.findings.push_back({FindingKind::OutsideSets, recording.audio.string()});
            return true;
        }
        recording.forTest = isTest(folders[depth]);
        while (folders.size() > depth + 1 && isAudioFolder(folders.back()))
            folders.pop_back();
        recording.speaker = folders.size() > depth + 1 ? folders.back() : "";
        return false;
    });
    for (const std::string& folder : division.above) // "wav" says nothing
        corpus.name = isAudioFolder(folder) ? corpus.name : folder;
}

/// A part of TIMIT, as its TRAIN alone, whose first folders are not speakers but dialects.
bool nameTimitsSpeakers(Corpus& corpus, const fs::path& root) {
    const auto isTimits = [&](const Recording& recording) {
        return hasTimitsLabels(recording) && isOfTimit(recording, foldersTo(recording.audio, root));
    };
    if (corpus.recordings.empty() ||
        !std::all_of(corpus.recordings.begin(), corpus.recordings.end(), isTimits))
        return false;
    for (Recording& recording : corpus.recordings)
        recording.speaker = foldersTo(recording.audio, root).back();
    return true;
}

/// How many folders all recordings have in common.
std::size_t commonDepth(const std::vector<Folders>& all) {
    std::size_t depth = all.empty() ? 0 : all.front().size();
    for (const Folders& folders : all)
        depth = std::min<std::size_t>(
            depth,
            static_cast<std::size_t>(
                std::mismatch(folders.begin(), folders.end(), all.front().begin(), all.front().end()).first -
                folders.begin()));
    return depth;
}

void nameSpeakers(Corpus& corpus, const fs::path& root) {
    std::vector<Folders> all;
    for (const Recording& recording : corpus.recordings)
        all.push_back(foldersTo(recording.audio, root));
    const std::size_t depth = commonDepth(all);
    std::set<std::string> speakers;
    for (std::size_t i = 0; i < all.size(); ++i) {
        corpus.recordings[i].speaker = all[i].size() > depth ? all[i][depth] : "";
        speakers.insert(corpus.recordings[i].speaker);
    }
    if (speakers.size() < 2 || speakers.contains(""))
        for (Recording& recording : corpus.recordings)
            recording.speaker.clear();
}

void leaveOutSharedSentences(Corpus& corpus) {
    corpus.name = "TIMIT";
    std::erase_if(corpus.recordings, [&](const Recording& recording) {
        const std::string sentence = fileKey(recording.audio);
        const bool shared = sentence == "sa1" || sentence == "sa2";
        if (shared)
            corpus.findings.push_back({FindingKind::SharedSentence, recording.audio.string()});
        return shared;
    });
}

bool severalSpeakers(const Corpus& corpus) {
    return std::any_of(corpus.recordings.begin(), corpus.recordings.end(), [&](const Recording& recording) {
        return recording.speaker != corpus.recordings.front().speaker;
    });
}

} // namespace

void readLayout(Corpus& corpus, const fs::path& root, const std::vector<fs::path>& sounds) {
    const std::vector<Division> divisions = divisionsOf(corpus, root, sounds);
    const Division* division = chosen(divisions, corpus.recordings.size());
    if (division)
        divide(corpus, root, *division);
    const bool partOfTimit = !division && nameTimitsSpeakers(corpus, root);
    if (!division && !partOfTimit)
        nameSpeakers(corpus, root);
    if ((division && division->timit) || (partOfTimit && severalSpeakers(corpus)))
        leaveOutSharedSentences(corpus);
}

} // namespace expertscope
