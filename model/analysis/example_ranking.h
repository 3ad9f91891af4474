// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

class ExampleSet;
struct Evaluation;

/// Which examples are meant: those with an attribute's value, seen from an expert or from a combination of
/// experts of two neighbouring layers. What is not set does not narrow.
struct ExampleFilter {
    int layer = 0; ///< index into Evaluation::gates
    std::optional<int> expert;
    std::optional<int> nextExpert; ///< of the following layer
    std::optional<std::string> attribute;
    std::optional<int> value;
};

enum class ExampleOrder {
    ByGate,        ///< the expert's surest first; without an expert the surest answers
    MostUncertain, ///< the least probable answers first, of those that the expert takes
    Misclassified, ///< wrong answers alone, the surest of them first, of those that the expert takes
};

struct RankedExample {
    std::int32_t example = 0; ///< place in the set
    float gate = 1;           ///< g_i, or the product of a combination's; 1 where no expert is meant
    float confidence = 0;     ///< probability of the answer
    int answer = 0;
};

/// An expert takes an example where its gate is the largest. Ties go to the earlier example. What the filter
/// names and the evaluation does not have gives an empty list.
std::vector<RankedExample> rankExamples(const Evaluation& evaluation, const ExampleSet& set,
                                        const ExampleFilter& filter, ExampleOrder order);

} // namespace expertscope
