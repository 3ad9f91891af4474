// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace expertscope {

/// What many values are, all together.
struct ValueRange {
    double least = 0, most = 0, mean = 0;
};

ValueRange rangeOf(const std::vector<std::uint8_t>& values);
ValueRange rangeOf(const std::vector<float>& values);

/// How many bytes have each value.
std::array<std::size_t, 256> levelsOf(const std::vector<std::uint8_t>& bytes);

} // namespace expertscope
