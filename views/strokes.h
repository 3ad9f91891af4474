#pragma once

#include "views/figure.h"

#include <QPicture>

namespace expertscope {

/// What paint() does in an area of that size, to be done later, elsewhere: on any thread.
QPicture strokesOf(const Figure& figure, const QSizeF& size, const FigureStyle& style);

/// Paints them in the painter's own units, whatever the resolutions of both.
void paintStrokes(QPainter& painter, const QPointF& at, const QPicture& strokes);

} // namespace expertscope
