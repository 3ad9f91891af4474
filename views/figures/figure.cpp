// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/figure.h"

#include <QPainter>

namespace expertscope {

void Figure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    painter.save();
    painter.setFont(style.font());
    painter.fillRect(area, style.background);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    if (isEmpty()) {
        painter.setPen(style.mutedInk);
        const double margin = style.em();
        painter.drawText(area.adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap,
                         emptyText());
    } else {
        draw(painter, area, style);
    }
    painter.restore();
}

std::vector<FigureCell> Figure::cells(const QRectF&, const FigureStyle&) const {
    return {};
}

QString Figure::readOut(const Selection&) const {
    return {};
}

std::optional<FigureHit> Figure::hitTest(const QPointF& position, const QRectF& area,
                                         const FigureStyle& style) const {
    for (const FigureCell& cell : cells(area, style))
        if (cell.area.contains(position))
            return FigureHit{cell.area, cell.shows, readOut(cell.shows)};
    return std::nullopt;
}

} // namespace expertscope
