// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_interval.h"

#include <string>

namespace expertscope::fuzzing {

/// Reads labels as those of a file with that ending, of a sound of a second, and makes a data set of them.
void readAndUseLabels(const std::string& input, const std::string& ending);

} // namespace expertscope::fuzzing
