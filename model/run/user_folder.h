// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace expertscope {

/// Where the program keeps what is the user's: $XDG_DATA_HOME/expertscope, by default
/// ~/.local/share/expertscope.
std::filesystem::path userFolder();

} // namespace expertscope
