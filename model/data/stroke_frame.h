// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/stroke_pen.h"

#include <cstdint>
#include <span>
#include <vector>

namespace expertscope {

inline constexpr int digitSide = 28; ///< of the whole image
inline constexpr int digitBox = 20;  ///< of the part that may have ink
/// Where the centre of mass of the ink goes. MNIST's middle is the centre of pixel 14, counted from 0: half a
/// pixel right of the frame's own, and below it. A network that knows one of the two is noticeably worse at
/// the other.
inline constexpr double massCentre = 14.5;

/// Draws the lines where they are, anti-aliased, in units of pixels: writes rows x columns values, 0 paper to
/// 1 ink.
void drawInk(const std::vector<InkLine>& lines, int rows, int columns, float* image);

/// Draws the lines as MNIST frames its digits: scaled, keeping the aspect ratio, to touch two sides of the
/// 20x20 box, anti-aliased, and the box then moved by whole pixels until the mass is nearest to the centre of
/// pixel (14, 14). Writes all of image, row-major, 0 paper to 255 ink.
void drawInFrame(std::vector<InkLine> lines, std::span<std::uint8_t, digitSide * digitSide> image);

} // namespace expertscope
