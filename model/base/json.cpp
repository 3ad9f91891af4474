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

/// What Json::parse does, but in time in proportion to the text: that looks for each key among those before
/// it. Throws FileError, with the place still to be put before it, where a document has what no file of ours
/// has.
class Builder : public nlohmann::json_sax<Json> {
  public:
    explicit Builder(const std::string& text) : text_(text) {}
    Json take() { return std::move(root_); }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(Json::number_integer_t value) override { return add(value); }
    bool number_unsigned(Json::number_unsigned_t value) override { return add(value); }
    bool number_float(Json::number_float_t value, const std::string&) override { return add(value); }
    bool string(std::string& value) override { return add(std::move(value)); }
    bool binary(Json::binary_t&) override { return false; } // no text has any
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string& value) override {
        if (!open_.back().keys.insert(value).second)
            throw FileError(": an object has the key " + quotedJson(value) + " twice; remove one of them.");
        key_ = std::move(value);
        return true;
    }
    bool parse_error(std::size_t byte, const std::string& token, const Json::exception& error) override {
        if (dynamic_cast<const Json::out_of_range*>(&error))
            throw FileError(lineText(text_, text_.find(token)) + ": the number " + shortText(token) +
                            " is too large to calculate with; give a smaller one.");
        throw FileError(lineText(text_, std::min(byte, text_.size())) +
                        ": not valid JSON here; look for a missing comma, quote or bracket.");
    }

  private:
    struct Open {
        Json* json;
        std::unordered_set<std::string> keys;
    };

    bool add(Json value) {
        place(std::move(value));
        return true;
    }
    bool open(Json empty) {
        if (open_.size() == deepestJson)
            throw FileError(": more than " + std::to_string(deepestJson) +
                            " brackets are open at once; this is no file of this program.");
        open_.push_back({&place(std::move(empty)), {}});
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    Json& place(Json value) {
        if (open_.empty())
            return root_ = std::move(value);
        Json& in = *open_.back().json;
        if (in.is_array())
            return in.get_ref<Json::array_t&>().emplace_back(std::move(value));
        return in.get_ref<Json::object_t&>().emplace_back(std::move(key_), std::move(value)).second;
    }

    const std::string& text_;
    Json root_;
    std::string key_;        ///< of the value that comes next
    std::vector<Open> open_; ///< outermost first
};

} // namespace

Json readJson(const std::filesystem::path& path, std::uint64_t atMost) {
    return parseJson(readFile(path, atMost), path.string());
}

Json parseJson(const std::string& text, const std::string& place) {
    Builder builder(text);
    try {
        Json::sax_parse(text, &builder);
    } catch (const FileError& error) {
        throw FileError(place + error.what());
    }
    return builder.take();
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
