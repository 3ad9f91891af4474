// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace expertscope {

/// What a person who wanted a window is told where there can be none: what is missing, what to do, and that
/// dmoe needs no display. By what Qt said and the environment.
QString missingDisplay(const QString& whatQtSaid);

/// Ends the process with such a sentence where a display was found, but does not answer for so long. Until
/// the window's platform is there (displayAnswered).
void waitForDisplay(int seconds);
void displayAnswered();

} // namespace expertscope
