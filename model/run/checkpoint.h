// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network.h"
#include "model/training/trainer.h"

#include <filesystem>

namespace expertscope {

/// Everything a resume needs beyond config.json, as a safetensors file: weights under their own names,
/// velocities as "velocity.NAME", Adam's second moments as "second_moment.NAME", constraint totals as
/// "constraint.K.totals" (K counts the gated layers); where rows of weights are behind (LateWeights)
/// also what is as it lies, as "late.NAME" and "late.velocity.NAME" where that differs, and how far each row
/// is, as "late.K.records" (K counts the layers that skip); and in the metadata step, phase, all current
/// hyperparameters and the configuration that the run began with.
/// beginning: that configuration, JSON; where it is empty the file tells of none.
void writeCheckpoint(const std::filesystem::path& path, const TrainerState& state,
                     const std::vector<ParameterBlock>& blocks, const std::string& beginning = "");

/// notes: gets sentences for the person: that the file carries no hash to check it by, and of weights that
/// are no finite numbers. Throws FileError if the file is damaged or of another network.
TrainerState readCheckpoint(const std::filesystem::path& path, const std::vector<ParameterBlock>& blocks,
                            std::vector<std::string>* notes = nullptr);

/// The configuration that the run began with, as that checkpoint tells: empty where it tells of none, as
/// those of earlier versions. Throws FileError if the file is damaged.
std::string beginningIn(const std::filesystem::path& path);

} // namespace expertscope
