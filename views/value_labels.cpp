#include "views/value_labels.h"

#include "views/figure_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace expertscope {
namespace {

constexpr int mostTiers = 3;
constexpr double longest = 5.4; // em, of a name that is read from below; longer ones are cut

constexpr double smallest = 0.72; // of the usual size: of names that stand close together

QFont labelFont(const FigureStyle& style) {
    return style.font(0.9);
}

/// Of names that are read from below: no higher than their columns are wide, where that can be read.
QFont upwardFont(double pitch, const FigureStyle& style) {
    return style.font(std::clamp(pitch / style.em(), smallest, 0.9));
}

double widestOf(const std::vector<std::string>& names, const QFont& font) {
    double widest = 0;
    for (const std::string& name : names)
        widest = std::max(widest, textWidth(QString::fromStdString(name), font));
    return widest;
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

ValueLabels fitValueLabels(const std::vector<std::string>& names, double pitch, const FigureStyle& style) {
    const double widest = widestOf(names, labelFont(style)), gap = 0.2 * style.em();
    ValueLabels labels;
    labels.height = style.line();
    if (names.size() < 2 || widest + gap <= pitch)
        return labels;
    for (int tiers = 2; tiers <= std::min<int>(mostTiers, static_cast<int>(names.size())); ++tiers)
        if (widest + gap <= tiers * pitch) {
            labels.tiers = tiers;
            labels.height = style.line() + (tiers - 1) * tierHeight(style);
            return labels;
        }
    labels.upward = true;
    labels.step = labelStep(pitch, smallest * style.em());
    labels.height = std::min(widest, longest * style.em()) + 0.4 * style.em();
    return labels;
}

void paintValueLabels(QPainter& painter, const CellGrid& grid, const std::vector<std::string>& names,
                      const FigureStyle& style) {
    const double pitch = grid.area.width() / grid.columns;
    const ValueLabels labels = fitValueLabels(names, pitch, style);
    const QFont font = labelFont(style);
    const double bottom = grid.area.bottom();
    for (int v = 0; v < grid.columns && v < static_cast<int>(names.size()); v += labels.step) {
        const QString name = QString::fromStdString(names[v]);
        const double x = grid.area.left() + (v + 0.5) * pitch;
        if (labels.upward) {
            const double room = labels.height - 0.4 * style.em();
            const QFont small = upwardFont(labels.step * pitch, style);
            const QString cut = QFontMetricsF(small).elidedText(name, Qt::ElideRight, room);
            const double width = textWidth(cut, small); // ends at its column
            paintUpward(painter, QRectF(x - style.em(), bottom + 0.25 * style.em(), 2 * style.em(), width),
                        cut, small, style.mutedInk);
            continue;
        }
        const double down = v % labels.tiers * tierHeight(style);
        if (down > 0)
            paintLeader(painter, {x, bottom}, down + 0.1 * style.em(), style);
        paintText(painter, QRectF(x - pitch, bottom + down, 2 * pitch, style.line()), Qt::AlignCenter, name,
                  font, style.mutedInk);
    }
}

} // namespace expertscope
