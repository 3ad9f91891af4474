// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/value_labels.h"

#include "views/drawing/figure_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace expertscope {
namespace {

constexpr int mostTiers = 3;
constexpr double longest = 5.4; // em, of a name that is read from below; longer ones are cut

QFont labelFont(const FigureStyle& style) {
    return style.font(0.9);
}

/// Of names that are read from below: no higher than their columns are wide, where that can be read.
QFont upwardFont(double pitch, const FigureStyle& style) {
    return style.font(std::clamp(pitch / style.em(), narrowestNamedColumn, 0.9));
}

/// Measured with large letters: at another size, rounded to whole pixels, names would be relatively wider or
/// narrower, and a figure planned at one resolution would not fit at another.
double widestOf(const std::vector<std::string>& names, const FigureStyle& style) {
    constexpr double largeEm = 120;
    FigureStyle large = style;
    large.scale = largeEm / style.pointSize;
    const QFont font = labelFont(large);
    double widest = 0;
    for (const std::string& name : names)
        widest = std::max(widest, textWidth(QString::fromStdString(name), font));
    return widest * style.em() / large.em();
}

double tierHeight(const FigureStyle& style) {
    return 0.95 * style.em();
}

/// A hair from the column down to its name, where others stand between.
void paintLeader(QPainter& painter, const QPointF& from, double length, const FigureStyle& style) {
    painter.setPen(QPen(style.grid, style.points(0.5)));
    painter.drawLine(from, from + QPointF(0, length));
}

} // namespace

ValueLabels fitValueLabels(const std::vector<std::string>& names, double pitch, const FigureStyle& style,
                           double room) {
    const double widest = widestOf(names, style), gap = 0.25 * style.em();
    ValueLabels labels;
    labels.height = style.line();
    if (names.size() < 2 || widest + gap <= pitch)
        return labels;
    for (int tiers = 2; tiers <= std::min<int>(mostTiers, static_cast<int>(names.size())); ++tiers) {
        const double height = style.line() + (tiers - 1) * tierHeight(style);
        if (widest + gap <= tiers * pitch && height <= room) {
            labels.tiers = tiers;
            labels.height = height;
            return labels;
        }
    }
    const double upward = std::min(widest, longest * style.em()) + 0.4 * style.em();
    labels.upward = upward <= room;
    labels.step = labelStep(pitch, labels.upward ? narrowestNamedColumn * style.em() : widest + gap);
    labels.height = labels.upward ? upward : style.line();
    return labels;
}

void paintValueLabels(QPainter& painter, const CellGrid& grid, const std::vector<std::string>& names,
                      int first, double room, const FigureStyle& style) {
    const double pitch = grid.area.width() / grid.columns;
    const ValueLabels labels = fitValueLabels(names, pitch, style, room);
    const QFont font = labelFont(style);
    const double bottom = grid.area.bottom();
    const int end = std::min(first + grid.columns, static_cast<int>(names.size()));
    for (int v = (first + labels.step - 1) / labels.step * labels.step; v < end; v += labels.step) {
        const QString name = QString::fromStdString(names[v]);
        const double x = grid.area.left() + (v - first + 0.5) * pitch;
        if (labels.upward) {
            const QFont small = upwardFont(labels.step * pitch, style);
            const QString cut =
                QFontMetricsF(small).elidedText(name, Qt::ElideRight, labels.height - 0.4 * style.em());
            const double width = textWidth(cut, small); // ends at its column
            paintUpward(painter, QRectF(x - style.em(), bottom + 0.25 * style.em(), 2 * style.em(), width),
                        cut, small, style.mutedInk);
            continue;
        }
        const double down = (v - first) % labels.tiers * tierHeight(style);
        if (down > 0)
            paintLeader(painter, {x, bottom}, down + 0.1 * style.em(), style);
        paintText(painter, QRectF(x - pitch, bottom + down, 2 * pitch, style.line()), Qt::AlignCenter, name,
                  font, style.mutedInk);
    }
}

} // namespace expertscope
