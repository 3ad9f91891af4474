// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/parameter_block.h"

namespace expertscope {

Matrix<float> ParameterBlock::matrixOf(const Vector<float>& theta) const {
    Matrix<float> values(rows, columns);
    for (const Panel& p : panels)
        values.block(p.row, p.column, p.rows, p.columns) =
            Eigen::Map<const Matrix<float>>(theta.data() + p.offset, p.rows, p.columns);
    return values;
}

void ParameterBlock::assign(const Matrix<float>& values, Vector<float>& theta) const {
    for (const Panel& p : panels)
        Eigen::Map<Matrix<float>>(theta.data() + p.offset, p.rows, p.columns) =
            values.block(p.row, p.column, p.rows, p.columns);
}

} // namespace expertscope
