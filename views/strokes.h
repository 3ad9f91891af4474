#pragma once

#include "views/figure.h"

#include <QPicture>

class QCPPainter;

namespace expertscope {

/// What paint() does in an area of that size, to be done later, elsewhere: on any thread.
QPicture strokesOf(const Figure& figure, const QSizeF& size, const FigureStyle& style);

/// The painter of strokesOf, for who draws with QCustomPlot: it records the strokes at once. Strokes that are
/// played into others move, for a picture knows the height of letters in whole units. Null if the painter is
/// another.
QCPPainter* recorderBehind(const QPainter& painter);

/// Paints them in the painter's own units, whatever the resolutions of both.
void paintStrokes(QPainter& painter, const QPointF& at, const QPicture& strokes);

} // namespace expertscope
