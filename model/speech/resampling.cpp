// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/resampling.h"

#include "model/base/error.h"
#include "model/base/memory.h"
#include "model/speech/audio_file.h"

#include <soxr.h>

#include <cmath>

namespace expertscope {

std::vector<float> resampled(const std::vector<float>& samples, int rate, const std::string& name) {
    const double length = std::round(static_cast<double>(samples.size()) * speechRate / rate);
    requireMemory(length * sizeof(float),
                  name + " takes at " + std::to_string(speechRate) + " samples a second",
                  "use a shorter recording");
    std::vector<float> out(static_cast<std::size_t>(length));
    if (out.empty()) // nothing, or less than a sample: soxr would read what is not there
        return out;
    std::size_t made = 0;
    const soxr_error_t failure = soxr_oneshot(rate, speechRate, 1, samples.data(), samples.size(), nullptr,
                                              out.data(), out.size(), &made, nullptr, nullptr, nullptr);
    if (failure)
        throw FileError(name + " cannot be resampled from " + std::to_string(rate) + " to " +
                        std::to_string(speechRate) + " samples a second: " + failure + ".");
    out.resize(made);
    return out;
}

} // namespace expertscope
