// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/json.h"
#include "model/base/plain_text.h"
#include "tests/fuzz/fuzzing.h"

#include <cstdlib>

// Text in whatever encoding; what came of it is UTF-8 and stays the same.
FUZZ_READER(plain_text, .longest = 300) {
    const std::string text = utf8Text(input, "a file");
    understood();
    if (!text.starts_with("\xef\xbb\xbf") && !text.starts_with("\xff\xfe") && !text.starts_with("\xfe\xff") &&
        utf8Text(text, "a file") != text)
        std::abort();
    use(Json(text).dump()); // which refuses what is no UTF-8
    use(shortText(text));
    use(lowerCase(text));
    use(trimmed(text));
}
