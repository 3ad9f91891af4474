#include "model/analysis/evaluation.h"

#include "model/base/worker_pool.h"
#include "model/network/example_input.h"

#include <numeric>

namespace expertscope {
namespace {

constexpr int chunkColumns = 100;

} // namespace

Evaluation Evaluator::evaluate(const Network<float>& network, const ExampleSet& set) {
    const Index places = sparsePlaces(set.data(), set.translation());
    if (description_ != network.description() || places_ != places) {
        scratch_.clear();
        for (int i = 0; i < pool_.threads(); ++i)
            scratch_.push_back(network.activations(chunkColumns, places));
        description_ = network.description();
        places_ = places;
    }
    const int n = set.count();
    Evaluation result;
    result.answers.resize(n);
    for (int l : network.gatedLayers())
        result.gates.emplace_back(network.description().layers[l].experts, n);
    std::vector<double> losses(n);

    const int lanes = static_cast<int>(scratch_.size());
    pool_.run(lanes, [&](int lane) {
        for (int first = lane * chunkColumns; first < n; first += lanes * chunkColumns)
            evaluateChunk(network, set, {first, std::min(chunkColumns, n - first)}, scratch_[lane], losses,
                          result);
    });
    int errors = 0;
    for (int i = 0; i < n; ++i)
        errors += result.answers[i] != set.label(i);
    result.error = n > 0 ? static_cast<double>(errors) / n : 0;
    result.loss = n > 0 ? std::accumulate(losses.begin(), losses.end(), 0.0) / n : 0;
    return result;
}

void Evaluator::evaluateChunk(const Network<float>& network, const ExampleSet& set, Columns examples,
                              Activations<float>& scratch, std::vector<double>& losses,
                              Evaluation& result) const {
    for (Index c = 0; c < examples.count; ++c) {
        const int i = static_cast<int>(examples.first + c);
        drawInto(scratch.x, c, set.translation(), set.data(), static_cast<int>(set.example(i)), set.shift(i));
    }
    const Columns columns{0, examples.count};
    network.forward(scratch, columns);
    for (Index c = 0; c < examples.count; ++c) {
        const Index i = examples.first + c;
        Index answer = 0;
        scratch.logits.col(c).maxCoeff(&answer);
        result.answers[i] = static_cast<int>(answer);
        losses[i] = -static_cast<double>(scratch.logProbabilities(set.label(static_cast<int>(i)), c));
    }
    std::size_t k = 0;
    for (int l : network.gatedLayers())
        result.gates[k++].middleCols(examples.first, examples.count) =
            scratch.layers[l].gate.gates.leftCols(examples.count);
}

} // namespace expertscope
