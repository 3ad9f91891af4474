// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/lesion_effect.h"

#include <algorithm>

namespace expertscope {

std::vector<double> classErrors(const Evaluation& evaluation, const ExampleSet& set) {
    const std::size_t classes = set.attributes().front().valueNames.size();
    std::vector<int> wrong(classes, 0), all(classes, 0);
    for (int i = 0; i < set.count(); ++i) {
        ++all[set.label(i)];
        wrong[set.label(i)] += evaluation.answers[i] != set.label(i);
    }
    std::vector<double> errors;
    for (std::size_t c = 0; c < classes; ++c)
        errors.push_back(static_cast<double>(wrong[c]) / all[c]); // 0/0 is NaN: no example of this class
    return errors;
}

namespace {

/// Combinations with an expert that is off have no examples: all have the gate 0.
void emptyCombinations(TopExamples& top, const Lesion& lesion) {
    for (int row = 0; row < top.rows; ++row)
        for (int column = 0; column < top.columns; ++column)
            if (lesion.isOff(0, row) || (top.columns > 1 && lesion.isOff(1, column)))
                std::fill_n(top.entries.begin() + (row * top.columns + column) * top.k, top.k,
                            TopExamples::Entry{});
}

} // namespace

LesionEffect lesionEffect(Evaluator& evaluator, const Network<float>& network, const ExampleSet& set,
                          const Lesion& lesion) {
    const Evaluation before = evaluator.evaluate(network, set),
                     after = evaluator.evaluate(network, set, lesion);
    LesionEffect effect;
    effect.lesion = lesion;
    effect.examples = set.count();
    effect.errorBefore = before.error;
    effect.errorAfter = after.error;
    effect.classNames = set.attributes().front().valueNames;
    effect.classExamples.assign(effect.classNames.size(), 0);
    for (int i = 0; i < set.count(); ++i) {
        ++effect.classExamples[set.label(i)];
        effect.changedAnswers += before.answers[i] != after.answers[i];
    }
    effect.classErrorBefore = classErrors(before, set);
    effect.classErrorAfter = classErrors(after, set);
    effect.statistics = gatingStatistics(after, network.gatedLayers(), set, true);
    emptyCombinations(effect.statistics.top, lesion);
    return effect;
}

} // namespace expertscope
