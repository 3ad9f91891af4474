// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/provenance.h"

#include "model/run/program_info.h"

namespace expertscope {

std::string provenance(const RunConfig& config, std::int64_t step, std::int64_t examples) {
    return jsonText({{"program", "Expertscope " + programVersion()},
                     {"step", step},
                     {"examples", examples},
                     {"configuration", toJson(config)}});
}

} // namespace expertscope
