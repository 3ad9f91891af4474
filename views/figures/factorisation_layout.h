// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/cell_grid.h"
#include "views/drawing/figure_style.h"

namespace expertscope {

/// The geometry of FactorisationFigure: a row a layer, a column an attribute, the score below, one scale.
struct FactorisationLayout {
    CellGrid grid;
    QRectF score;
    QRectF scaleBar;
    QRectF used;
};
FactorisationLayout layOutFactorisation(int layers, int columns, const QRectF& area,
                                        const FigureStyle& style);

} // namespace expertscope
