#pragma once

#include "model/data/example_set.h"
#include "views/figure_style.h"

#include <QImage>

namespace expertscope {

/// Example i as a picture, one pixel a value: three channels as colours, one channel from ground to ink.
/// Values below 0 or above 1 (speech) are spread over the tile's own range.
QImage tileImage(const ExampleSet& set, int i);

/// The same picture with black and white replaced by the theme's tile ground and ink; colours stay.
QImage inTheme(const QImage& tile, const FigureStyle& style);

/// Draws it crisply: enlarged without blur, reduced smoothly to the device's own pixels on screen; in vector
/// files at its own resolution.
void paintTile(class QPainter& painter, const QRectF& area, const QImage& tile);

} // namespace expertscope
