// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/heatmap_painting.h"

#include "views/drawing/figure_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

double wholeUnits(double side) {
    const double whole = std::floor(side);
    return whole >= 0.9 * side ? whole : side;
}

void DomainFinder::include(double value) {
    if (!std::isfinite(value))
        return;
    low_ = std::min(low_, value);
    high_ = std::max(high_, value);
}

void DomainFinder::include(const DomainFinder& other) {
    low_ = std::min(low_, other.low_);
    high_ = std::max(high_, other.high_);
}

ColourDomain DomainFinder::domain() const {
    return high_ - low_ > 1e-6 ? ColourDomain{low_, high_} : ColourDomain{};
}

void paintCells(QPainter& painter, const CellGrid& grid,
                const std::function<double(int row, int column)>& value, const ColourDomain& domain,
                const FigureStyle& style) {
    const bool antialiased = painter.testRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column) {
            const double place = domain.place(value(row, column));
            QRectF cell = grid.cell(row, column);
            // Each cell runs under its right and lower neighbours, which are painted later: a viewer that
            // antialiases every edge then finds no ground to let through.
            cell.setRight(column + 1 < grid.columns ? cell.right() + 0.3 * cell.width() : cell.right());
            cell.setBottom(row + 1 < grid.rows ? cell.bottom() + 0.3 * cell.height() : cell.bottom());
            painter.fillRect(cell, style.map.at(place));
            if (std::isnan(place)) {
                painter.setPen(QPen(QColor(0x80, 0x80, 0x80), style.points(0.5)));
                painter.drawLine(grid.cell(row, column).bottomLeft(), grid.cell(row, column).topRight());
            }
        }
    painter.setRenderHint(QPainter::Antialiasing, antialiased);
}

double colourBarWidth(const FigureStyle& style) {
    return style.points(6);
}

double colourScaleWidth(const QStringList& ticks, const FigureStyle& style) {
    const QFontMetricsF metrics(style.font(0.9));
    double widest = 0;
    for (const QString& tick : ticks)
        widest = std::max(widest, metrics.horizontalAdvance(tick));
    return colourBarWidth(style) + style.points(3) + widest + style.line();
}

void paintColourScale(QPainter& painter, const QRectF& bar, const QStringList& ticks, const QString& title,
                      const FigureStyle& style) {
    constexpr int steps = 64;
    const CellGrid grid{bar, steps, 1};
    paintCells(
        painter, grid, [](int row, int) { return 1 - (row + 0.5) / steps; }, ColourDomain{}, style);
    const double left = bar.right() + style.points(3), line = style.line();
    const double width = colourScaleWidth(ticks, style) - colourBarWidth(style) - style.points(3) - line;
    for (int i = 0; i < ticks.size(); ++i) {
        const double along =
            ticks.size() < 2 ? 0 : static_cast<double>(i) / (static_cast<double>(ticks.size()) - 1);
        // The end labels stay within the bar's height, so that nothing is cut at the area's edge.
        const double centre = bar.bottom() - along * bar.height() + (along - 0.5) * 0.75 * line;
        paintText(painter, QRectF(left, centre - line / 2, width, line), Qt::AlignLeft | Qt::AlignVCenter,
                  ticks[i], style.font(0.9), style.mutedInk);
    }
    paintUpward(painter, QRectF(left + width, bar.top(), line, bar.height()), title, style.font(0.9),
                style.mutedInk);
}

QStringList scaleTicks(const ColourDomain& domain) {
    const int decimals = domain.high - domain.low < 0.1 ? 3 : domain.high - domain.low < 0.5 ? 2 : 1;
    return {numberText(domain.low, domain.low == 0 ? 0 : decimals),
            numberText((domain.low + domain.high) / 2, decimals),
            numberText(domain.high, domain.high == 1 ? 0 : decimals)};
}

} // namespace expertscope
