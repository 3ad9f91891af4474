// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/evaluation.h"

#include "model/base/worker_pool.h"
#include "model/network/example_input.h"

#include <cmath>
#include <numeric>

namespace expertscope {
namespace {

constexpr int mostColumns = 100; // of a chunk: enough for an efficient matrix product

// Chunks are of nearly equal size and even in number, so that two threads end together. They depend on the
// number of examples alone, as the last bits of the results depend on them.
int chunkCount(int examples) {
    return 2 * ((examples + 2 * mostColumns - 1) / (2 * mostColumns));
}

} // namespace

void Evaluator::prepare(const Network<float>& network, const ExampleSet& set) {
    // Whether a set is sparse takes a look at a million of its pixels: once for all sets of the same data.
    if (data_ != set.sharedData() || inputs_ != set.shape().size()) {
        data_ = set.sharedData();
        inputs_ = set.shape().size();
        const Index places = sparsePlaces(set.data(), set.translation());
        if (places != places_)
            scratch_.clear();
        places_ = places;
    }
    if (!scratch_.empty() && description_ == network.description())
        return;
    scratch_.clear();
    for (int i = 0; i < pool_.threads(); ++i)
        scratch_.push_back(network.activations(mostColumns, places_));
    description_ = network.description();
}

Evaluation Evaluator::evaluate(const Network<float>& network, const ExampleSet& set, const Lesion& lesion) {
    prepare(network, set);
    const int n = set.count();
    Evaluation result;
    result.answers.resize(n);
    result.confidence.resize(n);
    for (int l : network.gatedLayers())
        result.gates.emplace_back(network.description().layers[l].experts, n);
    std::vector<double> losses(n);

    const int chunks = chunkCount(n);
    pool_.run(chunks, [&](int i, int thread) {
        evaluateChunk(network, set, lesion, nearlyEqualPart(n, chunks, i), scratch_[thread], losses, result);
    });
    int errors = 0;
    for (int i = 0; i < n; ++i)
        errors += result.answers[i] != set.label(i);
    result.error = n > 0 ? static_cast<double>(errors) / n : 0;
    result.loss = n > 0 ? std::accumulate(losses.begin(), losses.end(), 0.0) / n : 0;
    return result;
}

void Evaluator::evaluateChunk(const Network<float>& network, const ExampleSet& set, const Lesion& lesion,
                              Columns examples, Activations<float>& scratch, std::vector<double>& losses,
                              Evaluation& result) const {
    for (Index c = 0; c < examples.count; ++c) {
        const int i = static_cast<int>(examples.first + c);
        drawInto(scratch.x, c, set.translation(), set.data(), static_cast<int>(set.example(i)), set.shift(i));
    }
    const Columns columns{0, examples.count};
    forward(network, scratch, columns, lesion);
    for (Index c = 0; c < examples.count; ++c) {
        const Index i = examples.first + c;
        Index answer = 0;
        scratch.logits.col(c).maxCoeff(&answer);
        result.answers[i] = static_cast<int>(answer);
        result.confidence[i] = std::exp(scratch.logProbabilities(answer, c));
        losses[i] = -static_cast<double>(scratch.logProbabilities(set.label(static_cast<int>(i)), c));
    }
    std::size_t k = 0;
    for (int l : network.gatedLayers())
        result.gates[k++].middleCols(examples.first, examples.count) =
            scratch.layers[l].gate.shares().leftCols(examples.count);
}

} // namespace expertscope
