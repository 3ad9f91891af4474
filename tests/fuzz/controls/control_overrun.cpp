// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"

#include <memory>

// Reads one byte too many, behind a magic: AddressSanitizer has to see it.
FUZZ_READER(control_overrun, .longest = 64) {
    if (!input.starts_with("DMoE"))
        return;
    const std::size_t size = input.size();
    const auto bytes = std::make_unique<char[]>(size);
    use(bytes.get()[size] == 'x');
}
