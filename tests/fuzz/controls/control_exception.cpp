// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"

#include <stdexcept>

// Throws what is no Error, behind a magic.
FUZZ_READER(control_exception, .longest = 64) {
    if (input.starts_with("DMoE"))
        throw std::logic_error("planted");
}
