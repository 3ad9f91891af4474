// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/json.h"

#include "model/base/error.h"
#include "model/base/file.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace expertscope {
namespace {

std::size_t editDistance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0u);
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

void collectKeys(const Json& json, const std::string& prefix, std::vector<std::string>& keys) {
    if (!prefix.empty())
        keys.push_back(prefix);
    if (!json.is_structured())
        return;
    std::size_t i = 0;
    for (const auto& [name, value] : json.items()) {
        collectKeys(
            value, (prefix.empty() ? "" : prefix + ".") + (json.is_array() ? std::to_string(i) : name), keys);
        ++i;
    }
}

} // namespace

Json readJson(const std::filesystem::path& path) {
    return parseJson(readFile(path), path.string());
}

Json parseJson(const std::string& text, const std::string& place) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        const std::size_t byte = std::min(error.byte, text.size());
        const auto line =
            1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
        throw FileError(place + ", line " + std::to_string(line) +
                        ": not valid JSON here; look for a missing comma, quote or bracket.");
    }
}

std::vector<std::string> flatKeys(const Json& json) {
    std::vector<std::string> keys;
    collectKeys(json, "", keys);
    return keys;
}

std::string nearestKey(const std::string& key, const std::vector<std::string>& known) {
    std::string nearest;
    std::size_t least = std::max<std::size_t>(key.size() / 2, 3);
    for (const std::string& candidate : known)
        if (const std::size_t distance = editDistance(key, candidate); distance < least) {
            least = distance;
            nearest = candidate;
        }
    // "margin" alone means "training.margin".
    for (const std::string& candidate : known)
        if (nearest.empty() && candidate.ends_with("." + key))
            nearest = candidate;
    return nearest;
}

std::string jsonText(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json numberOrNull(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json numberOrNull(const std::optional<double>& value) {
    return value ? numberOrNull(*value) : Json(nullptr);
}

} // namespace expertscope
