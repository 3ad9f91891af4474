// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope {

/// "0:47", "1:05:09".
std::string durationText(double seconds);

/// The same of work that is not done yet: less than a second is one.
std::string durationUp(double seconds);

/// "0:47 left": of such work.
std::string timeLeftText(double seconds);

/// "113000 examples/s", "0.042 examples/s".
std::string rateText(double examplesPerSecond);

} // namespace expertscope
