// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/colour_map.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace expertscope {

namespace {

struct Stop {
    double position;
    QRgb colour;
};

// Equidistant samples of the published maps: between two of them a straight line in sRGB is off by less than
// what an eye tells apart.
constexpr std::array<Stop, 16> viridis{{{0 / 15., 0x440154},
                                        {1 / 15., 0x481a6c},
                                        {2 / 15., 0x472f7d},
                                        {3 / 15., 0x414487},
                                        {4 / 15., 0x39568c},
                                        {5 / 15., 0x31688e},
                                        {6 / 15., 0x2a788e},
                                        {7 / 15., 0x23888e},
                                        {8 / 15., 0x1f988b},
                                        {9 / 15., 0x22a884},
                                        {10 / 15., 0x35b779},
                                        {11 / 15., 0x54c568},
                                        {12 / 15., 0x7ad151},
                                        {13 / 15., 0xa5db36},
                                        {14 / 15., 0xd2e21b},
                                        {15 / 15., 0xfde725}}};
constexpr std::array<Stop, 10> cividis{{{0 / 9., 0x00204d},
                                        {1 / 9., 0x00336f},
                                        {2 / 9., 0x39486b},
                                        {3 / 9., 0x575c6d},
                                        {4 / 9., 0x707173},
                                        {5 / 9., 0x8a8779},
                                        {6 / 9., 0xa69d75},
                                        {7 / 9., 0xc4b56c},
                                        {8 / 9., 0xe4cf5b},
                                        {9 / 9., 0xffea46}}};
constexpr std::array<Stop, 2> grey{{{0, 0xf7f7f7}, {1, 0x111111}}};
constexpr std::array<Stop, 6> paper{
    {{0, 0x00007f}, {.125, 0x0000ff}, {.375, 0x00ffff}, {.625, 0xffff00}, {.875, 0xff0000}, {1, 0x7f0000}}};

std::span<const Stop> stopsOf(ColourMap::Kind kind) {
    switch (kind) {
    case ColourMap::Kind::Viridis:
        return viridis;
    case ColourMap::Kind::Cividis:
        return cividis;
    case ColourMap::Kind::Grey:
        return grey;
    case ColourMap::Kind::Paper:
        return paper;
    }
    return viridis;
}

QColor between(const Stop& low, const Stop& high, double position) {
    const double t = (position - low.position) / (high.position - low.position);
    const auto mix = [t](int a, int b) { return static_cast<int>(std::lround(a + t * (b - a))); };
    return QColor(mix(qRed(low.colour), qRed(high.colour)), mix(qGreen(low.colour), qGreen(high.colour)),
                  mix(qBlue(low.colour), qBlue(high.colour)));
}

} // namespace

QColor ColourMap::at(double value) const {
    if (std::isnan(value))
        return QColor(0xb4, 0xb4, 0xb4);
    const double position = std::clamp(value, 0., 1.);
    const std::span<const Stop> stops = stopsOf(kind_);
    std::size_t high = 1;
    while (high + 1 < stops.size() && stops[high].position < position)
        ++high;
    return between(stops[high - 1], stops[high], position);
}

QColor ColourMap::inkOn(double value) const {
    return luminance(at(value)) > 0.2 ? QColor(0x11, 0x11, 0x11) : QColor(Qt::white);
}

QStringList ColourMap::names() {
    const auto translated = [](const char* name) { return QCoreApplication::translate("ColourMap", name); };
    return {translated(QT_TRANSLATE_NOOP("ColourMap", "Viridis")),
            translated(QT_TRANSLATE_NOOP("ColourMap", "Cividis")),
            translated(QT_TRANSLATE_NOOP("ColourMap", "Grey")),
            translated(QT_TRANSLATE_NOOP("ColourMap", "Blue to red (the paper's)"))};
}

double luminance(const QColor& colour) {
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

} // namespace expertscope
