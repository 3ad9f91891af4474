// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace expertscope {

/// Calls back for each line that is not blank, with its number (from 1) and its words.
void forEachLine(std::string_view text,
                 const std::function<void(int line, const std::vector<std::string_view>& words)>& take);

/// Empty where the word is no such number, as a whole.
std::optional<std::int64_t> wholeNumber(std::string_view word);
std::optional<double> decimalNumber(std::string_view word); ///< with a point, and finite
/// A time as programs write it: also with a comma for the point, as in German.
std::optional<double> timeIn(std::string_view word);

/// Throws FileError "PATH, line N: WHAT; correct the file."
[[noreturn]] void failAtLine(const std::filesystem::path& path, int line, const std::string& what);

} // namespace expertscope
