// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/gating_statistics.h"
#include "views/drawing/cell_grid.h"
#include "views/drawing/figure_style.h"

#include <vector>

namespace expertscope {

/// One heatmap of GatingFigure: an expert's map over an attribute that has two dimensions (place >= 0), or a
/// matrix of a layer's experts (rows) by an attribute's values (columns). A matrix of many classes is broken
/// into bands below each other, a panel each, so that every column can be seen and named.
struct GatingPanel {
    CellGrid grid;
    int layer = 0;     ///< index into GatingStatistics::layers
    int attribute = 0; ///< index into its byAttribute
    int place = -1;    ///< the expert's, from 0, in the order that is shown; -1: a row for each expert
    bool ticksLeft = false;
    bool ticksBelow = false;
    int firstValue = 0;   ///< of a matrix: the value of its first column
    double labelRoom = 0; ///< of a matrix with ticks below: what the names of its columns take

    bool isMap() const { return place >= 0; }
    /// The first of a layer's panels of an attribute: the one that has the heading.
    bool isFirst() const { return place <= 0 && firstValue == 0; }
};

/// Where everything in GatingFigure goes: a row a layer; maps left, matrices right of them, one scale at the
/// end.
struct GatingLayout {
    std::vector<GatingPanel> panels; ///< layer by layer, maps first
    std::vector<QRectF> layerLabels; ///< one a layer, for text read from below
    QRectF verticalAxis;             ///< for "vertical shift (pixels)"
    QRectF scaleBar;
    QRectF used;          ///< what is taken of the area, centred in it
    double titleLine = 0; ///< above each map
};

/// A matrix of more columns than this gets more of the width beside maps, and more height of a page.
constexpr int manyColumns = 36;
/// Attributes with more values than this are left out of the figure (they are in its numbers), but for the
/// class.
constexpr Index mostValues = 64;
/// A matrix of so many columns always stays in one piece: its names may be thinned out.
constexpr int fewColumns = 16;
/// Into how many bands a matrix of so many columns is broken where there is that width for it, at most
/// `most`.
int matrixBands(Index values, double width, int most, const FigureStyle& style);

GatingLayout layOutGating(const GatingStatistics& statistics, const QRectF& area, const FigureStyle& style);

} // namespace expertscope
