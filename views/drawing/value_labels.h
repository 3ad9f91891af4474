// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/cell_grid.h"
#include "views/drawing/figure_style.h"

#include <limits>
#include <string>
#include <vector>

class QPainter;

namespace expertscope {

/// How the names of an attribute's values stand below the columns of a matrix, so that each can be read: in a
/// line; where columns are narrower than names, in up to three lines in turn; read from below where names are
/// longer than that; only where even lines of text have no room, not every one. What was planned with one
/// width of a column may be painted with another, as sides are rounded to whole units: room says what there
/// is then.
struct ValueLabels {
    int tiers = 1;       ///< lines, which the columns take in turn
    bool upward = false; ///< read from below
    int step = 1;        ///< every how many columns one has a name
    double height = 0;   ///< that all of it takes
};

/// Narrower columns than this (em) have no room for a name each, not even read from below.
constexpr double narrowestNamedColumn = 0.72;

/// pitch: the width of a column. room: the height that there is for the names, at least a line.
ValueLabels fitValueLabels(const std::vector<std::string>& names, double pitch, const FigureStyle& style,
                           double room = std::numeric_limits<double>::infinity());
/// Below the grid, whose first column is names[first].
void paintValueLabels(QPainter& painter, const CellGrid& grid, const std::vector<std::string>& names,
                      int first, double room, const FigureStyle& style);

} // namespace expertscope
