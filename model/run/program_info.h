#pragma once

#include <string>

namespace expertscope {

std::string programVersion();
/// As the system names it: "Intel(R) Xeon(R) Processor"; "unknown" where it does not say.
std::string processorName();

} // namespace expertscope
