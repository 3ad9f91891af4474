// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"

#include <vector>

namespace expertscope {

/// Which expert of another run does what an expert of this one does.
struct LayerMatching {
    std::vector<int> partner; ///< [expert of the left] the right's; -1 where it has none
    /// The share of the gating that both runs give to matched experts, 0..1: the mean over the values of an
    /// attribute of sum_e min(gate of e, gate of its partner), and over the attributes. 1 where the two gate
    /// alike but for the numbers of their experts.
    double similarity = 0;

    bool operator==(const LayerMatching&) const = default;
};

/// How alike two layers' experts gate, N x M: (i, j) is the mean over attributes and values of
/// min(left's gate of i, right's gate of j). Only values that both know by name count, and that both have
/// examples of; all 0 where there are none.
Matrix<double> gatingOverlap(const LayerStatistics& left, const LayerStatistics& right);

/// The matching of the largest similarity (assignment.h), of as many experts as the smaller layer has.
/// present, where it is one of these layers, is kept while the best is hardly better: as many figures follow
/// it, it must not change for nothing.
LayerMatching matchExperts(const LayerStatistics& left, const LayerStatistics& right,
                           const LayerMatching& present = {});

/// Layer by layer, of as many layers as both have. present: as above, may be shorter.
std::vector<LayerMatching> matchExperts(const GatingStatistics& left, const GatingStatistics& right,
                                        const std::vector<LayerMatching>& present = {});

/// How the right's experts stand beside the left's: each in the place of its partner as far as there are
/// partners on the left, then those without one. order: of the left.
ExpertOrders orderBeside(const ExpertOrders& order, const std::vector<LayerMatching>& matching,
                         const GatingStatistics& right);

} // namespace expertscope
