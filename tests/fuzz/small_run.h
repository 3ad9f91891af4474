// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"
#include "model/training/trainer.h"

namespace expertscope::fuzzing {

/// A run so small that its files are a few kilobytes and a step of it takes microseconds.
RunConfig smallConfig();
/// With the inputs and classes of the examples.
NetworkDescription smallNetwork();
TrainingExamples smallExamples();

} // namespace expertscope::fuzzing
