// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/audio_file.h"
#include "model/speech/corpus_layout.h"
#include "model/speech/label_index.h"
#include "tests/fuzz/fuzzing.h"

#include <algorithm>
#include <sstream>

// What the names and folders of sounds and labels say: an input is their paths, a line each.
FUZZ_READER(corpus_layout, .longest = 500) {
    const std::filesystem::path root = "/corpus";
    std::vector<std::filesystem::path> files;
    std::istringstream lines(input);
    for (std::string line; std::getline(lines, line);)
        if (line.find('\0') == std::string::npos && !line.starts_with('/'))
            files.push_back((root / line).lexically_normal());
    std::erase_if(files, [&](const auto& file) { return !file.string().starts_with("/corpus/"); });
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    const LabelledSounds labelled = findLabels(files, root);
    Corpus corpus;
    for (const LabelledSound& sound : labelled.sounds)
        corpus.recordings.push_back({sound.audio, sound.labels, "", std::nullopt});
    std::erase_if(files, [](const auto& file) { return !isAudioName(file); });
    readLayout(corpus, root, files);
    if (!corpus.recordings.empty())
        understood();
    use(corpus.name);
}
