// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/json.h"
#include "model/base/json_path.h"
#include "tests/fuzz/changed_json.h"
#include "tests/fuzz/fuzzing.h"

#include <cstdlib>

// Any JSON, and the two ways in which this program looks into it.
FUZZ_READER(json, .change = changedJson) {
    const Json json = parseJson(input, "a file");
    understood();
    for (const std::string& key : flatKeys(json))
        use(valueAt(json, key));
    use(quotedJson(json));
    if (jsonIn(jsonText(json)) != json) // what was read can be written, and is the same when it is read again
        std::abort();
}
