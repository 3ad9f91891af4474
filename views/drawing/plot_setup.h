// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_snapshot.h"
#include "views/drawing/figure_style.h"

#include <QString>
#include <QStringList>

#include <vector>

class QCPAxis;
class QCPAxisRect;
class QCPGraph;
class QCPLegend;
class QCustomPlot;
class QPainter;
class QRectF;

namespace expertscope {

/// Takes everything out of the plot and sets ground and spacing.
void clearPlot(QCustomPlot& plot, const FigureStyle& style);
/// A panel below the others; the epoch axis is labelled on the last one only, so say which is last.
QCPAxisRect* addPanel(QCustomPlot& plot, const QString& verticalLabel, bool last, const FigureStyle& style);
/// Panels line up at both sides.
void alignPanels(QCustomPlot& plot);
QCPGraph* addCurve(QCustomPlot& plot, QCPAxisRect* panel, const QColor& colour, double widthInPoints,
                   const FigureStyle& style);
/// A legend without a box, its items side by side; the caller puts it into a layout, then adds items.
QCPLegend* makeLegend(const FigureStyle& style);
/// Such a legend above the panels, at their right end.
QCPLegend* addLegendRow(QCustomPlot& plot, const FigureStyle& style);

/// Draws the plot as it stands: as strokes into files, as pixels on a widget.
void drawPlot(QCustomPlot& plot, QPainter& painter, const QRectF& area);

/// A logarithmic axis with ticks at 1, 2 and 5 times the powers of ten, from just below the least value to
/// just above the largest. Values are positive.
void setLogRange(QCPAxis* axis, double least, double most);
/// Shades the constrained phases behind every panel and names the phases above the first.
void shadePhases(QCustomPlot& plot, const std::vector<MetricsRecord>& history, const FigureStyle& style);

} // namespace expertscope
