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

/// Runs a.x through the network with one expert forced in each gated layer; experts beyond the list are 0.
void forwardForced(const Network<float>& network, Activations<float>& a, const std::vector<int>& experts) {
    std::size_t k = 0;
    for (int l = 0; l < network.layerCount(); ++l) {
        network.propose(l, a, one);
        if (network.layer(l).gated()) {
            a.layers[l].gate.gates.col(0).setZero();
            a.layers[l].gate.gates(k < experts.size() ? experts[k] : 0, 0) = 1;
            ++k;
        }
        network.mix(l, a, one);
    }
    network.classify(a, one);
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
    std::vector<int> experts = result.path; // layers beyond the second keep their preferred expert
    for (int row = 0; row < result.rows; ++row)
        for (int column = 0; column < result.columns; ++column) {
            experts[0] = row;
            if (experts.size() > 1)
                experts[1] = column;
            forwardForced(network, a, experts);
            result.alone.push_back(mostProbable(a));
        }
    return result;
}

} // namespace expertscope
