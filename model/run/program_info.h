// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace expertscope {

std::string programVersion();
/// As the system names it: "Intel(R) Xeon(R) Processor"; "unknown" where it does not say.
std::string processorName();

/// What computes, because the bits depend on it: "OpenBLAS 0.3.21 SkylakeX, AVX-512 kernels".
std::string arithmeticName();

/// What of the environment does not fit the processor and makes the program slower than it could be, or is
/// not followed: a sentence each, to be told once.
std::vector<std::string> arithmeticNotes();

} // namespace expertscope
