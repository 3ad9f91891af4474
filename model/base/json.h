// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// Keeps keys in the order they were written, as a person would.
using Json = nlohmann::ordered_json;

/// Throws FileError with file, line and remedy.
Json readJson(const std::filesystem::path& path);
/// place: what the text is, for the error.
Json parseJson(const std::string& text, const std::string& place);

/// Every key in a document as "network.layers.0.experts".
std::vector<std::string> flatKeys(const Json& json);
/// The known key that is spelled most like this one; empty if none is near.
std::string nearestKey(const std::string& key, const std::vector<std::string>& known);

/// The document as text, on one line or indented. Bytes that are no UTF-8, as a path may have, are replaced.
std::string jsonText(const Json& json, int indent = -1);

/// Infinity is null in JSON.
Json numberOrNull(double value);
Json numberOrNull(const std::optional<double>& value);

} // namespace expertscope
