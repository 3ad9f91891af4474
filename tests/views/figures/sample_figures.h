// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/views/figures/figure_samples.h"
#include "views/figures/figure_table.h"

namespace expertscope::samples {

/// All that the export dialog offers, with numbers.
inline std::vector<std::shared_ptr<const Figure>> figures() {
    GatingStatistics all = statistics({4, 4});
    const auto set = exampleSet();
    addTop(all, *set);
    return figureSet(all, set, history(8, {4, 4}));
}

} // namespace expertscope::samples
