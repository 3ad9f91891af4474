// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace expertscope {

/// Sound of `rate` samples a second at speechRate (libsoxr). Throws FileError with `name` in front.
std::vector<float> resampled(const std::vector<float>& samples, int rate, const std::string& name);

} // namespace expertscope
