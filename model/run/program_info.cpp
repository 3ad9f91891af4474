#include "model/run/program_info.h"

#include "model/network/kernels.h"
#include "model/network/matrix_product.h"

#include <fstream>

namespace expertscope {

std::string programVersion() {
    return EXPERTSCOPE_VERSION;
}

std::string arithmeticName() {
    return matrixProductName() + ", " + kernels().name + " kernels";
}

std::string processorName() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name"))
            if (const auto colon = line.find(": "); colon != std::string::npos)
                return line.substr(colon + 2);
    return "unknown";
}

} // namespace expertscope
