// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/gating_statistics.h"

#include <vector>

namespace expertscope {

/// In which order the experts of each layer are shown. Experts keep their numbers and colours: only their
/// places differ. A layer of which nothing is said is shown as it is numbered.
struct ExpertOrders {
    /// [layer][place] is the expert that stands there; layer is an index into GatingStatistics::layers.
    std::vector<std::vector<int>> layers;

    int expert(int layer, int place) const {
        return layer < static_cast<int>(layers.size()) && place < static_cast<int>(layers[layer].size())
                   ? layers[layer][place]
                   : place;
    }
    bool operator==(const ExpertOrders&) const = default;
};

/// Where the gating mass of each of a layer's experts lies on average, 0..1, N values: of an attribute in two
/// dimensions in reading order (a whole height counts twice a whole width, so that top left comes before top
/// right before bottom left), else along its values. 1 for an expert without any mass.
std::vector<double> massPlaces(const MeanGating& gating);

/// The order in which the places ascend. present (N experts, or empty: as numbered) is kept while it nearly
/// is that order: while nobody stands more than tolerance after one who stands behind him. So small changes
/// of the gating do not make two experts swap to and fro.
std::vector<int> sortedExperts(const std::vector<double>& places, std::vector<int> present, double tolerance);

/// Of each layer, sorted by where its gating mass lies: the first by position (the first attribute in two
/// dimensions, that is translation), later ones by class (the first in one dimension); by what there is where
/// the one is missing. present: what is shown now.
ExpertOrders orderExperts(const GatingStatistics& statistics, const ExpertOrders& present = {});

/// As numbered in every layer where the order is not one of that layer's experts: of another network.
ExpertOrders fittingOrders(ExpertOrders orders, const GatingStatistics& statistics);

} // namespace expertscope
