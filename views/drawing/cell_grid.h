// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

namespace expertscope {

/// A rectangle of equal cells: a heatmap's geometry, without its pixels.
struct CellGrid {
    QRectF area;
    int rows = 0;
    int columns = 0;

    QRectF cell(int row, int column) const {
        const double w = area.width() / columns, h = area.height() / rows;
        return {area.x() + column * w, area.y() + row * h, w, h};
    }
    int count() const { return rows * columns; }
};

/// The largest cell side not above `side` that is whole device units, so that all cells of a grid look the
/// same; unchanged where rounding would cost more than a tenth.
double wholeUnits(double side);

} // namespace expertscope
