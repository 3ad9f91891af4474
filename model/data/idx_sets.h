// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/mnist.h"
#include "model/data/placed_set.h"

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// An image set in four IDX files. It is called as its files' names begin, or else as its folder.
struct IdxSet : PlacedSet {
    MnistFiles files;
};

/// What a place holds.
struct IdxSets {
    std::vector<IdxSet> sets;         ///< the nearest first, then by folder and name
    std::vector<std::string> partial; ///< a sentence for each set that lacks files
};

/// Looks for image sets in a folder and up to three folders below it (where torchvision, Kaggle and EMNIST's
/// archive put them). A place may also be FOLDER/emnist-letters, how files' names begin there, or one of the
/// four files. Never throws: what cannot be read holds nothing.
IdxSets findIdxSets(const std::filesystem::path& place);

} // namespace expertscope
