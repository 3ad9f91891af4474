// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/json.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/plain_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_set>

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

/// Throws FileError, with the place still to be put before it, where a document has what no file of ours has.
class Watch {
  public:
    bool operator()(int, Json::parse_event_t event, const Json& parsed) {
        using Event = Json::parse_event_t;
        if (event == Event::object_start || event == Event::array_start) {
            if (keys_.size() == deepestJson)
                throw FileError("more than " + std::to_string(deepestJson) +
                                " brackets are open at once; this is no file of this program.");
            keys_.emplace_back();
        } else if (event == Event::object_end || event == Event::array_end) {
            keys_.pop_back();
        } else if (event == Event::key && !keys_.back().insert(parsed.get<std::string>()).second) {
            throw FileError("an object has the key " + quotedJson(parsed) + " twice; remove one of them.");
        }
        return true;
    }

  private:
    std::vector<std::unordered_set<std::string>> keys_; ///< of each open bracket, outermost first
};

/// The number that was too large, as nlohmann's message quotes it.
std::string numberIn(const std::string& message) {
    const std::size_t from = message.find('\'') + 1, to = message.rfind('\'');
    return from != 0 && to > from ? message.substr(from, to - from) : "here";
}

} // namespace

Json readJson(const std::filesystem::path& path, std::uint64_t atMost) {
    return parseJson(readFile(path, atMost), path.string());
}

Json parseJson(const std::string& text, const std::string& place) {
    try {
        return Json::parse(text, Watch());
    } catch (const Json::parse_error& error) {
        throw FileError(place + lineText(text, std::min(error.byte, text.size())) +
                        ": not valid JSON here; look for a missing comma, quote or bracket.");
    } catch (const Json::out_of_range& error) {
        const std::string number = numberIn(error.what());
        throw FileError(place + lineText(text, text.find(number)) + ": the number " + shortText(number) +
                        " is too large to calculate with; give a smaller one.");
    } catch (const FileError& error) {
        throw FileError(place + ": " + error.what());
    }
}

std::optional<Json> jsonIn(const std::string& text) {
    try {
        return parseJson(text, "");
    } catch (const FileError&) {
        return std::nullopt;
    }
}

std::string lineText(const std::string& text, std::size_t byte) {
    if (byte == std::string::npos)
        return "";
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(byte);
    return ", line " + std::to_string(1 + std::count(text.begin(), end, '\n'));
}

std::string quotedJson(const Json& json) {
    constexpr std::size_t enough = 500; // to cut from, of a text of megabytes
    const auto* text = json.get_ptr<const std::string*>();
    return shortText(jsonText(text && text->size() > enough ? Json(text->substr(0, enough)) : json));
}

std::vector<std::string> flatKeys(const Json& json) {
    std::vector<std::string> keys;
    collectKeys(json, "", keys);
    return keys;
}

std::string nearestKey(const std::string& key, const std::vector<std::string>& known) {
    std::string nearest;
    std::size_t least = std::max<std::size_t>(key.size() / 2, 3);
    const auto mayBeNear =
        [&](const std::string& candidate) { // else a key of a megabyte would be compared for long
            return std::max(key.size(), candidate.size()) - std::min(key.size(), candidate.size()) < least;
        };
    for (const std::string& candidate : known)
        if (const std::size_t distance = mayBeNear(candidate) ? editDistance(key, candidate) : least;
            distance < least) {
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
