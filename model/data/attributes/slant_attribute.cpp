// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/attributes/image_attribute.h"

#include <cmath>

namespace expertscope {
namespace {

/// The angle of the shear that takes the ink's covariance of rows and columns away, as one does to set a
/// digit upright: tan = -cov(row, column) / var(row), positive to the right, for rows count downwards.
double slant(const float* ink, int rows, int columns) {
    constexpr double degrees = 57.29577951308232;
    double mass = 0, row1 = 0, column1 = 0, row2 = 0, mixed = 0;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const auto w = static_cast<double>(ink[row * columns + column]);
            mass += w;
            row1 += w * row;
            column1 += w * column;
            row2 += w * row * row;
            mixed += w * row * column;
        }
    if (mass <= 0)
        return 0;
    const double variance = row2 / mass - row1 / mass * (row1 / mass);
    const double covariance = mixed / mass - row1 / mass * (column1 / mass);
    return variance > 1e-9 ? degrees * std::atan(-covariance / variance) : 0;
}

} // namespace

ImageAttribute slantAttribute() {
    return {"slant", "how far the image leans to the right, by its moments", "degrees", slant};
}

} // namespace expertscope
