// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/figure_style.h"

#include <QRectF>

namespace expertscope {

/// What ExamplesFigure has to find room for.
struct ExamplesGrid {
    int rows = 0;
    int columns = 1;    ///< of those that are shown
    int k = 0;          ///< tiles a combination
    bool pairs = true;  ///< of two layers, else of one: then each row is an expert
    int mostNumber = 1; ///< the highest number beside a row
    double aspect = 1;  ///< a tile's width over its height
    bool isEmpty() const { return rows == 0 || columns == 0 || k == 0; }
};

/// The geometry of ExamplesFigure: rows x columns combinations with tilesDown x tilesAcross tiles in each.
/// Of very many columns on narrow paper some stand below the others, in bands.
struct ExamplesLayout {
    int rows = 0, columns = 0;
    int bands = 1, perBand = 1; ///< columns side by side
    int tilesAcross = 0, tilesDown = 0;
    int shown = 0;   ///< tiles drawn of each combination: fewer than k where they would be too small to read
    double tile = 0; ///< height of a tile
    double tileWidth = 0;
    double between = 0;    ///< from the edge of a tile to the next
    double gap = 0;        ///< between combinations
    double bandHeight = 0; ///< from a band to the next
    QPointF corner;        ///< of the first combination
    QRectF used;

    QRectF combination(int row, int column) const;
    QRectF tileArea(int row, int column, int rank) const;
};
/// The thickness of the coloured strips beside rows and above columns.
double examplesStrip(const FigureStyle& style);
/// The height that a tile needs so that its content can be told; 0 where no size is too small.
double leastTile(const ExamplesGrid& grid, const FigureStyle& style);
ExamplesLayout layOutExamples(const ExamplesGrid& grid, const QRectF& area, const FigureStyle& style);
/// The smallest area, at least the room there is, in which all tiles have that height: more than the room
/// where one has to scroll.
QSizeF leastExamplesSize(const ExamplesGrid& grid, const QSizeF& room, const FigureStyle& style);

} // namespace expertscope
