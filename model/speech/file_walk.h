// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace expertscope {

/// The files below a folder, at any depth.
struct FilesBelow {
    /// Sorted, so that nothing depends on the order that a disk has them in. Links count as what they lead
    /// to.
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> deadLinks; ///< that lead nowhere, sorted
    std::vector<std::filesystem::path> closed;    ///< folders that cannot be read, sorted
};

/// Links to folders are followed, but not into what is looked at anyway: a link up, or to a neighbour, would
/// show the same files twice. most: how many files and folders to look at; as many more after each of
/// which `wanted` is true. Throws FileError where the folder itself cannot be read.
FilesBelow filesBelow(const std::filesystem::path& folder, std::size_t most,
                      bool (*wanted)(const std::filesystem::path& file));

} // namespace expertscope
