// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/audio_file.h"
#include "model/speech/log_mel.h"
#include "tests/fuzz/fuzzing.h"

#include <algorithm>
#include <span>

namespace {

constexpr std::size_t decoders = 32 << 20; ///< what libFLAC takes for the largest of its blocks

} // namespace

// A sound file: decoded, resampled, made into frames.
FUZZ_READER(audio, .longest = 2000, .memory = decoders) {
    const Audio audio = decodeAudio(input, "a file");
    understood();
    use(logMelFrames(std::span(audio.samples).first(std::min<std::size_t>(audio.samples.size(), 1000)))
            .size());
}
