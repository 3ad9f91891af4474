// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/timeline.h"

namespace expertscope {

/// A moment as the figures want it: with what the metrics were up to then.
std::shared_ptr<const TrainingSnapshot> withHistory(const TrainingSnapshot& snapshot,
                                                    const Timeline::History& whole);

} // namespace expertscope
