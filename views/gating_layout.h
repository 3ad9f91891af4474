#pragma once

#include "model/analysis/gating_statistics.h"
#include "views/cell_grid.h"
#include "views/figure_style.h"

#include <vector>

namespace expertscope {

/// One heatmap of GatingFigure: an expert's map over an attribute that has two dimensions (place >= 0), or a
/// matrix of a layer's experts (rows) by an attribute's values (columns).
struct GatingPanel {
    CellGrid grid;
    int layer = 0;     ///< index into GatingStatistics::layers
    int attribute = 0; ///< index into its byAttribute
    int place = -1;    ///< the expert's, from 0, in the order that is shown; -1: a row for each expert
    bool ticksLeft = false;
    bool ticksBelow = false;

    bool isMap() const { return place >= 0; }
};

/// Where everything in GatingFigure goes: a row a layer; maps left, matrices right of them, one scale at the
/// end.
struct GatingLayout {
    std::vector<GatingPanel> panels; ///< layer by layer, maps first
    std::vector<QRectF> layerLabels; ///< one a layer, for text read from below
    QRectF verticalAxis;             ///< for "vertical shift (pixels)"
    QRectF scaleBar;
    QRectF used;            ///< what is taken of the area, centred in it
    double titleLine = 0;   ///< above each map
    double valueLabels = 0; ///< below each matrix that has ticks: what the names of its columns take
};

GatingLayout layOutGating(const GatingStatistics& statistics, const QRectF& area, const FigureStyle& style);

} // namespace expertscope
