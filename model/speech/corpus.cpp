#include "model/speech/corpus.h"

#include "model/base/error.h"
#include "model/speech/audio_file.h"
#include "model/speech/label_index.h"
#include "model/speech/plain_text.h"

#include <algorithm>
#include <set>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

/// Sorted, so that nothing depends on the order that a disk has them in.
std::vector<fs::path> filesBelow(const fs::path& folder, std::size_t most) {
    std::vector<fs::path> files;
    std::error_code failure, ignored;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failure);
    for (std::size_t seen = 0; !failure && entry != fs::end(entry) && seen < most;
         entry.increment(failure), ++seen)
        if (entry->is_regular_file(ignored))
            files.push_back(entry->path());
    if (failure)
        throw FileError(folder.string() + " cannot be read: " + failure.message() +
                        "; check the path and its permissions.");
    std::sort(files.begin(), files.end());
    return files;
}

/// The folders from the root down to a file.
std::vector<std::string> foldersTo(const fs::path& file, const fs::path& root) {
    std::vector<std::string> names;
    for (const fs::path& part : fs::relative(file.parent_path(), root))
        if (part != ".")
            names.push_back(part.string());
    return names;
}

/// TRAIN and TEST right below.
bool isDivided(const fs::path& root) {
    int found = 0;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(root, ignored)) {
        const std::string name = lowerCase(entry.path().filename().string());
        found |= entry.is_directory(ignored) ? (name == "train") + 2 * (name == "test") : 0;
    }
    return found == 3;
}

/// The folder itself, or the one in it that holds the two sets, as archives unpack.
fs::path rootOf(const fs::path& folder) {
    for (const char* below : {"TIMIT", "timit", "data"})
        if (!isDivided(folder) && isDivided(folder / below))
            return folder / below;
    return folder;
}

/// By TRAIN and TEST; what is beside them belongs to neither.
void divide(Corpus& corpus, const fs::path& root) {
    std::erase_if(corpus.recordings, [&](Recording& recording) {
        std::vector<std::string> folders = foldersTo(recording.audio, root);
        const std::string set = folders.empty() ? "" : lowerCase(folders[0]);
        recording.forTest = set == "test";
        while (folders.size() > 1 && isAudioFolder(folders.back()))
            folders.pop_back();
        recording.speaker = folders.size() > 1 ? folders.back() : "";
        const bool outside = set != "train" && set != "test";
        if (outside)
            corpus.findings.push_back({FindingKind::OutsideSets, recording.audio.string()});
        return outside;
    });
}

void nameSpeakers(Corpus& corpus, const fs::path& root) {
    std::set<std::string> speakers;
    for (Recording& recording : corpus.recordings) {
        const std::vector<std::string> folders = foldersTo(recording.audio, root);
        recording.speaker = folders.empty() ? "" : folders[0];
        speakers.insert(recording.speaker);
    }
    if (speakers.size() < 2 || speakers.contains(""))
        for (Recording& recording : corpus.recordings)
            recording.speaker.clear();
}

/// Makes it TIMIT's where it is.
void leaveOutSharedSentences(Corpus& corpus) {
    const bool timit =
        !corpus.recordings.empty() &&
        std::all_of(corpus.recordings.begin(), corpus.recordings.end(), [](const Recording& recording) {
            return recording.forTest && lowerCase(recording.labels.extension().string()) == ".phn";
        });
    if (!timit)
        return;
    corpus.name = "TIMIT";
    std::erase_if(corpus.recordings, [&](const Recording& recording) {
        const std::string sentence = lowerCase(recording.audio.stem().string());
        const bool shared = sentence == "sa1" || sentence == "sa2";
        if (shared)
            corpus.findings.push_back({FindingKind::SharedSentence, recording.audio.string()});
        return shared;
    });
}

} // namespace

Corpus findCorpus(const fs::path& folder, std::size_t mostFiles) {
    const fs::path root = rootOf(folder);
    const std::vector<fs::path> files = filesBelow(root, mostFiles);
    LabelIndex labels(files);
    std::set<fs::path> taken;
    Corpus corpus;
    corpus.name = fs::absolute(root / "").lexically_normal().parent_path().filename().string();
    for (const fs::path& file : files) {
        if (!isAudioName(file))
            continue;
        // Of a.flac and a.wav the first is taken: the same sound would be there twice.
        if (const fs::path found = labels.find(file); !found.empty() && taken.insert(found).second)
            corpus.recordings.push_back({file, found, "", std::nullopt});
        else
            corpus.findings.push_back({FindingKind::NoLabels, file.string()});
    }
    for (const fs::path& file : labels.unused())
        corpus.findings.push_back({FindingKind::NoAudio, file.string()});
    if (isDivided(root))
        divide(corpus, root);
    else
        nameSpeakers(corpus, root);
    leaveOutSharedSentences(corpus);
    return corpus;
}

bool holdsSpeech(const fs::path& folder) {
    return !findCorpus(folder, 20000).recordings.empty();
}

} // namespace expertscope
