// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// What the classes of a data set are called, as a file beside it says.
///
/// classes.txt (and the like) has a name a line, for the labels in their order; or a label and its name.
/// EMNIST's PREFIX-mapping.txt has a label and the code points of the characters that bear it, Kuzushiji's
/// kmnist_classmap.csv a label, a code point and the character.
struct ClassNames {
    std::filesystem::path file;
    std::map<std::int64_t, std::string> byLabel; ///< where the file says which label is which
    std::vector<std::string> inOrder;            ///< otherwise
};

/// The names beside a set's files, or in the folder above where their own is called raw or as a file. set:
/// how the files' names begin, which tells apart the mappings of sets side by side. Empty where there is no
/// such file; throws FileError where it cannot be read.
std::optional<ClassNames> findClassNames(const std::filesystem::path& folder, const std::string& set);

/// One name for each of these ascending labels: the number itself where the file has none. Empty where names
/// in order are too few, or where a name comes twice, so that the file lists something else.
std::vector<std::string> namesFor(const std::vector<std::int64_t>& labels, const ClassNames& names);

} // namespace expertscope
