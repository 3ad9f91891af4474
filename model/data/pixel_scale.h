// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/dataset.h"
#include "model/data/stored_pixels.h"

namespace expertscope {

/// Turns both parts' values into the pixels of the data sets. What uses 0 to 255 stays as it is, bit for bit,
/// and so do fractions that use 0 to 1. Anything else (scikit-learn's 0 to 16, -1 to 1, 12 or 16 bits) is
/// scaled, so that its least value is black and its greatest white: both parts by one scale, or, where their
/// ranges are far apart, each by its own. The result is bytes where 256 steps keep all there was, floats
/// otherwise. Notes say what was done, and what looks wrong: images that are dark on white, nearly black, or
/// unlike in the two parts.
void scalePixels(StoredPixels train, StoredPixels test, bool inverted, DataPair& pair);

} // namespace expertscope
