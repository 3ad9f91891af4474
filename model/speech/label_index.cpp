#include "model/speech/label_index.h"

#include "model/speech/label_file.h"
#include "model/speech/plain_text.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

std::string nameOf(const fs::path& file) {
    return lowerCase(file.stem().string());
}

} // namespace

bool isAudioFolder(const fs::path& folder) {
    const std::string name = lowerCase(folder.filename().string());
    return name == "wav" || name == "wavs" || name == "audio" || name == "flac";
}

LabelIndex::LabelIndex(const std::vector<fs::path>& files) {
    const auto& endings = labelEndings();
    for (const fs::path& file : files) {
        const auto found = std::find(endings.begin(), endings.end(), lowerCase(file.extension().string()));
        if (found == endings.end())
            continue;
        const Ranked ranked{file, static_cast<std::size_t>(found - endings.begin())};
        note(beside_, file.parent_path(), ranked);
        note(nextDoor_, file.parent_path().parent_path(), ranked);
        all_.push_back(file);
    }
}

void LabelIndex::note(Index& index, const fs::path& folder, const Ranked& found) {
    const auto [entry, isNew] = index.try_emplace({folder, nameOf(found.file)}, found);
    if (!isNew && found.rank < entry->second.rank)
        entry->second = found;
}

fs::path LabelIndex::find(const fs::path& audio) {
    const fs::path folder = audio.parent_path();
    const Ranked* found = nullptr;
    if (const auto beside = beside_.find({folder, nameOf(audio)}); beside != beside_.end())
        found = &beside->second;
    else if (const auto next = nextDoor_.find({folder.parent_path(), nameOf(audio)});
             isAudioFolder(folder) && next != nextDoor_.end())
        found = &next->second;
    if (!found)
        return {};
    used_.insert({found->file.parent_path(), nameOf(audio)}); // with those that it was preferred to
    return found->file;
}

std::vector<fs::path> LabelIndex::unused() const {
    std::vector<fs::path> files;
    for (const fs::path& file : all_)
        if (!used_.contains({file.parent_path(), nameOf(file)}))
            files.push_back(file);
    return files;
}

} // namespace expertscope
