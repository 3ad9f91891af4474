// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/evaluation.h"
#include "model/base/json.h"
#include "model/training/training_loop.h"

#include <string>
#include <vector>

namespace expertscope {

/// What a run has come to, measured with free gates on all examples: the JSON of dmoe train and evaluate.
struct RunReport {
    std::uint64_t seed = 0;
    std::int64_t step = 0;
    double epochs = 0; ///< trained
    PerPhase<int> epochsPlanned{};
    bool finished = false;
    double trainError = 0; ///< of the final weights, one fixed translation an example
    double testError = 0;  ///< fractions
    double testLoss = 0;
    std::optional<double> validationError; ///< where examples are held out
    GatingStatistics statistics;           ///< exact: all test examples
    std::int64_t parameters = 0;
    std::optional<Factorisation> validationFactorisation; ///< on the held-out examples
    std::optional<double> examplesPerSecond;              ///< while training
    int threads = 1;
    std::string arithmetic, processor; ///< what computed, see program_info.h
    std::vector<std::string> arithmeticNotes;
    std::string checksum;
};

/// Evaluates the loop's present weights.
RunReport makeReport(TrainingLoop& loop, int threads);

Json toJson(const RunReport& report);
/// Mean gating by every attribute and the joint assignment, as nested lists (experts x values).
Json gatingToJson(const GatingStatistics& statistics);

} // namespace expertscope
