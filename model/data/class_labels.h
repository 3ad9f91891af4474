// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/class_names.h"
#include "model/data/dataset.h"
#include "model/data/idx_array.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// The labels of one part of a set, as its file has them.
struct LabelColumns {
    std::vector<std::int64_t> classes; ///< one an example
    /// What else the file says of each example, a column each: QMNIST has seven more.
    std::vector<std::vector<std::int64_t>> others;
    bool oneHot = false; ///< each example had a row with a single 1, whose column became its class
};

/// Throws FileError where no labels have such dimensions, which is known before their values are read.
void requireLabelShape(const IdxArray& labels, const std::filesystem::path& path);
/// Labels of any type, one or a row an example. Throws FileError with file and byte where one is no whole
/// number.
LabelColumns readLabels(const IdxArray& labels, const std::filesystem::path& path);

/// Fills the label attribute of both data sets: the classes are the labels that occur in either, in ascending
/// order, so that there are no empty ones. Notes say what is not as in MNIST. names may be null. Throws
/// FileError, which begins with the path of the training labels, where there are more classes than can be
/// told apart.
void assignClasses(const LabelColumns& train, const LabelColumns& test, const ClassNames* names,
                   const std::filesystem::path& path, DataPair& pair);

/// QMNIST's further columns: its writers, and the series of forms they filled in.
void assignQmnistAttributes(const LabelColumns& train, const LabelColumns& test, DataPair& pair);

} // namespace expertscope
