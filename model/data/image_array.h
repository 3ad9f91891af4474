// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/dataset.h"
#include "model/data/idx_array.h"

#include <filesystem>

namespace expertscope {

/// How an array of three dimensions (number, rows, columns) is laid out as images; of two (number, rows times
/// columns of a square); or of four, with one or three channels before or after rows and columns. Throws
/// FileError where it is none of these, or where images are larger than 1024 x 1024.
ImageShape imageShape(const IdxArray& images, const std::filesystem::path& path);

/// Brings the array's values, which stay bytes of the file, into the order that Dataset has: plane after
/// plane, and rows and columns exchanged where the images stand transposed. The shape is changed with them.
void arrangeImages(IdxArray& images, ImageShape& shape, bool transposed);

} // namespace expertscope
