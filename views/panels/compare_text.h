// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_matching.h"
#include "model/run/config_difference.h"

#include <QString>

#include <vector>

namespace expertscope {

/// A line for people, and all of it where the line leaves something out.
struct CompareText {
    QString line, whole;
};

/// "Layer 1: right's 3 1 4 2 matched with left's 1 2 3 4, similarity 0.91", layer by layer, in the left's
/// order; who has no partner is said. The line leaves the numbers of very many experts out.
CompareText matchingText(const std::vector<LayerMatching>& matching, const ExpertOrders& leftOrder,
                         const GatingStatistics& left, const GatingStatistics& right);

/// "training.margin 1000 → ∞ · seed 1 → 2": left's value, right's value. changes: made by hand in the right
/// run, that its configuration does not know of.
CompareText differencesText(const std::vector<ConfigDifference>& differences, int changes);

} // namespace expertscope
