// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace expertscope {

/// What the name of a file says of its part in an image set: "emnist-letters-train-images-idx3-ubyte.gz"
/// holds the training images of the set emnist-letters. Names come with dots, dashes or underscores between
/// their words, in any case, with the test set called test or t10k.
struct IdxFileName {
    std::string set;  ///< as it is spelled; empty where nothing but the part is named
    std::string test; ///< what the test set is called: "t10k" or "test"; empty of training files
    bool labels = false;
    bool sure = false;  ///< it says that it is IDX; otherwise the content must be asked
    int preference = 0; ///< of several files that are the same part: the least is the one to read
};

/// Empty where the name is of no part of an image set.
std::optional<IdxFileName> parseIdxFileName(const std::string& name);

/// Whether a folder of that name holds one part of a set: "train", "t10k".
bool isPartName(const std::string& name);

/// Small letters, and one dash for whatever stands between words: by this, names of sets are the same.
std::string comparable(const std::string& name);

} // namespace expertscope
