// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/example_sound.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/run/data_sources.h"

#include <algorithm>

namespace expertscope {
namespace {

constexpr double fade = 0.005; // seconds at both ends, so that the cuts do not click

void fadeEnds(std::vector<float>& samples) {
    const std::size_t length = std::min(static_cast<std::size_t>(fade * speechRate), samples.size() / 2);
    for (std::size_t i = 0; i < length; ++i) {
        const float gain = static_cast<float>(i) / static_cast<float>(length);
        samples[i] *= gain;
        samples[samples.size() - 1 - i] *= gain;
    }
}

} // namespace

Audio soundAround(const DataDescription& source, const Dataset& data, std::uint32_t example, double seconds) {
    if (example >= data.heard.file.size())
        throw FileError("Example " + std::to_string(example) + " was not heard anywhere.");
    const std::string& file = data.heard.files[data.heard.file[example]];
    const DataSource* kind = findDataSource(source.source);
    const std::vector<float> all =
        kind && kind->hear ? kind->hear(source, file) : decodeAudio(readFile(file), file).samples;
    const auto place = [&](double at) {
        return std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(at * speechRate), 0, std::ssize(all));
    };
    const double middle = static_cast<double>(data.heard.seconds[example]);
    Audio audio;
    audio.samples.assign(all.begin() + place(middle - seconds / 2),
                         all.begin() + place(middle + seconds / 2));
    fadeEnds(audio.samples);
    return audio;
}

} // namespace expertscope
