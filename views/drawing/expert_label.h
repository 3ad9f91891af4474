// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/figure_style.h"

#include <QRectF>
#include <QStringList>

class QPainter;

namespace expertscope {

/// A small square in the expert's colour and, in plain ink, the longest of the texts that fits beside it.
void paintExpertLabel(QPainter& painter, const QRectF& area, int expert, const QStringList& longestFirst,
                      Qt::Alignment alignment, const FigureStyle& style);
/// The width of the square and a text beside it.
double expertLabelWidth(const QString& text, const FigureStyle& style);
/// "Expert 3", "3" for expert 2.
QStringList expertNames(int expert);

} // namespace expertscope
