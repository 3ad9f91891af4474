// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep_directory.h"
#include "tests/fuzz/changed_json.h"
#include "tests/fuzz/fuzzing.h"

#include <algorithm>

// The description of a sweep, and its cells made ready to be trained.
FUZZ_READER(sweep, .longest = 2000, .change = changedJson) {
    static MemoryFile file;
    file.hold(input);
    Sweep sweep = readSweep(file.path().string());
    understood();
    use(jsonText(toJson(sweep)));
    apply({.seeds = 2, .epochs = {1, 1}, .settings = {"data.jitter=0"}}, sweep);
    for (SweepCell& cell : sweep.cells) {
        cell.config.network.input = 12;
        cell.config.network.classes = 3;
    }
    widenToMatch(sweep);
    for (const SweepCell& cell : sweep.cells)
        cell.config.network.validate();
}
