// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/stroke_pen.h"

#include "model/data/stroke_skeletons.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace expertscope {
namespace {

// The amounts here were chosen so that slant, width and ink have about the mean and the spread that they have
// in MNIST's training images, while the digits stay legible.
constexpr double knotShake = 0.028; // standard deviation, in digit heights
constexpr int piecesPerKnot = 6;

/// What stays the same while one digit is written: a linear map and waves that bend the paper.
struct Hand {
    struct Wave {
        double fx, fy, phase, dx, dy;
    };
    std::array<double, 4> map;
    std::array<Wave, 4> waves;
    double radius, radiusChange, radiusPhase;
};

/// Short waves are lower, so that no wave folds the paper.
Hand::Wave drawWave(double bend, Random& random) {
    const double angle = random.uniform(0, 2 * std::numbers::pi), frequency = random.uniform(3.0, 8.0);
    const double size = 0.24 * bend / frequency;
    return {frequency * std::cos(angle), frequency * std::sin(angle), random.uniform(0, 2 * std::numbers::pi),
            size * random.normal(), size * random.normal()};
}

Hand drawHand(double bend, Random& random) {
    const double slant = std::clamp(0.10 + 0.25 * random.normal(), -0.6, 0.9);
    const double turn = 0.09 * random.normal(), width = std::exp(-0.06 + 0.18 * random.normal());
    const double c = std::cos(turn), s = std::sin(turn);
    Hand hand;
    // Turned after slanted after stretched; slanting to the right moves what is above (small y) to the right.
    hand.map = {c * width, -c * slant - s, s * width, c - s * slant};
    for (Hand::Wave& wave : hand.waves)
        wave = drawWave(bend, random);
    hand.radius = std::clamp(1.25 * std::exp(0.30 * random.normal()), 0.65, 3.2);
    hand.radiusChange = 0.12 * random.normal();
    hand.radiusPhase = random.uniform(0, 2 * std::numbers::pi);
    return hand;
}

const WritingStyle& chooseStyle(int digit, Random& random) {
    const std::vector<WritingStyle>& styles = writingStyles(digit);
    double total = 0;
    for (const WritingStyle& style : styles)
        total += style.weight;
    double left = random.uniform(0, total);
    for (const WritingStyle& style : styles)
        if ((left -= style.weight) < 0)
            return style;
    return styles.back();
}

/// Weights of the poses, adding up to 1. The power favours single poses, lest many poses all blend to their
/// mean; the simplex is made a quarter larger, so that the extremes written down are not the extremes drawn.
std::vector<double> drawBlend(std::size_t poses, Random& random) {
    std::vector<double> blend(poses);
    double sum = 0;
    for (double& weight : blend)
        sum += weight = std::pow(-std::log(1.0 - random.uniform()), 1.5);
    for (double& weight : blend)
        weight = 1.25 * weight / sum - 0.25 / static_cast<double>(poses);
    return blend;
}

Stroke blendStroke(const WritingStyle& style, std::size_t stroke, const std::vector<double>& blend,
                   Random& random) {
    Stroke knots = style.poses.front()[stroke];
    const double shake = knotShake * style.bend;
    for (std::size_t k = 0; k < knots.size(); ++k) {
        knots[k].x = shake * random.normal();
        knots[k].y = shake * random.normal();
        for (std::size_t pose = 0; pose < blend.size(); ++pose) {
            knots[k].x += blend[pose] * style.poses[pose][stroke][k].x;
            knots[k].y += blend[pose] * style.poses[pose][stroke][k].y;
        }
    }
    return knots;
}

/// The curve's derivative at a knot, seen from the piece between `from` and `to`: Catmull-Rom where the path
/// is smooth, straight towards the other end at a corner and at the stroke's ends.
Knot tangent(const Stroke& knots, std::size_t at, std::size_t from, std::size_t to) {
    const bool sharp = knots[at].corner || at == 0 || at + 1 == knots.size();
    const Knot &a = knots[sharp ? from : at - 1], &b = knots[sharp ? to : at + 1];
    const double half = sharp ? 1.0 : 0.5;
    return {half * (b.x - a.x), half * (b.y - a.y)};
}

InkLine traceCurve(const Stroke& knots) {
    InkLine line;
    line.reserve(knots.size() * piecesPerKnot);
    line.push_back({knots[0].x, knots[0].y});
    for (std::size_t k = 0; k + 1 < knots.size(); ++k) {
        const Knot &a = knots[k], &b = knots[k + 1];
        const Knot ta = tangent(knots, k, k, k + 1), tb = tangent(knots, k + 1, k, k + 1);
        for (int piece = 1; piece <= piecesPerKnot; ++piece) {
            const double t = static_cast<double>(piece) / piecesPerKnot, u = 1 - t;
            const double ha = u * u * (1 + 2 * t), hb = t * t * (3 - 2 * t), ga = t * u * u, gb = -t * t * u;
            line.push_back(
                {ha * a.x + hb * b.x + ga * ta.x + gb * tb.x, ha * a.y + hb * b.y + ga * ta.y + gb * tb.y});
        }
    }
    return line;
}

InkPoint deform(InkPoint p, const Hand& hand) {
    double x = p.x - 0.5, y = p.y - 0.5;
    for (const Hand::Wave& wave : hand.waves) {
        const double swing = std::sin(wave.fx * p.x + wave.fy * p.y + wave.phase);
        x += wave.dx * swing;
        y += wave.dy * swing;
    }
    const double radius =
        hand.radius * (1 + hand.radiusChange * std::sin(3 * p.x + 4 * p.y + hand.radiusPhase));
    return {hand.map[0] * x + hand.map[1] * y, hand.map[2] * x + hand.map[3] * y, radius};
}

} // namespace

std::vector<InkLine> writeDigit(int digit, Random& random) {
    const WritingStyle& style = chooseStyle(digit, random);
    const std::vector<double> blend = drawBlend(style.poses.size(), random);
    const Hand hand = drawHand(style.bend, random);
    std::vector<InkLine> lines;
    for (std::size_t stroke = 0; stroke < style.poses.front().size(); ++stroke) {
        lines.push_back(traceCurve(blendStroke(style, stroke, blend, random)));
        for (InkPoint& point : lines.back())
            point = deform(point, hand);
    }
    return lines;
}

} // namespace expertscope
