// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/palette.h"

#include "views/drawing/colour_map.h"

#include <algorithm>
#include <array>

namespace expertscope {

namespace {

// Blue, vermillion, bluish green, reddish purple, orange, sky blue, yellow (darkened), grey (for black).
constexpr std::array<QRgb, 8> okabeIto{0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
                                       0xe69f00, 0x56b4e9, 0xb5a500, 0x808080};

// What each further group of eight does to the hue (degrees) and to the lightness (factor).
struct Variation {
    int hue;
    double lightness;
};
constexpr std::array<Variation, 8> variations{
    {{0, 1}, {0, .68}, {0, 1.3}, {22, .84}, {22, 1.16}, {-22, .76}, {-22, 1.26}, {11, .6}}};

} // namespace

QColor expertColour(int expert) {
    const int slot = ((expert % 64) + 64) % 64;
    const QColor base = QColor(okabeIto[slot % 8]);
    if (slot < 8)
        return base;
    const Variation& vary = variations[slot / 8];
    const bool neutral = base.hslHue() < 0;
    const int hue = neutral ? 30 * (slot / 8) : (base.hslHue() + vary.hue + 360) % 360;
    const int saturation = neutral ? 50 : base.hslSaturation() * 85 / 100;
    const int lightness = std::min(178, static_cast<int>(base.lightness() * vary.lightness));
    QColor colour = QColor::fromHsl(hue, saturation, std::max(58, lightness));
    while (luminance(colour) > 0.48) // too pale on white
        colour = colour.darker(104);
    while (luminance(colour) < 0.06) // too deep on a dark ground
        colour = colour.lighter(106);
    return colour;
}

} // namespace expertscope
