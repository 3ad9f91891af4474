// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/stress/monkey.h"

namespace expertscope::stress {

// What can be done to one part of the window, each with all the ways there are.

/// An action of a menu or the tool bar, by its name, where it can be used.
void trigger(Monkey& monkey, const char* name);
void useTheTimeline(Monkey& monkey);
void useTheProbe(Monkey& monkey);
/// Switches an expert off or on.
void lesion(Monkey& monkey);
void exportFigures(Monkey& monkey);
void exportAnimation(Monkey& monkey);
void useTheSweep(Monkey& monkey);

} // namespace expertscope::stress
