// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sweep/sweep_runner.h"
#include "tests/app/expertscope/window/small_data.h"
#include "tests/model/run/run_files.h"

namespace expertscope::testing {

/// Two cells of one seed each, on data as writeSmallData makes them; trains in a moment. Writes its
/// description, small.json, into folder.
inline Sweep smallSweep(const std::filesystem::path& folder, const std::filesystem::path& data) {
    writeText(folder / "small.json", R"({
  "preset": "mnist-4x100-4x20",
  "set": { "data.jitter": 1, "training.epochs": [1, 1],
           "network.layers.0.hidden": 8, "network.layers.1.hidden": 6 },
  "rows": [
    { "name": "margin 10", "set": { "training.margin": 10 }, "published": { "test_error": 0.5 } },
    { "name": "margin 100", "set": { "training.margin": 100 } } ],
  "plots": [ { "name": "errors", "x": "training.margin", "y": ["test_error"] } ]
})");
    Sweep sweep = readSweep((folder / "small.json").string());
    for (SweepCell& cell : sweep.cells)
        cell.config.data.path = data.string();
    return sweep;
}

/// Trains all of it.
inline void trainSweep(const Sweep& sweep, const std::filesystem::path& out) {
    SweepRunner(sweep, out).run(1, 1, [](const SweepRunner::Progressed&) { return true; });
}

} // namespace expertscope::testing
