// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope {

/// Whether standard error is a terminal on which a line can be drawn over: not a file or pipe, and not a dumb
/// one (TERM).
bool terminalRedraws();

/// How many columns standard error has at this moment: a window may be resized at any time. Where a terminal
/// does not know, COLUMNS in the environment; else 80.
int terminalColumns();

/// Draws text, which must be shorter than a row, in the place of what was drawn last.
void drawTerminalLine(const std::string& text);
/// Removes what is drawn, if anything is: before anything else is written to the terminal. May be called in a
/// signal handler.
void clearTerminalLine();

} // namespace expertscope
