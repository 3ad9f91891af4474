// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"
#include "model/data/example_set.h"
#include "model/training/training_snapshot.h"
#include "views/figures/figure.h"

#include <memory>
#include <vector>

namespace expertscope {

/// Every figure there is of one moment, the paper's first, empty ones too: what `dmoe figures` writes and
/// what the export dialog offers. examples is what statistics.top indexes; it and history may be null.
/// orders: how experts stand.
std::vector<std::shared_ptr<const Figure>>
figureSet(const GatingStatistics& statistics, std::shared_ptr<const ExampleSet> examples,
          std::shared_ptr<const std::vector<MetricsRecord>> history, const ExpertOrders& orders = {});

} // namespace expertscope
