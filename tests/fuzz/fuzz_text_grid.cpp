// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/labelled.h"

// Praat's TextGrid in both forms.
FUZZ_READER(text_grid, .longest = 1000) {
    readAndUseLabels(input, ".TextGrid");
}
