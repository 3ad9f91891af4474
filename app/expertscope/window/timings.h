// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace expertscope {

/// Where EXPERTSCOPE_TIMINGS is set in the environment: writes to standard error how long the window took to
/// appear, and when the program ends, how long its event loop kept events waiting. To be called before the
/// window is shown.
void reportTimings(QWidget& window);

} // namespace expertscope
