// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/labelled.h"

// An aligner's table.
FUZZ_READER(aligner_csv, .longest = 1000) {
    readAndUseLabels(input, ".csv");
}
