// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/speech_files.h"

#include "model/speech/audio_file.h"
#include "model/speech/file_key.h"
#include "model/speech/label_file.h"
#include "model/speech/label_index.h"

#include <algorithm>
#include <set>

namespace expertscope {

namespace fs = std::filesystem;

FilePlace::FilePlace(const fs::path& file)
    : folder(file.parent_path().string()), above(file.parent_path().parent_path().string()),
      ofSounds(isAudioFolder(file.parent_path())) {}

bool SoundFile::isFormOf(const SoundFile& other) const {
    return key == other.key && (folders == other.folders || areFormsOfOne(folders, other.folders));
}

LabelContent LabelFile::read() {
    if (!content) // of TIMIT's, which come first, there is no doubt
        content = rank == 0 ? LabelContent::Labels : labelContentOf(file);
    return *content;
}

bool LabelFile::mayBeAnything() const {
    return rank >= firstThatMayBeAnything;
}

SpeechFiles::SpeechFiles(const std::vector<fs::path>& files, const fs::path& root) {
    for (const fs::path& file : files) {
        if (isAudioName(file))
            sounds_.push_back({file, FilePlace(file), foldersBelow(file, root), fileKey(file)});
        else if (const auto rank = labelRank(file))
            labels_.push_back({file, FilePlace(file), foldersBelow(file, root), fileKey(file), *rank});
    }
    std::set<std::string> soundFolders, labelFolders;
    for (SoundFile& sound : sounds_) {
        soundsOf_[sound.key].push_back(&sound);
        soundFolders.insert(sound.folders.begin(), sound.folders.end());
    }
    for (LabelFile& labels : labels_) {
        labelsOf_[labels.key].push_back(&labels);
        ++labelsIn_[labels.place.folder];
        labels.beside = isBesideASound(labels);
        if (!labels.beside)
            labelFolders.insert(labels.folders.begin(), labels.folders.end());
    }
    trees_ = ParallelTrees(std::move(soundFolders), std::move(labelFolders));
}

const std::vector<SoundFile*>& SpeechFiles::soundsOf(const std::string& key) const {
    static const std::vector<SoundFile*> none;
    const auto found = soundsOf_.find(key);
    return found == soundsOf_.end() ? none : found->second;
}

bool SpeechFiles::isBesideASound(const LabelFile& labels) const {
    const std::vector<SoundFile*>& sounds = soundsOf(labels.key);
    return std::any_of(sounds.begin(), sounds.end(),
                       [&](const SoundFile* sound) { return sound->folders == labels.folders; });
}

std::vector<Suits> SpeechFiles::suiting(const SoundFile& sound, Look look) {
    std::vector<Suits> found;
    add(found, sound, {sound.key, ""}, look);
    if (found.empty() && look != Look::Near)
        for (const Wanted& wanted : otherNames(sound))
            add(found, sound, wanted, look);
    return found;
}

void SpeechFiles::add(std::vector<Suits>& found, const SoundFile& sound, const Wanted& wanted, Look look) {
    const auto there = labelsOf_.find(wanted.key);
    if (there == labelsOf_.end())
        return;
    for (LabelFile* labels : there->second) {
        const auto apart = distance(sound, *labels, look != Look::Near);
        if (!apart ||
            (!wanted.folder.empty() && (labels->folders.empty() || labels->folders.back() != wanted.folder)))
            continue;
        labels->known = true;
        const LabelContent content = labels->read();
        const bool good = content == LabelContent::Labels ||
                          (look == Look::Doubtful && content != LabelContent::Transcript);
        const bool ofNothing = content == LabelContent::Empty && (*apart > 1 || labels->mayBeAnything());
        if (good && !ofNothing)
            found.push_back({*apart, static_cast<std::size_t>(content), labels->rank,
                             labels_.size() - labelsIn_.at(labels->place.folder), labels});
    }
}

std::optional<std::size_t> SpeechFiles::distance(const SoundFile& sound, const LabelFile& labels,
                                                 bool elsewhere) const {
    if (sound.place.folder == labels.place.folder)
        return 0;
    if (sound.place.ofSounds && sound.place.above == labels.place.above)
        return 1;
    if (!elsewhere || labels.beside)
        return std::nullopt;
    const auto apart = trees_.distance(sound.folders, labels.folders);
    return apart ? std::optional(2 + *apart) : std::nullopt;
}

/// With a folder of the sound in front, and without what is in front where the labels' folder says it.
std::vector<SpeechFiles::Wanted> SpeechFiles::otherNames(const SoundFile& sound) {
    std::vector<Wanted> wanted;
    for (const std::string& key : otherKeys(sound.key))
        wanted.push_back({key, ""});
    for (const std::string& folder : sound.folders)
        for (const char* between : {"_", "-", "."})
            wanted.push_back({folder + between + sound.key, ""});
    for (std::size_t at = sound.key.find_first_of("_-."); at != std::string::npos;
         at = sound.key.find_first_of("_-.", at + 1))
        wanted.push_back({sound.key.substr(at + 1), sound.key.substr(0, at)});
    return wanted;
}

} // namespace expertscope
