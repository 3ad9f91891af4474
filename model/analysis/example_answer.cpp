// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/example_answer.h"

#include <algorithm>

namespace expertscope {
namespace {

constexpr Columns one{0, 1};

ExampleAnswer::Alone mostProbable(const Activations<float>& a) {
    Index answer = 0;
    const float probability = std::exp(a.logProbabilities.col(0).maxCoeff(&answer));
    return {static_cast<int>(answer), probability};
}

} // namespace

ExampleAnswer answerExample(const Network<float>& network, const ExampleSet& set, int i,
                            const Lesion& lesion) {
    Activations<float> a = network.activations(1);
    set.copyTo({i, 1}, a.x.dense());
    forward(network, a, one, lesion);

    ExampleAnswer result;
    result.example = i;
    result.label = set.label(i);
    result.answer = mostProbable(a).answer;
    for (Index c = 0; c < a.logProbabilities.rows(); ++c)
        result.posterior.push_back(std::exp(a.logProbabilities(c, 0)));
    result.gatedLayers = network.gatedLayers();
    for (int l : result.gatedLayers) {
        const auto gates = a.layers[l].gate.gates.col(0);
        result.gates.emplace_back(gates.begin(), gates.end());
        result.path.push_back(
            static_cast<int>(std::max_element(result.gates.back().begin(), result.gates.back().end()) -
                             result.gates.back().begin()));
    }
    if (result.gates.empty())
        return result;
    result.rows = static_cast<int>(result.gates[0].size());
    result.columns = result.gates.size() > 1 ? static_cast<int>(result.gates[1].size()) : 1;
    Lesion alone(gatedExperts(network.description()));
    for (int k = 2; k < alone.layers(); ++k) // layers beyond the second keep their preferred expert
        alone.force(k, result.path[k]);
    for (int row = 0; row < result.rows; ++row)
        for (int column = 0; column < result.columns; ++column) {
            alone.force(0, row);
            if (alone.layers() > 1)
                alone.force(1, column);
            forward(network, a, one, alone);
            result.alone.push_back(mostProbable(a));
        }
    return result;
}

} // namespace expertscope
