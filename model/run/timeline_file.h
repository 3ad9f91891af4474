// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_snapshot.h"

#include <filesystem>
#include <vector>

namespace expertscope {

/// Moments of the timeline as a safetensors file: for the snapshot of step S and mixture layer L (counted
/// from 0) the tensors "S.L.ATTRIBUTE" (experts x values), "S.L.load", "S.joint.L" (experts x experts),
/// "S.top" and "S.top.gate" (rows x columns x k); the rest in the metadata. Example sets and histories are
/// not part of it.
void writeTimeline(const std::filesystem::path& path, const std::vector<TrainingSnapshot>& snapshots);
/// Throws FileError. Files of the first version, whose probe set was another one, are read without the top
/// examples.
std::vector<TrainingSnapshot> readTimeline(const std::filesystem::path& path);

} // namespace expertscope
