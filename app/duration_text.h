#pragma once

#include <string>

namespace expertscope {

/// "0:47", "1:05:09".
std::string durationText(double seconds);

} // namespace expertscope
