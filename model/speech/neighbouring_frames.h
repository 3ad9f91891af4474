// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"
#include "model/data/dataset.h"

#include <vector>

namespace expertscope {

/// The longer stretch of a recording around an example, put together from the examples beside it: what is
/// known of each frame is known from the data set alone.
struct NeighbouringFrames {
    Matrix<float> bands;     ///< rows as the data set has them x (2 * reach + 1) frames; NaN: not known
    std::vector<int> labels; ///< one a frame: its class; -1 where it is no example
    int reach = 0;           ///< frames each way; the example's own is number reach
};

/// data: of speech, as makeSpeechData makes it.
NeighbouringFrames neighbouringFrames(const Dataset& data, int example, int reach);

} // namespace expertscope
