// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/foreign_format.h"
#include "tests/fuzz/fuzzing.h"

// What a file is that is no data set: by its bytes, and by its name.
FUZZ_READER(foreign_format, .longest = 64) {
    use(formatByName(input));
    if (input.size() < 8) // which is what it is promised at least
        return;
    if (formatByContent(input))
        understood();
}
