// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/speaking_process.h"

#include <cstdint>
#include <vector>

namespace expertscope {

// The only file that knows libespeak-ng. All of this is for a process of its own: see SpeakingProcess.

enum class SpeechFailure : std::uint32_t { None, NotBuilt, NoData, NoVoice, Other };

struct EspeakPhoneme {
    std::int32_t begin; ///< sample
    char name[8];       ///< filled up with zeros
};

struct EspeakSpeech {
    std::vector<std::int16_t> samples;
    std::vector<EspeakPhoneme> phonemes;
};

extern const bool espeakIsBuiltIn;
/// "1.51"; empty where it is not built in. In any process: nothing has to have begun.
std::string espeakVersion();

/// Once a process.
SpeechFailure beginSpeech(const std::string& voice);
SpeechFailure speakSentence(const SentenceToSpeak& sentence, EspeakSpeech& speech);

} // namespace expertscope
