// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/cell_grid.h"
#include "views/drawing/figure_style.h"

#include <QStringList>

#include <functional>

class QPainter;

namespace expertscope {

/// The values that the two ends of the colour map stand for.
struct ColourDomain {
    double low = 0;
    double high = 1;

    /// 0..1 within the domain; NaN stays NaN.
    double place(double value) const { return (value - low) / (high - low); }
    bool operator==(const ColourDomain&) const = default;
};

/// The smallest domain that holds all values given to include(); NaN is passed over. Falls back to 0..1 when
/// there is nothing to span.
class DomainFinder {
  public:
    void include(double value);
    /// All that the other was given.
    void include(const DomainFinder& other);
    ColourDomain domain() const;

  private:
    double low_ = 1e300, high_ = -1e300;
};

/// One filled rectangle a cell, without seams between neighbours in any kind of output. NaN is grey and
/// struck out.
void paintCells(QPainter& painter, const CellGrid& grid,
                const std::function<double(int row, int column)>& value, const ColourDomain& domain,
                const FigureStyle& style);

/// A vertical scale: the bar in `bar`, the ticks right of it (at equal distances, from low to high), and the
/// rotated title right of these.
void paintColourScale(QPainter& painter, const QRectF& bar, const QStringList& ticks, const QString& title,
                      const FigureStyle& style);
/// The width that paintColourScale needs, from the bar's left edge.
double colourScaleWidth(const QStringList& ticks, const FigureStyle& style);
double colourBarWidth(const FigureStyle& style);
/// Low, middle and high as texts.
QStringList scaleTicks(const ColourDomain& domain);

} // namespace expertscope
