// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/lesion.h"
#include "model/data/example_set.h"
#include "model/network/network.h"

#include <memory>
#include <optional>
#include <vector>

namespace expertscope {

class WorkerPool;

/// What a network says about every example of a set, with free gates (or those of a lesion).
struct Evaluation {
    double loss = 0;                  ///< mean cross-entropy
    double error = 0;                 ///< fraction answered wrongly
    std::vector<int> answers;         ///< the most probable class of each example
    std::vector<float> confidence;    ///< its probability
    std::vector<Matrix<float>> gates; ///< the gates' shares, of each gated layer: N experts x examples
};

/// Takes example sets through networks. Holds the scratch space, one part a thread; the results do not depend
/// on the number of threads.
class Evaluator {
  public:
    /// The pool must outlive the evaluator.
    explicit Evaluator(WorkerPool& pool) : pool_(pool) {}
    /// lesion: experts that are switched off, see there.
    Evaluation evaluate(const Network<float>& network, const ExampleSet& set, const Lesion& lesion = {});

  private:
    void prepare(const Network<float>& network, const ExampleSet& set);
    void evaluateChunk(const Network<float>& network, const ExampleSet& set, const Lesion& lesion,
                       Columns examples, Activations<float>& scratch, std::vector<double>& losses,
                       Evaluation& result) const;

    WorkerPool& pool_;
    std::vector<Activations<float>> scratch_;
    // What scratch_ is for.
    std::optional<NetworkDescription> description_;
    std::shared_ptr<const Dataset> data_;
    Index inputs_ = 0;
    Index places_ = 0;
};

} // namespace expertscope
