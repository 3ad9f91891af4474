// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/evaluation.h"
#include "model/analysis/gating_statistics.h"

namespace expertscope {

/// What switching experts off changes on a set of examples.
struct LesionEffect {
    Lesion lesion;
    int examples = 0;
    double errorBefore = 0, errorAfter = 0; ///< fractions
    std::vector<std::string> classNames;
    std::vector<int> classExamples; ///< how many of each class
    /// Of each class, fractions; NaN where there is no example of it.
    std::vector<double> classErrorBefore, classErrorAfter;
    int changedAnswers = 0;      ///< examples that are answered otherwise
    GatingStatistics statistics; ///< as they would be
};

/// The fraction of each class that is answered wrongly; NaN where there is no example of it.
std::vector<double> classErrors(const Evaluation& evaluation, const ExampleSet& set);

/// Pure. The statistics are made as a live snapshot's are, so that with nobody off they are the same bits.
LesionEffect lesionEffect(Evaluator& evaluator, const Network<float>& network, const ExampleSet& set,
                          const Lesion& lesion);

} // namespace expertscope
