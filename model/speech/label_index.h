#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace expertscope {

/// A folder that holds sounds alone, their labels being next door: "wav", "wavs", "audio" or "flac" in any
/// case.
bool isAudioFolder(const std::filesystem::path& folder);

/// Finds the label file of a sound file: of the same name (in any case) with one of labelEndings, in the same
/// folder or, of an audio folder, in one next to it. Of several the first in the order of labelEndings.
class LabelIndex {
  public:
    /// Of these files those with such an ending.
    explicit LabelIndex(const std::vector<std::filesystem::path>& files);

    /// Empty where there is none.
    std::filesystem::path find(const std::filesystem::path& audio);
    /// Label files that belong to no sound file that was asked for.
    std::vector<std::filesystem::path> unused() const;

  private:
    using Place = std::pair<std::filesystem::path, std::string>; ///< a folder, and a name without ending
    struct Ranked {
        std::filesystem::path file;
        std::size_t rank = 0; ///< of its ending
    };
    using Index = std::map<Place, Ranked>;

    static void note(Index& index, const std::filesystem::path& folder, const Ranked& found);

    Index beside_, nextDoor_;
    std::vector<std::filesystem::path> all_;
    std::set<Place> used_;
};

} // namespace expertscope
