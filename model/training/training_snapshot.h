// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/gating_statistics.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

class ExampleSet;

/// One row of the metrics log. Errors are fractions; NaN where a number was not measured.
struct MetricsRecord {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();

    std::int64_t step = 0;
    double epoch = 0;         ///< passes over the training set so far
    int phase = 0;            ///< the plan's: 0 is the one that the constraint belongs to, 1 the free one
    double trainLoss = none;  ///< running mean since the epoch began
    double trainError = none; ///< the same
    double testLoss = none;   ///< at epoch ends
    double testError = none;  ///< at epoch ends
    double examplesPerSecond = none;
    double learningRate = none;
    double momentum = none;
    double margin = none;                 ///< infinity where nothing is ever masked
    std::vector<std::vector<float>> load; ///< one list a mixture layer, one value an expert
    Factorisation factorisation;
    bool live = true; ///< load and factorisation are of the probe set, not of the whole test set

    /// Gates are masked after this record. The first phase of a run without the constraint is as free as the
    /// second.
    bool constrained() const { return phase == 0 && !std::isinf(margin); }
};

/// What the window shows of one moment of a training run: immutable once published.
struct TrainingSnapshot {
    std::int64_t step = 0;
    double epoch = 0;
    int phase = 0;
    std::int64_t stepsLeft = 0;              ///< to the planned end of training
    double examplesPerSecond = 0;            ///< over about the last second of training; 0 before
    double secondsLeft = 0;                  ///< at that rate; 0 where unknown
    GatingStatistics statistics;             ///< on the probe set
    std::shared_ptr<const ExampleSet> probe; ///< what statistics.top indexes
    std::shared_ptr<const std::vector<MetricsRecord>> history; ///< since step 0
};

} // namespace expertscope
