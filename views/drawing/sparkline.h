// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPolygonF>
#include <QRectF>

class QPainter;

namespace expertscope {

/// A small curve without axes: points are (x, y) in any units, y from low to high fills the area's height, x
/// its width from 0 to the last point's. Draws nothing for fewer than two points.
void paintSparkline(QPainter& painter, const QRectF& area, const QPolygonF& points, double low, double high,
                    double lineWidth, const QColor& colour);

} // namespace expertscope
