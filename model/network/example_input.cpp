// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/example_input.h"

namespace expertscope {
namespace {

// A sparse product is some six times faster than a dense one at a density of 0.11, and its time grows with
// density.
constexpr double sparseBelow = 0.35;

} // namespace

Index sparsePlaces(const Dataset& data, const Translation& translation) {
    const double share = data.nonZeroShare() * translation.image().size() / translation.canvas().size();
    const bool sparse = share < sparseBelow && translation.canvas().size() <= 0xffff;
    // One place more than values: drawing writes ahead of its count.
    return sparse ? translation.image().size() + 1 : 0;
}

void drawInto(InputBatch<float>& batch, Index column, const Translation& translation, const Dataset& data,
              int example, Shift shift) {
    if (batch.sparse())
        batch.setColumnCount(column, translation.drawNonZero(data, example, shift, batch.columnInputs(column),
                                                             batch.columnValues(column)));
    else
        translation.draw(data, example, shift, batch.dense().col(column).data());
}

} // namespace expertscope
