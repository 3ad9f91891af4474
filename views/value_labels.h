#pragma once

#include "views/cell_grid.h"
#include "views/figure_style.h"

#include <string>
#include <vector>

class QPainter;

namespace expertscope {

/// How the names of an attribute's values stand below the columns of a matrix, so that each can be read: in a
/// line; where columns are narrower than names, in up to three lines in turn; read from below where names are
/// longer than that; only where even lines of text have no room, not every one.
struct ValueLabels {
    int tiers = 1;       ///< lines, which the columns take in turn
    bool upward = false; ///< read from below
    int step = 1;        ///< every how many columns one has a name
    double height = 0;   ///< that all of it takes
};

/// pitch: the width of a column.
ValueLabels fitValueLabels(const std::vector<std::string>& names, double pitch, const FigureStyle& style);
/// Below the grid.
void paintValueLabels(QPainter& painter, const CellGrid& grid, const std::vector<std::string>& names,
                      const FigureStyle& style);

} // namespace expertscope
