// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sweep/sweep_result.h"

namespace expertscope::testing {

inline Json reportOf(double testError, double trainError, int parameters = 1000) {
    return {{"test_error", testError},
            {"train_error", trainError},
            {"validation_error", nullptr},
            {"parameters", parameters},
            {"factorisation",
             {{"I1T", 0.25}, {"I1C", nullptr}, {"I2C", nullptr}, {"I2T", nullptr}, {"score", nullptr}}},
            {"checksum", "0123456789abcdef"}};
}

/// Two rows, two columns (one cell is not there), three seeds: one cell has finished, one has failed with one
/// of its seeds, one has not begun.
inline SweepResult sampleResult() {
    SweepResult result;
    result.sweep.name = "sample";
    result.sweep.description = "A table & its 100 % of cells";
    result.sweep.seeds = {0, 1, 2};
    const auto add = [&](const char* name, const char* column, PublishedErrors published,
                         std::vector<SweepRun> runs) {
        SweepCell cell;
        cell.name = name;
        cell.column = column;
        cell.published = published;
        result.sweep.cells.push_back(cell);
        result.cells.push_back({cell, std::move(runs)});
    };
    using Status = SweepRun::Status;
    const auto finished = [](double test, double train) {
        return SweepRun{Status::Finished, "", reportOf(test, train)};
    };
    add("4x100", "DMoE", {0.0142, 0.0091},
        {finished(0.014, 0.009), finished(0.013, 0.008), finished(0.015, 0.01)});
    add("4x100", "DNN", {0.013, 0.006},
        {finished(0.0162, 0.01),
         {Status::Failed, "The loss is not finite.", {{"failed", "The loss is not finite."}}},
         finished(0.0142, 0.012)});
    add("4x20_b", "DMoE", {}, {{}, {}, {}});
    return result;
}

} // namespace expertscope::testing
