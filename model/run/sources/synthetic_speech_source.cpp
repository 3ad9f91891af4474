// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/data_sources.h"
#include "model/run/synthetic_speech.h"
#include "model/speech/resampling.h"
#include "model/speech/speaking_process.h"

#include <optional>

namespace expertscope {
namespace {

DataPair makeSyntheticSpeech(DataDescription& data, WorkerPool& pool, const Progress& progress) {
    const std::optional<PhoneSet> phones = phoneSetNamed(data.phones);
    const std::filesystem::path folder = userDataFolder(data.source);
    const bool again = !data.sha256.empty(); // a run that goes on
    const std::string before = data.madeBy.empty() ? unnamedSynthesiser : data.madeBy;
    DataPair pair = readSyntheticSpeech(data.seed, folder, pool, progress, phones ? &*phones : nullptr, {},
                                        again ? before : "");
    if (again && data.sha256 != pair.sha256)
        throw FileError(otherSpeechSentence(data.seed, folder, before, pair.madeBy));
    return pair;
}

/// Another version would speak the sentence at other times than the example is of.
void checkSpeaker(const std::string& madeBy, const std::string& name) {
    const std::string& here = SpeakingProcess::synthesiser();
    if (!madeBy.empty() && !here.empty() && madeBy != here)
        throw FileError(name + " was spoken by " + madeBy + ", and " + here +
                        ", which is installed, speaks it otherwise; install " + madeBy + " to hear it.");
}

/// With all that the voice spoke before: else a sentence takes other times.
std::vector<float> speakAgain(const DataDescription& data, const std::string& name) {
    checkSpeaker(data.madeBy, name);
    for (auto& [voice, sentences] : sentencesOfVoices(data.seed, {})) {
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

} // namespace

DataSource syntheticSpeechSource() {
    return {.name = "synthetic-speech",
            .description =
                "sentences spoken by a synthesiser (espeak-ng) in 25 voices: made here, and not real speech",
            .load = makeSyntheticSpeech,
            .title = "Synthetic speech",
            .preparing = "synthetic speech, spoken by espeak-ng",
            .speech = true,
            .hear = speakAgain};
}

} // namespace expertscope
