// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/trainer.h"

#include <string>
#include <vector>

namespace expertscope {

/// Who decides which experts an example has while training is measured.
struct BenchRouting {
    std::string name;     ///< "uniform"
    std::string sentence; ///< for people
    Trainer::Rerouting reroute;
};

/// The gate itself first, which is the default.
const std::vector<BenchRouting>& benchRoutings();

} // namespace expertscope
