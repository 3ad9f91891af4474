// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/idx_array.h"

#include <bit>

namespace expertscope {

std::size_t sizeOf(IdxType type) {
    switch (type) {
    case IdxType::Short:
        return 2;
    case IdxType::Int:
    case IdxType::Float:
        return 4;
    case IdxType::Double:
        return 8;
    default:
        return 1;
    }
}

double IdxArray::value(std::size_t i) const {
    const std::size_t size = sizeOf(type);
    std::uint64_t bits = 0;
    for (std::size_t b = 0; b < size; ++b)
        bits = bits << 8 | bytes[i * size + b];
    switch (type) {
    case IdxType::SignedByte:
        return static_cast<std::int8_t>(bits);
    case IdxType::Short:
        return static_cast<std::int16_t>(bits);
    case IdxType::Int:
        return static_cast<std::int32_t>(bits);
    case IdxType::Float:
        return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    case IdxType::Double:
        return std::bit_cast<double>(bits);
    default:
        return static_cast<double>(bits);
    }
}

} // namespace expertscope
