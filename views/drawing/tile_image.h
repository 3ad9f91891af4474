// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/example_set.h"
#include "views/drawing/figure_style.h"

#include <QImage>
#include <QList>

class QPainter;

namespace expertscope {

/// Example i as a picture, one pixel a value: three channels as colours, one channel from ground to ink.
/// Values below 0 or above 1 (speech) are spread over the tile's own range.
QImage tileImage(const ExampleSet& set, int i);

/// The width over the height that it is shown with. A narrow spectrogram's frames are drawn twice as wide as
/// its bands are high: what changes in time is then seen.
double tileAspect(const ImageShape& shape);
/// The largest rectangle of that shape within a room, in its middle.
QRectF tileWithin(const QRectF& room, const ImageShape& shape);

/// What a tile's 256 levels look like in a theme; colour pictures do not use it.
QList<QRgb> tileColours(const FigureStyle& style);

/// Draws it crisply: enlarged without blur, reduced smoothly to the device's own pixels on screen; in vector
/// files at its own resolution.
void paintTile(QPainter& painter, const QRectF& area, QImage tile, const QList<QRgb>& colours);

} // namespace expertscope
