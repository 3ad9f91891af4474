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
};

/// Links to folders are followed, but not into what is looked at anyway: a link up, or to a neighbour, would
/// show the same files twice. most: how many files and folders to look at, unless `wanted` is true of one of
/// these; then all. Throws FileError where the folder cannot be read.
FilesBelow filesBelow(const std::filesystem::path& folder, std::size_t most,
                      bool (*wanted)(const std::filesystem::path& file));

} // namespace expertscope
