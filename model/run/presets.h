// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"

#include <string>
#include <vector>

namespace expertscope {

/// A configuration that ships with the program: resources/presets/NAME.json, built into it.
struct Preset {
    std::string name;
    std::string description;
    RunConfig config;
};

const std::vector<Preset>& presets();
/// Throws ConfigError naming the nearest.
const Preset& presetNamed(const std::string& name);

} // namespace expertscope
