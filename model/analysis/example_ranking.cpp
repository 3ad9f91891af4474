// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/example_ranking.h"

#include "model/analysis/evaluation.h"

#include <algorithm>

namespace expertscope {
namespace {

/// The gates that a filter multiplies.
struct Factor {
    const Matrix<float>* gates;
    int expert;
    bool takes(Index example) const {
        Index best = 0;
        gates->col(example).maxCoeff(&best);
        return best == expert;
    }
};

/// False where the evaluation has no such expert.
bool addFactor(const Evaluation& evaluation, int layer, std::optional<int> expert,
               std::vector<Factor>& factors) {
    if (!expert)
        return true;
    if (layer < 0 || layer >= static_cast<int>(evaluation.gates.size()) || *expert < 0 ||
        *expert >= evaluation.gates[layer].rows())
        return false;
    factors.push_back({&evaluation.gates[layer], *expert});
    return true;
}

} // namespace

std::vector<RankedExample> rankExamples(const Evaluation& evaluation, const ExampleSet& set,
                                        const ExampleFilter& filter, ExampleOrder order) {
    std::vector<Factor> factors;
    const Attribute* attribute = filter.attribute ? set.attribute(*filter.attribute) : nullptr;
    if (!addFactor(evaluation, filter.layer, filter.expert, factors) ||
        !addFactor(evaluation, filter.layer + 1, filter.nextExpert, factors) ||
        (filter.attribute && !attribute))
        return {};
    std::vector<RankedExample> list;
    for (int i = 0; i < set.count(); ++i) {
        if (attribute && filter.value && attribute->values[i] != *filter.value)
            continue;
        const int answer = evaluation.answers[i];
        if (order == ExampleOrder::Misclassified && answer == set.label(i))
            continue;
        if (order != ExampleOrder::ByGate &&
            !std::all_of(factors.begin(), factors.end(), [i](const Factor& f) { return f.takes(i); }))
            continue;
        RankedExample ranked{i, 1, evaluation.confidence[i], answer};
        for (const Factor& factor : factors)
            ranked.gate *= (*factor.gates)(factor.expert, i);
        list.push_back(ranked);
    }
    const auto key = [&](const RankedExample& e) {
        if (order == ExampleOrder::MostUncertain)
            return -e.confidence;
        return order == ExampleOrder::ByGate && !factors.empty() ? e.gate : e.confidence;
    };
    std::stable_sort(list.begin(), list.end(),
                     [&](const RankedExample& a, const RankedExample& b) { return key(a) > key(b); });
    return list;
}

} // namespace expertscope
