// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>

namespace expertscope {

struct NetworkDescription;

/// Phase 1 trains under the balance constraint, phase 2 is free (paper section 3).
constexpr int constrainedPhase = 0;
constexpr int freePhase = 1;
constexpr int phaseCount = 2;
template <class Value> using PerPhase = std::array<Value, phaseCount>;

/// How the learning rate changes from epoch to epoch.
enum class Decay {
    Exponential, ///< rate * decay^epoch, epochs counted from the start of training
    Linear,      ///< falls evenly to rate * decay at the planned end
    Cosine,      ///< falls along half a cosine to rate * decay at the planned end
    Constant,
};

/// What is made of a gradient.
enum class Optimizer {
    Sgd,  ///< stochastic gradient descent with momentum
    Adam, ///< Kingma and Ba 2014; its first decay is the plan's momentum
};

/// Everything about training that the user decides. All of it is in config.json; what may change during a run
/// is also in every checkpoint.
struct TrainingPlan {
    // May change while training; events.jsonl logs it.
    PerPhase<double> learningRate{0.03, 0.03};
    PerPhase<double> gateRate{1, 1}; ///< the gates' learning rate over everybody else's
    PerPhase<double> momentum{0.9, 0.9};
    PerPhase<double> weightDecay{0.0,
                                 0.0}; ///< L2: adds weightDecay * w to the gradient of weights, not of biases
    double margin = 100;               ///< m, in examples; infinity masks nobody
    PerPhase<int> epochs{30, 120};
    // Fixed for a run.
    Optimizer optimizer = Optimizer::Sgd;
    double secondMoment = 0.999; ///< Adam's second decay
    double epsilon = 1e-8;       ///< Adam's, beside the root of the second moment
    bool constraint = true;      ///< false: phase 1 never masks and keeps no totals
    int minibatch = 100;
    Decay schedule = Decay::Exponential;
    double decay = 0.985;

    /// Throws ConfigError with the key that is wrong.
    void validate() const;
    /// Whether the gates of that network can be trained so; both are valid by themselves.
    void validateFor(const NetworkDescription& network) const;
    /// What the learning rate of that phase is in epoch (passes over the data since step 0).
    double learningRateAt(int phase, double epoch) const;
};

std::string toString(Decay decay);
Decay decayFromString(const std::string& text);
std::string toString(Optimizer optimizer);
Optimizer optimizerFromString(const std::string& text);

} // namespace expertscope
