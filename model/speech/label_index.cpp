// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/label_index.h"

#include "model/base/plain_text.h"
#include "model/speech/speech_files.h"

#include <algorithm>
#include <set>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

class Matching {
  public:
    Matching(const std::vector<fs::path>& files, const fs::path& root) : files_(files, root) {}

    LabelledSounds match(bool onlyFirst) {
        for (const Look look : {Look::Near, Look::Elsewhere, Look::Doubtful})
            for (SoundFile& sound : files_.sounds())
                if (sound.labels.empty() && !sound.again) {
                    take(sound, look);
                    if (onlyFirst && !sound.labels.empty())
                        return {{{sound.file, sound.labels}}, {}};
                }
        LabelledSounds result;
        for (const SoundFile& sound : files_.sounds())
            if (!sound.labels.empty())
                result.sounds.push_back({sound.file, sound.labels});
        if (!onlyFirst)
            noteWhatIsLeft();
        result.findings = std::move(findings_);
        return result;
    }

  private:
    void take(SoundFile& sound, Look look) {
        std::vector<Suits> found = files_.suiting(sound, look);
        sound.again = std::any_of(found.begin(), found.end(), [&](const Suits& suits) {
            return suits.labels->usedBy && suits.labels->usedBy->isFormOf(sound);
        });
        std::erase_if(found, [](const Suits& suits) { return suits.labels->usedBy != nullptr; });
        const auto best = std::min_element(found.begin(), found.end());
        if (sound.again || best == found.end() ||
            (best->distance > 1 && suitAnotherAsWell(*best->labels, sound, best->distance)))
            return;
        sound.labels = best->labels->file;
        best->labels->usedBy = &sound;
        const bool several = std::any_of(found.begin(), found.end(), [&](const Suits& other) {
            return other.labels != best->labels && other.labels->content == LabelContent::Labels;
        });
        if (several)
            findings_.push_back({FindingKind::SeveralLabels, sound.file.string()});
    }

    /// Then nobody knows whose they are, unless they are nearer to the other.
    bool suitAnotherAsWell(const LabelFile& labels, const SoundFile& sound, std::size_t distance) {
        for (const SoundFile* other : files_.soundsOf(labels.key)) {
            if (other->isFormOf(sound) || !other->labels.empty())
                continue;
            const auto theirs = files_.distance(*other, labels, true);
            if (theirs == distance && ambiguous_.insert(&labels).second)
                findings_.push_back({FindingKind::Ambiguous, labels.file.string()});
            if (theirs && *theirs <= distance)
                return true;
        }
        return false;
    }

    void noteWhatIsLeft() {
        for (const SoundFile& sound : files_.sounds())
            if (sound.labels.empty())
                findings_.push_back(
                    {sound.again ? FindingKind::SameSound : FindingKind::NoLabels, sound.file.string()});
        for (LabelFile& labels : files_.labels()) {
            if (labels.usedBy || (!labels.known && labels.mayBeAnything()))
                continue;
            const bool ofASound = !files_.soundsOf(labels.key).empty();
            const bool transcript = ofASound && (labels.read() == LabelContent::Transcript ||
                                                 labels.read() == LabelContent::OtherTiers);
            if (transcript || !labels.known)
                findings_.push_back(
                    {transcript ? FindingKind::Transcript : FindingKind::NoAudio, labels.file.string()});
        }
    }

    SpeechFiles files_;
    std::set<const LabelFile*> ambiguous_;
    std::vector<Finding> findings_;
};

} // namespace

bool isAudioFolder(const fs::path& folder) {
    const std::string name = lowerCase(folder.filename().string());
    return name == "wav" || name == "wavs" || name == "audio" || name == "flac";
}

LabelledSounds findLabels(const std::vector<fs::path>& files, const fs::path& root, bool onlyFirst) {
    return Matching(files, root).match(onlyFirst);
}

} // namespace expertscope
