// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace expertscope {

/// What the values of an IDX file are, by the third byte of its magic number.
enum class IdxType : std::uint8_t {
    UnsignedByte = 0x08,
    SignedByte = 0x09,
    Short = 0x0b,
    Int = 0x0c,
    Float = 0x0d,
    Double = 0x0e
};
/// Bytes a value takes.
std::size_t sizeOf(IdxType type);

/// An array as IDX files hold it (the format of the MNIST files).
struct IdxArray {
    IdxType type = IdxType::UnsignedByte;
    std::vector<std::uint32_t> dimensions;
    std::vector<std::uint8_t> bytes; ///< the values as they stand in the file: big-endian

    /// How many values there are.
    std::size_t count() const { return bytes.size() / sizeOf(type); }
    /// Value i as a number: exact, as a double holds every value of each type.
    double value(std::size_t i) const;
    /// Where value i begins in the file, for messages.
    std::uint64_t place(std::size_t i) const { return 4 + 4 * dimensions.size() + i * sizeOf(type); }
};

} // namespace expertscope
