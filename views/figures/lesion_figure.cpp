// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/lesion_figure.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/palette.h"
#include "views/figures/csv.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace expertscope {
namespace {

QString percent(double fraction) {
    return std::isnan(fraction) ? numberText(fraction, 1)
                                : QStringLiteral("%1 %").arg(numberText(100 * fraction, 1));
}

QColor beforeColour(const FigureStyle& style) {
    return style.mutedInk;
}
QColor afterColour() {
    return expertColour(1);
}

} // namespace

QString LesionFigure::title() const {
    return tr("Error of each class");
}

QString LesionFigure::emptyText() const {
    return tr("Here the error of each class will appear, before and after, once an expert is off.");
}

QString LesionFigure::summary() const {
    QStringList parts;
    for (int c = 0; c < classes(); ++c)
        parts << tr("class %1: %2, was %3")
                     .arg(className(c), percent(effect_->classErrorAfter[c]),
                          percent(effect_->classErrorBefore[c]));
    return tr("Error of each class with experts off. %1.").arg(parts.join("; "));
}

QString LesionFigure::toCsv() const {
    CsvTable csv({"class", "examples", "error_before", "error_after"});
    for (int c = 0; c < classes(); ++c)
        csv.add({className(c), QString::number(effect_->classExamples[c]),
                 CsvTable::number(effect_->classErrorBefore[c]),
                 CsvTable::number(effect_->classErrorAfter[c])});
    return csv.text();
}

/// A round number that no bar is longer than.
double LesionFigure::top() const {
    double most = 0;
    for (int c = 0; c < classes(); ++c)
        for (const double error : {effect_->classErrorBefore[c], effect_->classErrorAfter[c]})
            most = std::max(most, std::isnan(error) ? 0 : error);
    for (const double round : {0.05, 0.1, 0.2, 0.3, 0.5})
        if (most <= round)
            return round;
    return 1;
}

ValueLabels LesionFigure::nameLabels(double width, const FigureStyle& style) const {
    return fitValueLabels(effect_->classNames, width / std::max(1, classes()), style);
}

QRectF LesionFigure::plot(const QRectF& area, const FigureStyle& style) const {
    const double line = style.line();
    const QRectF wide = area.adjusted(2.6 * line, 2.9 * line, -0.5 * line, 0);
    return wide.adjusted(0, 0, 0, -nameLabels(wide.width(), style).height - 0.3 * line);
}

std::vector<FigureCell> LesionFigure::cells(const QRectF& area, const FigureStyle& style) const {
    const QRectF inside = plot(area, style);
    std::vector<FigureCell> cells;
    for (int c = 0; c < classes(); ++c) {
        Selection shows;
        shows.attribute = "class";
        shows.value = c;
        const double width = inside.width() / classes();
        cells.push_back({QRectF(inside.left() + width * c, inside.top(), width, inside.height()), shows});
    }
    return cells;
}

QString LesionFigure::readOut(const Selection& shows) const {
    if (shows.attribute != "class" || !shows.value || *shows.value >= classes())
        return {};
    const int c = *shows.value;
    return tr("Class %1: error %2, was %3 (n = %4)")
        .arg(className(c), percent(effect_->classErrorAfter[c]), percent(effect_->classErrorBefore[c]))
        .arg(effect_->classExamples[c]);
}

void LesionFigure::draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    const QRectF inside = plot(area, style);
    const double line = style.line(), most = top(), square = 0.62 * style.em();
    paintText(painter, QRectF(area.left() + 0.4 * line, area.top(), area.width(), line),
              Qt::AlignLeft | Qt::AlignVCenter, tr("Error of each class (%)"), style.font(1, QFont::DemiBold),
              style.ink);
    double x = area.left() + 0.4 * line;
    const std::array<std::pair<QString, QColor>, 2> legend{
        {{tr("all experts"), beforeColour(style)}, {tr("as switched"), afterColour()}}};
    for (const auto& [text, colour] : legend) {
        painter.fillRect(QRectF(x, area.top() + 1.6 * line - square / 2, square, square), colour);
        paintText(painter, QRectF(x + 1.5 * square, area.top() + 1.1 * line, 8 * line, line),
                  Qt::AlignLeft | Qt::AlignVCenter, text, style.font(), style.mutedInk);
        x += 3 * square + textWidth(text, style.font()) + 0.4 * line;
    }
    for (const double share : {0.0, 0.5, 1.0}) {
        const double y = inside.bottom() - share * inside.height();
        painter.setPen(QPen(style.grid, style.points(0.5)));
        painter.drawLine(QPointF(inside.left(), y), QPointF(inside.right(), y));
        paintText(painter, QRectF(area.left(), y - line / 2, inside.left() - area.left() - 0.3 * line, line),
                  Qt::AlignRight | Qt::AlignVCenter,
                  numberText(100 * most * share, (most < 0.1 && share == 0.5) ? 1 : 0), style.font(),
                  style.mutedInk);
    }
    const double width = inside.width() / classes();
    for (int c = 0; c < classes(); ++c) {
        const double left = inside.left() + width * c;
        const auto bar = [&](double from, double error, const QColor& colour) {
            if (std::isnan(error))
                return;
            const double height = inside.height() * std::min(1.0, error / most);
            painter.fillRect(QRectF(left + from * width, inside.bottom() - height, 0.36 * width, height),
                             colour);
        };
        bar(0.12, effect_->classErrorBefore[c], beforeColour(style));
        bar(0.52, effect_->classErrorAfter[c], afterColour());
    }
    paintValueLabels(painter, {inside, 1, classes()}, effect_->classNames, 0,
                     nameLabels(inside.width(), style).height, style);
}

} // namespace expertscope
