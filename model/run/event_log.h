// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_loop.h"

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// One line of events.jsonl: {"step": 1200, "event": "change", "key": "training.margin", "value": 50}. An
/// infinite margin is null.
std::string eventLine(const TrainingEvent& event);
/// Empty where there is no such file. Throws FileError with file and line, also where a step is smaller than the
/// one above it. A last line cut by a crash is left out.
std::vector<TrainingEvent> readEvents(const std::filesystem::path& path);

} // namespace expertscope
