// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace expertscope {

/// A point the pen passes through: x to the right, y downwards, the digit about one unit high. The path is
/// smooth there unless it is a corner.
struct Knot {
    double x = 0;
    double y = 0;
    bool corner = false;
};

/// How a knot that is a corner is written: {x, y, corner}.
inline constexpr bool corner = true;

/// From pen down to pen up.
using Stroke = std::vector<Knot>;
/// The strokes of one digit.
using Pose = std::vector<Stroke>;

/// One way people write a digit. Its poses are extremes with the same strokes, knots and corners; what is
/// drawn lies anywhere between them.
struct WritingStyle {
    double weight = 1; ///< how often this style is chosen, relative to the others of the digit
    std::vector<Pose> poses;
    double bend = 1; ///< how far it may be deformed, relative to others: plain shapes soon look wrong
};

/// The styles of a digit, 0 to 9.
const std::vector<WritingStyle>& writingStyles(int digit);

std::vector<std::vector<WritingStyle>> stylesOfZeroToFour();
std::vector<std::vector<WritingStyle>> stylesOfFiveToNine();

} // namespace expertscope
