// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace expertscope {

/// Whether the user's locale writes text as UTF-8.
bool writesUtf8();

/// How many columns of a terminal the text takes: not its bytes, and two for a wide character.
int textColumns(const std::string& text);

/// The text for the user's locale: where that is not UTF-8, in plain ASCII. What is no letter (an escape
/// sequence in the name of a file, say) becomes a question mark.
std::string shownText(const std::string& text);

/// Parts of a line, the most telling first, with a dot between them; of those that have no room in so many
/// columns none is begun. The first alone may be cut, though not in the middle of a number.
std::string fittedText(const std::vector<std::string>& parts, int columns);

/// The same, whole.
std::string joinedText(const std::vector<std::string>& parts);

} // namespace expertscope
