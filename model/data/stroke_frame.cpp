// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/stroke_frame.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace expertscope {
namespace {

constexpr double edge = 1.2; // pixels from full ink to bare paper
constexpr double margin =
    0.3; // pixels of the box outside the ink's half-value line: the soft edge fills them

/// Signed distance to the ink's outline at the pixels' centres, negative inside.
struct Distances {
    std::span<double> values;
    int columns;
    int rows() const { return static_cast<int>(values.size()) / columns; }
};

/// The two extreme points along one axis, and half the ink's width at each.
struct Extent {
    double low = 1e9, high = -1e9, lowRadius = 0, highRadius = 0;

    void add(double at, double radius) {
        if (at < low)
            low = at, lowRadius = radius;
        if (at > high)
            high = at, highRadius = radius;
    }
    /// The scale at which the ink, whose width does not scale, fills the box.
    double scale() const {
        return (digitBox - 2 * margin - lowRadius - highRadius) / std::max(high - low, 1e-6);
    }
    /// What to add to scaled points to bring the ink to the middle of the box.
    double shift(double scale) const {
        return (digitBox - scale * (low + high) + lowRadius - highRadius) / 2;
    }
};

void fitToBox(std::vector<InkLine>& lines) {
    Extent x, y;
    for (const InkLine& line : lines)
        for (const InkPoint& p : line) {
            x.add(p.x, p.radius);
            y.add(p.y, p.radius);
        }
    const double scale = std::min(x.scale(), y.scale()), shiftX = x.shift(scale), shiftY = y.shift(scale);
    for (InkLine& line : lines)
        for (InkPoint& p : line) {
            p.x = scale * p.x + shiftX;
            p.y = scale * p.y + shiftY;
        }
}

int pixelAt(double x, int count) {
    return static_cast<int>(std::clamp(x, 0.0, count - 1.0));
}

/// A piece of a line reaches only the pixels around it, so only these are visited.
void addPiece(const InkPoint& a, const InkPoint& b, const Distances& distances) {
    const double dx = b.x - a.x, dy = b.y - a.y, square = std::max(dx * dx + dy * dy, 1e-12);
    const double reach = std::max(a.radius, b.radius) + edge / 2;
    const int left = pixelAt(std::min(a.x, b.x) - reach, distances.columns);
    const int right = pixelAt(std::max(a.x, b.x) + reach, distances.columns);
    const int top = pixelAt(std::min(a.y, b.y) - reach, distances.rows());
    const int bottom = pixelAt(std::max(a.y, b.y) + reach, distances.rows());
    for (int row = top; row <= bottom; ++row)
        for (int column = left; column <= right; ++column) {
            const double px = column + 0.5 - a.x, py = row + 0.5 - a.y;
            const double t = std::clamp((px * dx + py * dy) / square, 0.0, 1.0);
            const double ex = px - t * dx, ey = py - t * dy;
            const double distance = std::sqrt(ex * ex + ey * ey) - (a.radius + t * (b.radius - a.radius));
            double& nearest = distances.values[row * distances.columns + column];
            nearest = std::min(nearest, distance);
        }
}

void addLines(const std::vector<InkLine>& lines, const Distances& distances) {
    for (const InkLine& line : lines)
        for (std::size_t k = 0; k + 1 < line.size(); ++k)
            addPiece(line[k], line[k + 1], distances);
}

/// 0 paper to 1 ink.
double inkAt(double distance) {
    return std::clamp(0.5 - distance / edge, 0.0, 1.0);
}

/// How many pixels to move the box so that the weighted mean position comes to the middle.
int offset(double moment, double mass) {
    const double middle = mass > 0 ? moment / mass : digitBox / 2.0;
    return std::clamp(static_cast<int>(std::lround(massCentre - middle)), 0, digitSide - digitBox);
}

void placeByMass(const std::array<std::uint8_t, digitBox * digitBox>& box,
                 std::span<std::uint8_t, digitSide * digitSide> image) {
    double mass = 0, momentX = 0, momentY = 0;
    for (int i = 0; i < digitBox * digitBox; ++i) {
        mass += box[i];
        momentX += box[i] * (i % digitBox + 0.5);
        momentY += box[i] * (i / digitBox + 0.5);
    }
    const int left = offset(momentX, mass), top = offset(momentY, mass);
    std::fill(image.begin(), image.end(), std::uint8_t{0});
    for (int row = 0; row < digitBox; ++row)
        std::copy_n(box.begin() + row * digitBox, digitBox, image.begin() + (row + top) * digitSide + left);
}

} // namespace

void drawInk(const std::vector<InkLine>& lines, int rows, int columns, float* image) {
    std::vector<double> distances(static_cast<std::size_t>(rows) * columns, edge);
    addLines(lines, {distances, columns});
    std::transform(distances.begin(), distances.end(), image,
                   [](double distance) { return static_cast<float>(inkAt(distance)); });
}

void drawInFrame(std::vector<InkLine> lines, std::span<std::uint8_t, digitSide * digitSide> image) {
    fitToBox(lines);
    std::array<double, digitBox * digitBox> distances;
    distances.fill(edge);
    addLines(lines, {distances, digitBox});
    std::array<std::uint8_t, digitBox * digitBox> box;
    std::transform(distances.begin(), distances.end(), box.begin(), [](double distance) {
        return static_cast<std::uint8_t>(std::lround(255 * inkAt(distance)));
    });
    placeByMass(box, image);
}

} // namespace expertscope
