// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/expert_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace expertscope {
namespace {

/// Of the whole width. Neighbours of eight evenly spread experts are four times as far apart.
constexpr double calm = 0.03;

double share(int index, int count) {
    return count > 1 ? static_cast<double>(index) / (count - 1) : 0.5;
}

/// Of an attribute's value on the line along which experts are sorted, 0..1.
double placeOf(const MeanGating& gating, int value) {
    if (gating.gridRows <= 1)
        return share(value, static_cast<int>(gating.mean.cols()));
    return (2 * share(value / gating.gridColumns, gating.gridRows) +
            share(value % gating.gridColumns, gating.gridColumns)) /
           3;
}

const MeanGating* attributeToSortBy(const LayerStatistics& layer, bool byPosition) {
    for (const MeanGating& gating : layer.byAttribute)
        if ((gating.gridRows > 1) == byPosition)
            return &gating;
    return layer.byAttribute.empty() ? nullptr : &layer.byAttribute.front();
}

bool nearlyAscends(const std::vector<double>& places, const std::vector<int>& order, double tolerance) {
    double furthest = -1;
    for (const int expert : order) {
        if (furthest - places[expert] > tolerance)
            return false;
        furthest = std::max(furthest, places[expert]);
    }
    return true;
}

bool isPermutation(std::vector<int> order, int experts) {
    std::sort(order.begin(), order.end());
    for (int e = 0; e < experts; ++e)
        if (static_cast<int>(order.size()) != experts || order[e] != e)
            return false;
    return true;
}

} // namespace

std::vector<double> massPlaces(const MeanGating& gating) {
    std::vector<double> places(gating.mean.rows(), 1);
    for (Index e = 0; e < gating.mean.rows(); ++e) {
        double mass = 0, moment = 0;
        for (Index v = 0; v < gating.mean.cols(); ++v) {
            if (gating.examples[v] == 0) // its mean is NaN
                continue;
            const double part = static_cast<double>(gating.mean(e, v)) * gating.examples[v];
            mass += part;
            moment += part * placeOf(gating, static_cast<int>(v));
        }
        if (const double centre = moment / mass; std::isfinite(centre)) // neither dead nor diverged
            places[e] = centre;
    }
    return places;
}

std::vector<int> sortedExperts(const std::vector<double>& places, std::vector<int> present,
                               double tolerance) {
    if (present.size() != places.size()) {
        present.resize(places.size());
        std::iota(present.begin(), present.end(), 0);
    }
    if (!nearlyAscends(places, present, tolerance))
        std::stable_sort(present.begin(), present.end(), [&](int a, int b) { return places[a] < places[b]; });
    return present;
}

ExpertOrders orderExperts(const GatingStatistics& statistics, const ExpertOrders& present) {
    ExpertOrders orders;
    for (std::size_t k = 0; k < statistics.layers.size(); ++k) {
        const MeanGating* gating = attributeToSortBy(statistics.layers[k], k == 0);
        std::vector<int> now = k < present.layers.size() ? present.layers[k] : std::vector<int>();
        orders.layers.push_back(gating ? sortedExperts(massPlaces(*gating), std::move(now), calm)
                                       : std::vector<int>());
    }
    return orders;
}

ExpertOrders fittingOrders(ExpertOrders orders, const GatingStatistics& statistics) {
    orders.layers.resize(std::min(orders.layers.size(), statistics.layers.size()));
    for (std::size_t k = 0; k < orders.layers.size(); ++k)
        if (!isPermutation(orders.layers[k], statistics.layers[k].experts()))
            orders.layers[k].clear();
    return orders;
}

} // namespace expertscope
