// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/placed_set.h"
#include "model/run/data_sources.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace expertscope {

/// The folders that are searched without being asked: EXPERTSCOPE_DATA, where data are fetched to, and where
/// torchvision and other programs keep theirs.
std::vector<std::filesystem::path> usualDataFolders();
/// The first data of that source in a usual folder; empty if there is none. What lies in folders below is
/// taken only from the place that was named in the environment, or where it is MNIST itself.
std::filesystem::path findDataFolder(const std::string& source);

/// Where no data of that source is found: what a usual place has instead, as part of a set, several sets, or
/// a file that is not read yet; empty if nothing.
std::string insteadOfData(const std::string& source);

/// A data set in some place, of the kind that source says.
struct FoundData : PlacedSet {
    const DataSource* source = nullptr;
};

/// All data sets of a folder, and of those below it where their kind is looked for there: what
/// recogniseFolder chooses from. Empty where there is none.
std::vector<FoundData> findData(const std::filesystem::path& place);

/// What is in a folder, by its content. Where it holds several data sets, that of the wanted source goes
/// before others, then the one that lies in the folder itself, then MNIST. Throws FileError saying what was
/// found and what was expected, or which data sets there are to choose from.
const DataSource& recogniseFolder(const std::filesystem::path& place, std::string_view wanted = {});

/// Makes the description's path name one set of its source: finds one where the path is empty, and chooses
/// where it names several. Returns a sentence that says so where it chose, else nothing. Throws FileError.
std::string settlePath(DataDescription& data);

} // namespace expertscope
