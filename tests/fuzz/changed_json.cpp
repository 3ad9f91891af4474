// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/changed_json.h"

#include "model/base/json.h"

#include <random>

namespace expertscope::fuzzing {
namespace {

const Json& oddValues() {
    static const Json values =
        Json::parse(R"([0, 1, -1, 2, 16, 0.5, 4096, 65536, 1073741824, 2147483648, -2147483649,
        9223372036854775807, -9223372036854775808, 18446744073709551615, 1e19, 1e300, -1e300, 1e-320, null, true, "",
        "a", "\u00e9", [], {}, [0], [[]]])");
    return values;
}

void change(Json& json, std::minstd_rand& random) {
    const bool down = random() % 8 != 0;
    if (json.is_structured() && !json.empty() && down) {
        const auto child = std::next(json.begin(), static_cast<std::ptrdiff_t>(random() % json.size()));
        switch (random() % 10) {
        case 0:
            json.erase(child);
            return;
        case 1: {
            const Json copy = *child;
            if (json.is_array())
                json.push_back(copy);
            else
                json["key" + std::to_string(random() % 4)] = copy;
            return;
        }
        default:
            return change(*child, random);
        }
    }
    if (json.is_string() && down)
        if (auto inner = jsonIn(json.get<std::string>()); inner && inner->is_structured()) {
            change(*inner, random);
            json = jsonText(*inner);
            return;
        }
    json = oddValues()[random() % oddValues().size()];
}

} // namespace

std::string changedJson(const std::string& text, unsigned seed) {
    std::optional<Json> json = jsonIn(text);
    if (!json)
        return text;
    std::minstd_rand random(seed);
    change(*json, random);
    return jsonText(*json);
}

} // namespace expertscope::fuzzing
