// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/file_key.h"

#include "model/base/plain_text.h"
#include "model/speech/audio_file.h"
#include "model/speech/label_file.h"

namespace expertscope {
namespace {

namespace fs = std::filesystem;

bool isKnownEnding(const fs::path& file) {
    return isAudioName(file) || labelRank(file).has_value();
}

} // namespace

std::string fileKey(const fs::path& file) {
    fs::path key = lowerCase(file.filename().string());
    while (key.has_extension() && isKnownEnding(key))
        key = key.stem();
    return key.string();
}

std::vector<std::string> otherKeys(const std::string& key) {
    for (const char* added : {"_mic1", "_mic2", ".riff"})
        if (key.ends_with(added))
            return {key.substr(0, key.size() - std::string(added).size())};
    return {};
}

std::vector<std::string> foldersBelow(const fs::path& file, const fs::path& root) {
    std::vector<std::string> names;
    for (const fs::path& part : file.parent_path().lexically_relative(root))
        if (part != ".")
            names.push_back(lowerCase(part.string()));
    return names;
}

} // namespace expertscope
