#include "model/analysis/lesion_effect.h"

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
    return effect;
}

} // namespace expertscope
