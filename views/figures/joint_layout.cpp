// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/joint_layout.h"

#include "views/drawing/heatmap_painting.h"

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

double above(const FigureStyle& style) {
    return 2 * style.line();
}
double below(const FigureStyle& style) {
    return 1.4 * style.line();
}
double scaleGap(const FigureStyle& style) {
    return 1.2 * style.em();
}

} // namespace

double jointLeftGutter(const FigureStyle& style) {
    return style.line() + 2.4 * style.em();
}

JointLayout layOutJoints(const std::vector<JointAssignment>& joints, const QRectF& area,
                         const FigureStyle& style) {
    JointLayout layout;
    if (joints.empty())
        return layout;
    const double margin = 0.5 * style.em(), gap = style.em();
    const QRectF inner = area.adjusted(margin, margin, -margin, -margin);
    const double scale = scaleGap(style) + colourScaleWidth({"0.000"}, style);
    double columns = 0, mostRows = 0;
    for (const JointAssignment& joint : joints) {
        columns += static_cast<double>(joint.mean.cols());
        mostRows = std::max(mostRows, static_cast<double>(joint.mean.rows()));
    }
    const double count = static_cast<double>(joints.size());
    const double width =
        (inner.width() - scale - count * jointLeftGutter(style) - (count - 1) * gap) / columns;
    const double height = (inner.height() - above(style) - below(style)) / mostRows;
    // Wider than high where there is room to print the number; never a strip.
    const double tallest = std::min(5 * style.em(), std::max(width, 2.2 * style.em()));
    const double cellHeight = wholeUnits(std::max(std::min(height, tallest), style.scale));
    const double cellWidth = wholeUnits(std::max(std::min(width, 1.35 * cellHeight), style.scale));
    layout.used =
        QRectF(0, 0, scale + count * jointLeftGutter(style) + (count - 1) * gap + columns * cellWidth,
               above(style) + below(style) + mostRows * cellHeight);
    layout.used.moveTopLeft({std::round(inner.center().x() - layout.used.width() / 2),
                             std::round(inner.center().y() - layout.used.height() / 2)});
    double x = layout.used.left();
    const double y = std::round(layout.used.top() + above(style));
    for (const JointAssignment& joint : joints) {
        const int n = static_cast<int>(joint.mean.rows()), m = static_cast<int>(joint.mean.cols());
        x += jointLeftGutter(style);
        layout.grids.push_back({QRectF(std::round(x), y, m * cellWidth, n * cellHeight), n, m});
        x += m * cellWidth + gap;
    }
    layout.scaleBar = QRectF(x - gap + scaleGap(style), y, colourBarWidth(style), mostRows * cellHeight);
    return layout;
}

} // namespace expertscope
