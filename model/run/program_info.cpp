// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/program_info.h"

#include "model/network/kernels.h"
#include "model/network/matrix_product.h"
#include "model/network/open_blas.h"

#include <fstream>

namespace expertscope {

std::string programVersion() {
    return EXPERTSCOPE_VERSION;
}

std::string arithmeticName() {
    return matrixProductName() + ", " + kernels().name + " kernels";
}

std::vector<std::string> arithmeticNotes() {
    std::vector<std::string> notes = openBlasNotes();
    if (std::string note = kernelsNote(); !note.empty())
        notes.push_back(std::move(note));
    return notes;
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
