// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/labelled.h"

// TIMIT's and CSLU's lines.
FUZZ_READER(phn, .longest = 1000) {
    readAndUseLabels(input, ".phn");
}
