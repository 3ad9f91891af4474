// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"

// Does not end, behind a magic.
FUZZ_READER(control_hang, .longest = 64) {
    for (bool hangs = input.starts_with("DMoE"); hangs;)
        use(hangs);
}
