// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/expert_label.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/palette.h"

#include <QCoreApplication>
#include <QPainter>

namespace expertscope {

namespace {

double squareSide(const FigureStyle& style) {
    return 0.62 * style.em();
}
double squareGap(const FigureStyle& style) {
    return 0.3 * style.em();
}

} // namespace

double expertLabelWidth(const QString& text, const FigureStyle& style) {
    return squareSide(style) + squareGap(style) + textWidth(text, style.font());
}

void paintExpertLabel(QPainter& painter, const QRectF& area, int expert, const QStringList& longestFirst,
                      Qt::Alignment alignment, const FigureStyle& style) {
    const double side = squareSide(style), taken = side + squareGap(style);
    const QString text = fittingText(longestFirst, area.width() - taken, style.font());
    const double width = taken + textWidth(text, style.font());
    double left = area.left();
    if (alignment & Qt::AlignRight)
        left = area.right() - width;
    else if (alignment & Qt::AlignHCenter)
        left = area.center().x() - width / 2;
    painter.fillRect(QRectF(left, area.center().y() - side / 2, side, side), expertColour(expert));
    paintText(painter, QRectF(left + taken, area.top(), width - taken, area.height()),
              Qt::AlignLeft | Qt::AlignVCenter, text, style.font(), style.ink);
}

QStringList expertNames(int expert) {
    return {QCoreApplication::translate("Figure", "Expert %1").arg(expert + 1), QString::number(expert + 1)};
}

} // namespace expertscope
