// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/example_set.h"
#include "model/training/trainer.h"

namespace expertscope {

/// The sets of examples that a run uses, all immutable and shared.
struct TrainingData {
    TrainingExamples examples;
    /// All test examples, one translation each, the same whatever the run's own seed.
    std::shared_ptr<const ExampleSet> test;
    /// What errors are watched on while training: the held-out training examples where there are any (then
    /// the test set is read once, at the end), the test set otherwise.
    std::shared_ptr<const ExampleSet> watched;
    /// What live figures are drawn from.
    std::shared_ptr<const ExampleSet> probe;
    /// Where each example of the probe set is in the watched set; empty where it is no part of it.
    std::vector<std::uint32_t> probePlaces;
    std::uint64_t seed = 0;
    std::string source; ///< "digits" or a folder
    std::string sha256;
    bool holdsOut = false;
    std::vector<std::string> notes = {}; ///< DataPair's

    int inputs() const { return examples.jitter.canvas().size(); }
    int classes() const { return examples.data->classes(); }
    /// What a network has to know of the data: its input's shape, and how many classes there are.
    void describeTo(NetworkDescription& network) const;
    /// The training examples with one fixed translation each, for the training error of finished weights.
    ExampleSet trainSet() const;
};

/// validation: how many of the last training examples to hold out. Throws ConfigError where too many.
TrainingData makeTrainingData(DataPair pair, int jitter, int validation, std::uint64_t seed);

} // namespace expertscope
