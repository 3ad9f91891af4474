// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"

#include <cstdint>
#include <string>

namespace expertscope {

/// What a figure was made of, as JSON for its file's metadata: the program, the run's configuration as it
/// began, the step, and how many examples its numbers rest on.
std::string provenance(const RunConfig& config, std::int64_t step, std::int64_t examples);

} // namespace expertscope
