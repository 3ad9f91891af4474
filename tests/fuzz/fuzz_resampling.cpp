// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/resampling.h"
#include "tests/fuzz/fuzzing.h"

#include <cstdint>
#include <cstring>

// Sound of any rate that is let through, and of any length from nothing on.
FUZZ_READER(resampling, .longest = 600, .memory = 4 << 20) {
    std::uint32_t rate = 0;
    if (input.size() < sizeof rate)
        return;
    std::memcpy(&rate, input.data(), sizeof rate);
    std::vector<float> samples;
    for (const char c : input.substr(sizeof rate))
        samples.push_back(static_cast<float>(c) / 128);
    use(resampled(samples, static_cast<int>(4000 + rate % 764001), "a file").size());
    understood();
}
