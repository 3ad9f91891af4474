#pragma once

#include <string>

namespace expertscope {

std::string programVersion();
/// As the system names it: "Intel(R) Xeon(R) Processor"; "unknown" where it does not say.
std::string processorName();

/// What computes, because the bits depend on it: "OpenBLAS 0.3.21 SkylakeX, AVX-512 kernels".
std::string arithmeticName();

} // namespace expertscope
