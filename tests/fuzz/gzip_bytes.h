// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope::fuzzing {

/// As far as it can be unpacked; what is not gzip at all stays.
std::string inflated(const std::string& packed);
std::string deflated(const std::string& plain);

/// Bytes that zlib and its reader take for themselves, whatever the file.
inline constexpr std::size_t gzipBuffers = 3 << 20;

} // namespace expertscope::fuzzing
