// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"

#include <limits>

// Adds beyond the largest number, behind a magic: UndefinedBehaviorSanitizer has to see it.
FUZZ_READER(control_overflow, .longest = 64) {
    if (input.starts_with("DMoE"))
        use(std::numeric_limits<int>::max() - 4 + static_cast<int>(input.size()));
}
