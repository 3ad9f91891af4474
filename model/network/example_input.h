// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/translation.h"
#include "model/network/input_batch.h"

namespace expertscope {

/// How many places a column needs to hold these examples as lists of what is not 0; 0 where too few values
/// are 0 for that to be faster. The data's own density decides.
Index sparsePlaces(const Dataset& data, const Translation& translation);

/// Draws one example, translated, into a column, dense or sparse as the batch is.
void drawInto(InputBatch<float>& batch, Index column, const Translation& translation, const Dataset& data,
              int example, Shift shift);

} // namespace expertscope
