// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/sparkline.h"

#include <QPainter>

namespace expertscope {

void paintSparkline(QPainter& painter, const QRectF& area, const QPolygonF& points, double low, double high,
                    double lineWidth, const QColor& colour) {
    if (points.size() < 2 || points.last().x() <= 0 || high <= low)
        return;
    constexpr int most = 150;
    const qsizetype stride = points.size() / most + 1;
    const auto place = [&](const QPointF& point) {
        return QPointF(area.left() + point.x() / points.last().x() * area.width(),
                       area.bottom() - (point.y() - low) / (high - low) * area.height());
    };
    QPolygonF line;
    for (qsizetype i = 0; i < points.size(); i += stride)
        line << place(points[i]);
    line << place(points.last());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(line.last(), 1.6 * lineWidth, 1.6 * lineWidth);
}

} // namespace expertscope
