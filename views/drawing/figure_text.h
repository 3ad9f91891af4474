// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace expertscope {

/// "0.27", "−3", and an en dash for NaN: digits of one width, a true minus.
QString numberText(double value, int decimals);
/// One line of text in a rectangle; it may overhang the rectangle, never wraps.
void paintText(QPainter& painter, const QRectF& area, int alignment, const QString& text, const QFont& font,
               const QColor& colour);
/// Centred in the area and read from below, as a vertical axis is labelled.
void paintUpward(QPainter& painter, const QRectF& area, const QString& text, const QFont& font,
                 const QColor& colour);
double textWidth(const QString& text, const QFont& font);
/// The first of the texts that fits the width, else the last.
QString fittingText(const QStringList& longestFirst, double width, const QFont& font);
/// Every how many labels one fits, where one has that room and needs that much: 1, 2, 5, 10, ...
int labelStep(double room, double needed);

} // namespace expertscope
