// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/labelled.h"

#include "model/speech/label_content.h"
#include "model/speech/label_file.h"
#include "model/speech/speech_data.h"
#include "tests/fuzz/fuzzing.h"

namespace expertscope::fuzzing {

void readAndUseLabels(const std::string& input, const std::string& ending) {
    constexpr int rate = 16000;
    constexpr Index frames = 30;
    use(labelContent(input));
    PhoneTrack track = readLabels(input, "a" + ending, rate, frames * 0.01);
    use(readLabels(input, "a" + ending, rate).unit);
    understood();
    if (track.empty())
        return;
    SpeechMaterial material;
    material.name = "a";
    Utterance& utterance = material.utterances.emplace_back();
    utterance.audio = "a.wav";
    utterance.labels = "a" + ending;
    utterance.frames = Matrix<float>::Ones(melBands, frames);
    utterance.intervals = std::move(track.intervals);
    use(makeSpeechData(std::move(material), 0).train.count());
}

} // namespace expertscope::fuzzing
