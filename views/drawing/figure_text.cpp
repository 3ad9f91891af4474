// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/figure_text.h"

#include "views/drawing/figure_font.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

QString numberText(double value, int decimals) {
    if (!std::isfinite(value))
        return std::isnan(value) ? QStringLiteral("–") : QStringLiteral("∞");
    QString text = QString::number(std::abs(value), 'f', decimals);
    const bool zero = std::all_of(text.begin(), text.end(), [](QChar c) { return c == '0' || c == '.'; });
    return value < 0 && !zero ? QStringLiteral("−") + text : text;
}

void paintText(QPainter& painter, const QRectF& area, int alignment, const QString& text, const QFont& font,
               const QColor& colour) {
    noteLetters(text, font);
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(area, alignment | Qt::TextSingleLine | Qt::TextDontClip, text);
}

void paintUpward(QPainter& painter, const QRectF& area, const QString& text, const QFont& font,
                 const QColor& colour) {
    painter.save();
    painter.translate(area.center());
    painter.rotate(-90);
    paintText(painter, QRectF(-area.height() / 2, -area.width() / 2, area.height(), area.width()),
              Qt::AlignCenter, text, font, colour);
    painter.restore();
}

double textWidth(const QString& text, const QFont& font) {
    return QFontMetricsF(font).horizontalAdvance(text);
}

QString fittingText(const QStringList& longestFirst, double width, const QFont& font) {
    for (const QString& text : longestFirst)
        if (textWidth(text, font) <= width)
            return text;
    return longestFirst.isEmpty() ? QString() : longestFirst.last();
}

int labelStep(double room, double needed) {
    for (const int step : {1, 2, 5, 10, 20, 50})
        if (room * step >= needed)
            return step;
    return 100;
}

} // namespace expertscope
