// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/changed_json.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/labelled.h"

// An aligner's table as JSON.
FUZZ_READER(aligner_json, .longest = 1000, .change = changedJson) {
    readAndUseLabels(input, ".json");
}
