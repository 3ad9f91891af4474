// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/labelled.h"

// Lines of begin, end and label: of HTK, Audacity, Xwaves, with states or without.
FUZZ_READER(lab, .longest = 1000) {
    readAndUseLabels(input, ".lab");
}
