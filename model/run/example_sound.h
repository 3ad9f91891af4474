// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/dataset.h"
#include "model/run/run_config.h"
#include "model/speech/audio_file.h"

namespace expertscope {

/// What was heard around an example: seconds of it, the example in their middle, as far as the recording
/// goes. Files are read again; synthetic speech is spoken again, from the voice's first sentence on, which
/// may take some seconds. Throws FileError where the sound is not known or cannot be had.
Audio soundAround(const DataDescription& source, const Dataset& data, std::uint32_t example, double seconds);

} // namespace expertscope
