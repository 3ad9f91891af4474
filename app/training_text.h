// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace expertscope {

class TrainingLoop;

/// Where a training run is, as parts of a line: "epoch 12.3 (constrained)", "113000 examples/s", "0:47 left",
/// "train 1.90 %", "test 2.10 %", "score 0.271". What is not known (a rate before the first step, an error
/// before the first example) is left out, and so is the phase of a run that nothing constrains.
std::vector<std::string> trainingText(const TrainingLoop& loop);

} // namespace expertscope
