#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace expertscope {

/// A text file's bytes in UTF-8, without a byte order mark: UTF-16 of either order by its mark, UTF-8, and
/// what is not valid UTF-8 as Latin-1, which Praat wrote once. Throws FileError where UTF-16 is broken.
std::string utf8Text(const std::string& bytes, const std::filesystem::path& path);

/// ASCII letters in small; others as they are.
std::string lowerCase(std::string text);
/// Without spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

} // namespace expertscope
