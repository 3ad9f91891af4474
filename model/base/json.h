// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/file.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace expertscope {

/// Keeps keys in the order they were written, as a person would.
using Json = nlohmann::ordered_json;

/// How many brackets may be open at once: far more than any file of this program has, and few enough that
/// whoever follows them needs little stack.
inline constexpr std::size_t deepestJson = 100;

/// Throws FileError with file, line and remedy: for what is not JSON, a number that is too large to calculate
/// with, a key that an object has twice, brackets within brackets deeper than deepestJson, and a file of more
/// bytes than that.
Json readJson(const std::filesystem::path& path, std::uint64_t atMost = mostOfText);
/// place: what the text is, for the error.
Json parseJson(const std::string& text, const std::string& place);
/// As parseJson, for who has an answer of its own to what is no good JSON.
std::optional<Json> jsonIn(const std::string& text);

/// Every key in a document as "network.layers.0.experts".
std::vector<std::string> flatKeys(const Json& json);
/// The known key that is spelled most like this one; empty if none is near.
std::string nearestKey(const std::string& key, const std::vector<std::string>& known);

/// The document as text, on one line or indented. Bytes that are no UTF-8, as a path may have, are replaced.
std::string jsonText(const Json& json, int indent = -1);

/// ", line 7" for what stands at that byte of the text; empty where it stands nowhere.
std::string lineText(const std::string& text, std::size_t byte);

/// A value for a sentence: of a long one the beginning, cut between letters.
std::string quotedJson(const Json& json);

/// The whole number. Throws std::out_of_range where it is none, or none of that type: a conversion would make
/// something of 1e300 that nobody wrote.
template <class Whole> Whole wholeFrom(const Json& json) {
    if (json.is_number_unsigned() && std::in_range<Whole>(json.get<std::uint64_t>()))
        return static_cast<Whole>(json.get<std::uint64_t>());
    if (json.is_number_integer() && !json.is_number_unsigned() &&
        std::in_range<Whole>(json.get<std::int64_t>()))
        return static_cast<Whole>(json.get<std::int64_t>());
    throw std::out_of_range(quotedJson(json) + " is no whole number that fits here");
}

/// A list of such numbers. Throws as wholeFrom, and Json::type_error where it is no list.
template <class Whole> std::vector<Whole> wholesFrom(const Json& json) {
    std::vector<Whole> values;
    for (const Json& value : json.get_ref<const Json::array_t&>())
        values.push_back(wholeFrom<Whole>(value));
    return values;
}

/// Infinity is null in JSON.
Json numberOrNull(double value);
Json numberOrNull(const std::optional<double>& value);

} // namespace expertscope
