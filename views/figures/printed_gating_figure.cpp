// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/printed_gating_figure.h"

#include "views/drawing/figure_text.h"
#include "views/figures/attribute_text.h"
#include "views/figures/gating_column_layout.h"

#include <QPainter>

namespace expertscope {
namespace {

/// Units a point to plan the height in: a layout's cells have whole units, and a file's are as fine as this.
constexpr double printedUnits = 1200. / 72;

} // namespace

GatingLayout PrintedGatingFigure::layOut(const QRectF& area, const FigureStyle& style) const {
    return layOutGatingColumn(statistics(), area, style);
}

double PrintedGatingFigure::heightInMm(double widthMm) const {
    if (isEmpty())
        return widthMm / 2;
    FigureStyle style = printStyle();
    style.pointSize = columnPointSize;
    style.scale = printedUnits;
    const double mm = 72 / 25.4 * printedUnits;
    const GatingLayout layout =
        layOutGatingColumn(statistics(), QRectF(0, 0, widthMm * mm, 1000 * printedUnits), style);
    return (layout.used.height() + style.em()) / mm;
}

void PrintedGatingFigure::drawHeadings(QPainter& painter, const GatingLayout& layout,
                                       const FigureStyle& style) const {
    const QFont font = style.font(1, QFont::DemiBold);
    for (const GatingPanel& panel : layout.panels) {
        if (!panel.isFirst())
            continue;
        const QRectF& area = panel.grid.area;
        const double top = area.top() - (panel.isMap() ? 2 : 1) * style.line();
        const QRectF line(area.left(), top, layout.scaleBar.left() - area.left(), style.line());
        QStringList headings;
        for (const QString& heading : attributeHeadings(gating(panel)))
            headings << tr("Layer %1, %2").arg(statistics().layers[panel.layer].layer + 1).arg(heading);
        paintText(painter, line, Qt::AlignLeft | Qt::AlignVCenter, fittingText(headings, line.width(), font),
                  font, style.ink);
    }
}

void PrintedGatingFigure::drawAxisTitles(QPainter& painter, const GatingLayout& layout,
                                         const FigureStyle& style) const {
    const QFont font = style.font(0.9);
    QRectF maps; // of one layer
    for (std::size_t i = 0; i < layout.panels.size(); ++i) {
        const GatingPanel& panel = layout.panels[i];
        if (!panel.isMap() || gating(panel).attribute != "translation")
            continue;
        maps = panel.isFirst() ? panel.grid.area : maps | panel.grid.area;
        if (i + 1 < layout.panels.size() && !layout.panels[i + 1].isFirst())
            continue;
        const QRectF below(maps.left(), maps.bottom() + style.line(), maps.width(), style.line());
        paintText(painter, below, Qt::AlignCenter,
                  fittingText({tr("horizontal shift (pixels)"), tr("shift (pixels)")}, below.width(), font),
                  font, style.mutedInk);
        const QRectF beside(layout.used.left(), maps.top(), style.line(), maps.height());
        paintUpward(painter, beside,
                    fittingText({tr("vertical shift (pixels)"), tr("vertical shift")}, beside.height(), font),
                    font, style.mutedInk);
    }
}

} // namespace expertscope
