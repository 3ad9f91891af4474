#pragma once

#include "views/cell_grid.h"
#include "views/figure_style.h"

namespace expertscope {

/// The geometry of FactorisationFigure: a row a layer, two columns, the score below, one scale.
struct FactorisationLayout {
    CellGrid grid;
    QRectF score;
    QRectF scaleBar;
    QRectF used;
};
FactorisationLayout layOutFactorisation(int layers, const QRectF& area, const FigureStyle& style);

} // namespace expertscope
