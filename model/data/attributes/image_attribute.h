// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/data/dataset.h"

#include <string>
#include <vector>

namespace expertscope {

class WorkerPool;

/// What can be told of an image by its pixels alone, such as how thick its strokes are: one more attribute to
/// ask the gates about. A file here, and a line in the table of image_attribute.cpp.
struct ImageAttribute {
    std::string name;     ///< "thickness": the attribute's, and that of data.attributes
    std::string sentence; ///< a line for people
    std::string unit;     ///< of its numbers: "pixels"; empty where they have none
    /// Of one image: rows x columns, row after row, from 0 (ground) to 1 (ink), its channels averaged.
    /// Finite; 0 where nothing can be told.
    double (*measure)(const float* ink, int rows, int columns);
};

const std::vector<ImageAttribute>& imageAttributes();

/// Throws ConfigError where one is unknown, naming all, or is there twice.
void checkImageAttributes(const std::vector<std::string>& names);

/// Measures these of all images, and adds them to both sets. The values of each are fifths of the training
/// images, from the least to the most; fewer where many have the same number. Throws ConfigError, Cancelled.
void addImageAttributes(DataPair& pair, const std::vector<std::string>& names, WorkerPool& pool,
                        const Progress& progress = {});

} // namespace expertscope
