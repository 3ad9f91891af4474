// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/random.h"

#include <vector>

namespace expertscope {

/// A point of the ink's middle line; radius is half the stroke's width there. y is downwards.
struct InkPoint {
    double x = 0;
    double y = 0;
    double radius = 0; ///< in pixels, whatever the unit of x and y
};

/// One pen stroke as a polyline, short pieces.
using InkLine = std::vector<InkPoint>;

/// Writes the digit once, in units of about its height: a style is chosen, its poses blended, and the result
/// shaken, slanted, stretched and bent as one hand would.
std::vector<InkLine> writeDigit(int digit, Random& random);

} // namespace expertscope
