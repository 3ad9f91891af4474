// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/mnist.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// The files of one image set that lie in one folder, as far as they are there.
class IdxGroup {
  public:
    explicit IdxGroup(std::filesystem::path folder, std::string set)
        : folder_(std::move(folder)), set_(std::move(set)) {}

    const std::filesystem::path& folder() const { return folder_; }
    const std::string& set() const { return set_; } ///< how the files' names begin; may be empty
    bool complete() const;
    MnistFiles files() const; ///< of a complete one
    /// "FOLDER holds only part of the data set emnist-letters; missing ...".
    std::string missingSentence() const;

    /// Of several files that are the same part the one of least preference stays.
    void add(const struct IdxFileName& name, const std::filesystem::path& file, int preference);

  private:
    struct Part {
        std::filesystem::path file;
        int preference = 0;
    };
    std::filesystem::path folder_;
    std::string set_, testWord_ = "t10k";
    std::array<Part, 4> parts_; ///< training images, training labels, test images, test labels
};

/// What is in one folder. Files may lie in a folder that is named as they are (as Kaggle unpacks them), or in
/// folders train and test.
struct IdxFolder {
    std::vector<IdxGroup> groups;
    std::vector<std::filesystem::path> others; ///< folders that were not looked into, sorted
    std::size_t entries = 0;                   ///< how many were seen
};

/// mostEntries: how many files and folders to look at; of more, some are not seen.
IdxFolder lookInto(const std::filesystem::path& folder, std::size_t mostEntries);

} // namespace expertscope
