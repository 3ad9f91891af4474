// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope::fuzzing {

/// A safetensors file whose header and numbers were changed, as a writer would have made it: the length of
/// its header, the length of its numbers, and the SHA-256 where it has one, are made right. What is no such
/// file at all stays.
std::string sealed(const std::string& file);
/// With a change within its header that keeps it JSON.
std::string changedAndSealed(const std::string& file, unsigned seed);

} // namespace expertscope::fuzzing
