// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/idx_array.h"
#include "model/data/value_range.h"

#include <filesystem>
#include <variant>
#include <vector>

namespace expertscope {

/// The images of one part of a set, their values as the file has them.
struct StoredPixels {
    std::variant<std::vector<std::uint8_t>, std::vector<float>> values; ///< bytes where the file has bytes
    ValueRange range;
    bool whole = true; ///< no value has a fraction
    bool asUnsigned =
        false; ///< negative bytes or shorts were found to be the upper half of an unsigned range
};

/// Takes the array's values. Signed bytes and shorts are read as unsigned where the images show that they
/// were meant so. columns: of an image. Throws FileError with file and byte where a value is not finite.
StoredPixels storedPixels(IdxArray images, int columns, const std::filesystem::path& path);

} // namespace expertscope
