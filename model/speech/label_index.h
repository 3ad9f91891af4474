// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/finding.h"

#include <filesystem>
#include <vector>

namespace expertscope {

/// A folder that holds sounds alone, their labels being next door: "wav", "wavs", "audio" or "flac" in any
/// case.
bool isAudioFolder(const std::filesystem::path& folder);

/// A sound file and what is said in it.
struct LabelledSound {
    std::filesystem::path audio, labels;
};

/// The sounds that have labels, and what was left over.
struct LabelledSounds {
    std::vector<LabelledSound> sounds; ///< in the order of their paths
    std::vector<Finding> findings;
};

/// Finds the label file of each sound file: one of the same key (file_key.h) and with one of labelEndings, by
/// this order:
/// 1. one with labels in it rather than a transcript (label_content.h), which is counted and left out;
/// 2. one beside the sound; of an audio folder one in a folder next to it; one in a parallel tree
///    (parallel_trees.h), the nearest first, also with the sound's folder in its name (ann_1.TextGrid);
/// 3. by its ending, in the order of labelEndings;
/// 4. one in the folder that holds most label files.
/// One that stands elsewhere must be as near to no other sound of that name. files: sorted, below root.
/// onlyFirst: to know whether there is any.
LabelledSounds findLabels(const std::vector<std::filesystem::path>& files, const std::filesystem::path& root,
                          bool onlyFirst = false);

} // namespace expertscope
