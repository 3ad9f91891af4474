// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace expertscope {

/// The folders from a corpus' root down to a file's.
using Folders = std::vector<std::string>;

/// How far the folders of a sound and of its labels are from each other, where these stand in a tree of their
/// own: corpus/ann/1.wav and aligned/ann/1.TextGrid (the Montreal Forced Aligner), wav/1.wav and
/// lab/mono/1.lab (HTS), corpus/ann/1.wav and aligned/1.TextGrid.
class ParallelTrees {
  public:
    /// Every folder of sounds, and every one of labels that have no sound beside them.
    ParallelTrees() = default;
    ParallelTrees(std::set<std::string> soundFolders, std::set<std::string> labelFolders)
        : soundFolders_(std::move(soundFolders)), labelFolders_(std::move(labelFolders)) {}

    /// How many folders are not in both paths. Empty where one of them names the other's neighbour: what is
    /// aligned for bob is not for ann.
    std::optional<std::size_t> distance(const Folders& sound, const Folders& labels) const;

  private:
    std::set<std::string> soundFolders_, labelFolders_;
};

/// Whether folders differ in nothing but how the same sounds are stored: wav16/ann and wav48/ann.
bool areFormsOfOne(const Folders& a, const Folders& b);

} // namespace expertscope
