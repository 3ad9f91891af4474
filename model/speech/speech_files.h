// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/label_content.h"
#include "model/speech/parallel_trees.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace expertscope {

/// Where a file is: compared for each pair of sound and labels of one name, which may be millions.
struct FilePlace {
    std::string folder, above; ///< as paths; above is the folder's own
    bool ofSounds = false;     ///< see isAudioFolder

    explicit FilePlace(const std::filesystem::path& file);
};

struct SoundFile {
    std::filesystem::path file;
    FilePlace place;
    Folders folders;                   ///< in small letters
    std::string key;                   ///< see file_key.h
    std::filesystem::path labels = {}; ///< empty while it has none
    bool again = false;                ///< another form of the same sound has them

    /// Of one name, and in folders that only say in which form it is kept.
    bool isFormOf(const SoundFile& other) const;
};

struct LabelFile {
    std::filesystem::path file;
    FilePlace place;
    Folders folders;
    std::string key;
    std::size_t rank = 0;              ///< of its ending
    bool beside = false;               ///< a sound of that key is in its folder
    const SoundFile* usedBy = nullptr; ///< whose labels they are
    bool known = false;                ///< some sound could have had it
    std::optional<LabelContent> content = {};

    /// Read once, when it is first asked for.
    LabelContent read();
    /// Other endings are those of labels alone; one of these may be about anything.
    bool mayBeAnything() const;
};

/// How well labels suit a sound; the least is best.
struct Suits {
    std::size_t distance = 0; ///< 0 beside, 1 next door, from 2 on in another tree
    std::size_t content = 0, rank = 0, fewer = 0;
    LabelFile* labels = nullptr;
    bool operator<(const Suits& other) const {
        return std::tie(content, distance, rank, fewer, labels->file) <
               std::tie(other.content, other.distance, other.rank, other.fewer, other.labels->file);
    }
};

/// Where labels are looked for: with those of the sound's own first, because who has its own must not lose
/// them to another; and what holds no phones is only taken, and complained of, where there is nothing else.
enum class Look { Near, Elsewhere, Doubtful };

/// The sounds and labels of a corpus, and which are near each other.
class SpeechFiles {
  public:
    /// files: sorted, below root.
    SpeechFiles(const std::vector<std::filesystem::path>& files, const std::filesystem::path& root);
    SpeechFiles(const SpeechFiles&) = delete; // its parts point to each other

    std::vector<SoundFile>& sounds() { return sounds_; }
    std::vector<LabelFile>& labels() { return labels_; }
    const std::vector<SoundFile*>& soundsOf(const std::string& key) const;

    /// All that the sound could have, in no order.
    std::vector<Suits> suiting(const SoundFile& sound, Look look);
    /// As Suits has it. Empty where they cannot belong together.
    std::optional<std::size_t> distance(const SoundFile& sound, const LabelFile& labels,
                                        bool elsewhere) const;

  private:
    /// Labels by key and, unless that is empty, by the folder they are in.
    struct Wanted {
        std::string key, folder;
    };
    static std::vector<Wanted> otherNames(const SoundFile& sound);
    void add(std::vector<Suits>& found, const SoundFile& sound, const Wanted& wanted, Look look);
    bool isBesideASound(const LabelFile& labels) const;

    std::vector<SoundFile> sounds_;
    std::vector<LabelFile> labels_;
    std::map<std::string, std::vector<SoundFile*>> soundsOf_;
    std::map<std::string, std::vector<LabelFile*>> labelsOf_;
    std::map<std::string, std::size_t> labelsIn_; ///< how many are in a folder
    ParallelTrees trees_;
};

} // namespace expertscope
