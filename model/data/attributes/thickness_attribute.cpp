// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/attributes/image_attribute.h"

#include <cmath>

namespace expertscope {
namespace {

/// Of a stroke of width w and length L there are w L of ink and 2 L of edge: w = 2 ink / edge. The edge is
/// the sum of the steps between neighbours in both directions, which a slanted line has 4 / pi times too many
/// of on the average over all directions.
double thickness(const float* ink, int rows, int columns) {
    constexpr double overAllDirections = 1.2732395447351628; // 4 / pi
    double area = 0, edge = 0;
    const auto at = [&](int row, int column) {
        return row < 0 || column < 0 || row >= rows || column >= columns
                   ? 0.0
                   : static_cast<double>(ink[row * columns + column]);
    };
    for (int row = 0; row <= rows; ++row)
        for (int column = 0; column <= columns; ++column) {
            area += at(row, column);
            edge += std::abs(at(row, column) - at(row - 1, column)) +
                    std::abs(at(row, column) - at(row, column - 1));
        }
    return edge > 0 ? 2 * area * overAllDirections / edge : 0;
}

} // namespace

ImageAttribute thicknessAttribute() {
    return {"thickness", "how thick the strokes are: twice the ink over its edge", "pixels", thickness};
}

} // namespace expertscope
