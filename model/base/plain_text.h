// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace expertscope {

/// A text file's bytes in UTF-8, without a byte order mark: UTF-16 of either order by its mark, UTF-8, and
/// what is not valid UTF-8 as Latin-1, which Praat wrote once. Throws FileError where UTF-16 is broken.
std::string utf8Text(const std::string& bytes, const std::filesystem::path& path);

/// Appends the character of that Unicode code point.
void appendUtf8(std::string& text, std::uint32_t code);

/// What a file says, for a sentence: of a long text the first 60 bytes or fewer, cut between letters, and
/// "…".
std::string shortText(std::string text);

/// ASCII letters in small; others as they are.
std::string lowerCase(std::string text);
/// Without spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

} // namespace expertscope
