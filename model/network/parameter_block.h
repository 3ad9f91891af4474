// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"

#include <string>
#include <vector>

namespace expertscope {

/// A piece of a weight matrix that lies in one run of the parameter vector: column-major, rows [row, row +
/// rows) and columns [column, column + columns) of the matrix. Matrices are stored panel by panel, so that
/// threads that take different panels never touch neighbouring memory: processors fetch ahead, and would take
/// each other's data away.
struct Panel {
    Index row = 0;
    Index rows = 0;
    Index column = 0;
    Index columns = 0;
    Index offset = 0; ///< in the parameter vector
};

/// A named part of a network's parameters: a matrix of rows x columns that lies in panels in the size()
/// values from `offset` on.
struct ParameterBlock {
    std::string name; ///< "layers.0.experts.0.weight"
    Index offset = 0;
    Index rows = 0;
    Index columns = 0;
    std::vector<Panel> panels;

    Index size() const { return rows * columns; }
    /// The block's matrix out of a vector laid out as the parameters are, and back.
    Matrix<float> matrixOf(const Vector<float>& theta) const;
    void assign(const Matrix<float>& values, Vector<float>& theta) const;
};

} // namespace expertscope
