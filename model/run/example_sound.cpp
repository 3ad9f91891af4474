// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/example_sound.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/speech/resampling.h"
#include "model/speech/spoken_corpus.h"

#include <algorithm>

namespace expertscope {
namespace {

constexpr double fade = 0.005; // seconds at both ends, so that the cuts do not click

/// With all that the voice spoke before: else a sentence takes other times.
std::vector<float> speakAgain(const std::string& name, std::uint64_t seed) {
    for (auto& [voice, sentences] : sentencesOfVoices(seed, {})) {
        std::size_t number = 0;
        while (number < sentences.size() && spokenName(voice, number) != name)
            ++number;
        if (number == sentences.size())
            continue;
        sentences.resize(number + 1);
        SpeakingProcess process(voice, sentences);
        for (std::size_t before = 0; before < number; ++before)
            process.next();
        return resampled(process.next().samples, SpeakingProcess::rate, name);
    }
    throw FileError(name + " is none of the synthetic corpus; load the data again.");
}

void fadeEnds(std::vector<float>& samples) {
    const std::size_t length = std::min(static_cast<std::size_t>(fade * speechRate), samples.size() / 2);
    for (std::size_t i = 0; i < length; ++i) {
        const float gain = static_cast<float>(i) / static_cast<float>(length);
        samples[i] *= gain;
        samples[samples.size() - 1 - i] *= gain;
    }
}

/// Another version would speak the sentence at other times than the example is of.
void checkSpeaker(const std::string& madeBy, const std::string& name) {
    const std::string& here = SpeakingProcess::synthesiser();
    if (!madeBy.empty() && !here.empty() && madeBy != here)
        throw FileError(name + " was spoken by " + madeBy + ", and " + here +
                        ", which is installed, speaks it otherwise; install " + madeBy + " to hear it.");
}

} // namespace

Audio soundAround(const DataDescription& source, const Dataset& data, std::uint32_t example, double seconds) {
    if (example >= data.heard.file.size())
        throw FileError("Example " + std::to_string(example) + " was not heard anywhere.");
    const std::string& file = data.heard.files[data.heard.file[example]];
    const bool synthetic = source.source == "synthetic-speech";
    if (synthetic)
        checkSpeaker(source.madeBy, file);
    const std::vector<float> all =
        synthetic ? speakAgain(file, source.seed) : decodeAudio(readFile(file), file).samples;
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
