#pragma once

#include "model/analysis/gating_statistics.h"
#include "views/figure_style.h"

#include <QRectF>

namespace expertscope {

/// The geometry of ExamplesFigure: rows x columns combinations with tilesDown x tilesAcross tiles in each.
struct ExamplesLayout {
    int rows = 0, columns = 0;
    int tilesAcross = 0, tilesDown = 0;
    int shown = 0;    ///< tiles drawn of each combination: fewer than k where they would be too small to read
    double tile = 0;  ///< side of a tile
    double pitch = 0; ///< from a tile to the next
    double gap = 0;   ///< between combinations
    QPointF corner;   ///< of the first combination
    QRectF used;

    QRectF combination(int row, int column) const;
    QRectF tileArea(int row, int column, int rank) const;
};
/// The thickness of the coloured strips beside rows and above columns.
double examplesStrip(const FigureStyle& style);
ExamplesLayout layOutExamples(const TopExamples& top, const QRectF& area, const FigureStyle& style);

} // namespace expertscope
