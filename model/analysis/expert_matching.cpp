// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/expert_matching.h"

#include "model/analysis/assignment.h"

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

constexpr double leastGain = 0.01; // of similarity: less is no reason to match others

struct ValuePair {
    Index left, right;
};

/// The values that both have examples of.
std::vector<ValuePair> commonValues(const MeanGating& left, const MeanGating& right) {
    std::vector<ValuePair> pairs;
    for (std::size_t l = 0; l < left.valueNames.size(); ++l) {
        const auto found = std::find(right.valueNames.begin(), right.valueNames.end(), left.valueNames[l]);
        const auto r = found - right.valueNames.begin();
        if (found != right.valueNames.end() && left.examples[l] > 0 && right.examples[r] > 0)
            pairs.push_back({static_cast<Index>(l), r});
    }
    return pairs;
}

/// Diverged weights gate nothing.
double gate(float value) {
    return std::isfinite(value) ? value : 0;
}

void addOverlap(Matrix<double>& overlap, const MeanGating& left, const MeanGating& right,
                const std::vector<ValuePair>& values) {
    for (const ValuePair& value : values)
        for (Index j = 0; j < overlap.cols(); ++j)
            for (Index i = 0; i < overlap.rows(); ++i)
                overlap(i, j) += std::min(gate(left.mean(i, value.left)), gate(right.mean(j, value.right))) /
                                 static_cast<double>(values.size());
}

double similarity(const Matrix<double>& overlap, const std::vector<int>& partner) {
    double sum = 0;
    for (std::size_t i = 0; i < partner.size(); ++i)
        if (partner[i] >= 0)
            sum += overlap(static_cast<Index>(i), partner[i]);
    return sum;
}

/// A matching of so many experts with so many: nobody has two partners, and as many as can have one.
bool isOf(const std::vector<int>& partner, Index left, Index right) {
    std::vector<bool> taken(right, false);
    Index matched = 0;
    for (const int expert : partner) {
        if (expert < 0)
            continue;
        if (expert >= right || taken[expert])
            return false;
        taken[expert] = true;
        ++matched;
    }
    return static_cast<Index>(partner.size()) == left && matched == std::min(left, right);
}

} // namespace

Matrix<double> gatingOverlap(const LayerStatistics& left, const LayerStatistics& right) {
    Matrix<double> overlap = Matrix<double>::Zero(left.experts(), right.experts());
    int attributes = 0;
    for (const MeanGating& gating : left.byAttribute) {
        const MeanGating* other = right.by(gating.attribute);
        const auto values = other ? commonValues(gating, *other) : std::vector<ValuePair>();
        if (values.empty())
            continue;
        addOverlap(overlap, gating, *other, values);
        ++attributes;
    }
    return overlap / std::max(1, attributes);
}

LayerMatching matchExperts(const LayerStatistics& left, const LayerStatistics& right,
                           const LayerMatching& present) {
    const Matrix<double> overlap = gatingOverlap(left, right);
    LayerMatching best{bestAssignment(overlap), 0};
    best.similarity = similarity(overlap, best.partner);
    if (!isOf(present.partner, overlap.rows(), overlap.cols()))
        return best;
    const double now = similarity(overlap, present.partner);
    return best.similarity - now < leastGain ? LayerMatching{present.partner, now} : best;
}

std::vector<LayerMatching> matchExperts(const GatingStatistics& left, const GatingStatistics& right,
                                        const std::vector<LayerMatching>& present) {
    std::vector<LayerMatching> layers;
    for (std::size_t k = 0; k < std::min(left.layers.size(), right.layers.size()); ++k)
        layers.push_back(
            matchExperts(left.layers[k], right.layers[k], k < present.size() ? present[k] : LayerMatching()));
    return layers;
}

ExpertOrders orderBeside(const ExpertOrders& order, const std::vector<LayerMatching>& matching,
                         const GatingStatistics& right) {
    ExpertOrders beside;
    for (std::size_t k = 0; k < right.layers.size(); ++k) {
        const int experts = right.layers[k].experts(), layer = static_cast<int>(k);
        std::vector<int> places;
        std::vector<bool> stands(experts, false);
        const auto stand = [&](int expert) {
            if (expert < 0 || expert >= experts || stands[expert])
                return;
            stands[expert] = true;
            places.push_back(expert);
        };
        if (k < matching.size())
            for (int place = 0; place < static_cast<int>(matching[k].partner.size()); ++place)
                stand(matching[k].partner.at(order.expert(layer, place)));
        for (int expert = 0; expert < experts; ++expert)
            stand(expert);
        beside.layers.push_back(std::move(places));
    }
    return beside;
}

} // namespace expertscope
