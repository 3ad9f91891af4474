// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/drawn_image.h"
#include "model/data/translation.h"
#include "views/drawing/figure_style.h"

#include <QPointF>
#include <QRectF>

class QPainter;

namespace expertscope {

/// Where the pixels of the canvas lie in a widget of some size, and what they look like there: as large as
/// fits, square.
class ProbeSheet {
  public:
    /// The image is moved so many pixels down and right from where it was drawn.
    ProbeSheet(QSizeF widget, const Translation& translation, int down, int right)
        : widget_(widget), translation_(translation), down_(down), right_(right) {}

    /// The side of a pixel.
    double cell() const;
    QRectF area() const;
    /// From the widget's coordinates to pixels of the image, and back.
    QPointF toImage(const QPointF& position) const;
    QPointF fromImage(double x, double y) const;

    /// What the network reads, at that shift.
    void paintImage(QPainter& painter, const FigureStyle& style, const DrawnImage& image, Shift shift) const;
    /// The strokes as they were drawn.
    void paintInk(QPainter& painter, const FigureStyle& style, const DrawnImage& image) const;
    /// Around the image, where it can be moved.
    void paintFrame(QPainter& painter, const FigureStyle& style, Shift shift) const;

  private:
    QSizeF widget_;
    Translation translation_;
    int down_, right_;
};

} // namespace expertscope
