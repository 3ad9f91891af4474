// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/value_range.h"

#include <algorithm>

namespace expertscope {

std::array<std::size_t, 256> levelsOf(const std::vector<std::uint8_t>& bytes) {
    std::array<std::size_t, 256> count{};
    for (const std::uint8_t value : bytes)
        ++count[value];
    return count;
}

ValueRange rangeOf(const std::vector<std::uint8_t>& bytes) {
    if (bytes.empty())
        return {};
    const std::array<std::size_t, 256> count = levelsOf(bytes);
    ValueRange range{255, 0, 0};
    for (int v = 0; v < 256; ++v)
        if (count[v] > 0) {
            range.least = std::min<double>(range.least, v);
            range.most = v;
            range.mean += v * static_cast<double>(count[v]) / static_cast<double>(bytes.size());
        }
    return range;
}

ValueRange rangeOf(const std::vector<float>& values) {
    if (values.empty())
        return {};
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    double sum = 0;
    for (const float value : values)
        sum += static_cast<double>(value);
    return {static_cast<double>(*least), static_cast<double>(*most),
            sum / static_cast<double>(values.size())};
}

} // namespace expertscope
