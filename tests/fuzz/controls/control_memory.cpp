// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"

#include <vector>

// Takes more memory than a file of that size may, behind a magic.
FUZZ_READER(control_memory, .longest = 64) {
    if (input.starts_with("DMoE"))
        use(std::vector<char>(2 << 20));
}
