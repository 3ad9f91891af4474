// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPicture>

#include <functional>

class QCPPainter;
class QPainter;

namespace expertscope {

/// What `paint` does, to be done later, elsewhere: on any thread. It begins with this font.
QPicture strokesOf(const QFont& font, const std::function<void(QPainter&)>& paint);

/// The painter of strokesOf, for who draws with QCustomPlot: it records the strokes at once. Strokes that are
/// played into others move, for a picture knows the height of letters in whole units. Null if the painter is
/// another.
QCPPainter* recorderBehind(const QPainter& painter);

/// Paints them in the painter's own units, whatever the resolutions of both.
void paintStrokes(QPainter& painter, const QPointF& at, const QPicture& strokes);

} // namespace expertscope
