// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/probe_sheet.h"

#include "model/data/example_set.h"
#include "views/drawing/tile_image.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace expertscope {

double ProbeSheet::cell() const {
    const ImageShape canvas = translation_.canvas();
    return std::max(
        0.1, std::min((widget_.width() - 2.0) / canvas.columns, (widget_.height() - 2.0) / canvas.rows));
}

QRectF ProbeSheet::area() const {
    const ImageShape canvas = translation_.canvas();
    const QSizeF size(cell() * canvas.columns, cell() * canvas.rows);
    return {QPointF((widget_.width() - size.width()) / 2, (widget_.height() - size.height()) / 2), size};
}

QPointF ProbeSheet::toImage(const QPointF& position) const {
    const QPointF canvas = (position - area().topLeft()) / cell();
    const double jitter = translation_.jitter();
    return {canvas.x() - jitter - right_, canvas.y() - jitter - down_};
}

QPointF ProbeSheet::fromImage(double x, double y) const {
    const double jitter = translation_.jitter();
    return area().topLeft() + cell() * QPointF(x + jitter + right_, y + jitter + down_);
}

void ProbeSheet::paintImage(QPainter& painter, const FigureStyle& style, const DrawnImage& image,
                            Shift shift) const {
    const ExampleSet set(datasetOf(image.pixels(), translation_.image()), translation_, {0}, {shift});
    paintTile(painter, area(), tileImage(set, 0), tileColours(style));
}

void ProbeSheet::paintInk(QPainter& painter, const FigureStyle& style, const DrawnImage& image) const {
    for (const InkLine& line : image.ink()) {
        QPainterPath path(fromImage(line.front().x, line.front().y));
        for (const InkPoint& point : line)
            path.lineTo(fromImage(point.x, point.y));
        path.lineTo(fromImage(line.back().x + 0.01, line.back().y)); // a dot has a length, too
        painter.setPen(QPen(QColor(tileColours(style).back()), 2 * line.front().radius * cell(),
                            Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    }
}

void ProbeSheet::paintFrame(QPainter& painter, const FigureStyle& style, Shift shift) const {
    const ImageShape image = translation_.image();
    const int jitter = translation_.jitter();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(style.mutedInk, 1, Qt::DashLine));
    if (jitter > 0)
        painter.drawRect(QRectF(area().topLeft() + cell() * QPointF(jitter + shift.dx, jitter + shift.dy),
                                cell() * QSizeF(image.columns, image.rows)));
}

} // namespace expertscope
