// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/factorisation_layout.h"

#include "views/drawing/heatmap_painting.h"

#include <algorithm>
#include <cmath>

namespace expertscope {

FactorisationLayout layOutFactorisation(int layers, int columns, const QRectF& area,
                                        const FigureStyle& style) {
    FactorisationLayout layout;
    const double margin = 0.5 * style.em(), line = style.line(), gap = 1.2 * style.em();
    const QRectF inner = area.adjusted(margin, margin, -margin, -margin);
    const double left = 1.2 * line, below = 4 * line, scale = gap + colourScaleWidth({"0.5"}, style);
    const double width = std::min(inner.width() - left - scale, 40 * style.em());
    const double cellHeight = std::min((inner.height() - line - below) / std::max(1, layers),
                                       std::min(0.38 * width, 9 * style.em()));
    layout.used = QRectF(0, 0, left + width + scale, line + layers * cellHeight + below);
    layout.used.moveCenter(inner.center());
    const QPointF corner(std::round(layout.used.left() + left), std::round(layout.used.top() + line));
    layout.grid = {QRectF(corner, QSizeF(width, layers * cellHeight)), layers, columns};
    layout.scaleBar =
        QRectF(layout.grid.area.right() + gap, corner.y(), colourBarWidth(style), layers * cellHeight);
    layout.score = QRectF(corner.x(), layout.grid.area.bottom() + 0.5 * line, width, below - 0.5 * line);
    return layout;
}

} // namespace expertscope
