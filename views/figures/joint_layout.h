// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/gating_statistics.h"
#include "views/drawing/cell_grid.h"
#include "views/drawing/figure_style.h"

#include <vector>

namespace expertscope {

/// The geometry of JointFigure: a matrix for each two neighbouring mixture layers, one scale, a line below
/// each.
struct JointLayout {
    std::vector<CellGrid> grids;
    QRectF scaleBar;
    QRectF used;
};
/// The width left of each matrix, for the axis title and the experts.
double jointLeftGutter(const FigureStyle& style);
JointLayout layOutJoints(const std::vector<JointAssignment>& joints, const QRectF& area,
                         const FigureStyle& style);

} // namespace expertscope
