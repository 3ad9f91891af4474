// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/espeak_speech.h"

#ifdef EXPERTSCOPE_WITH_ESPEAK

#include <espeak-ng/speak_lib.h>

#include <cstring>
#include <dlfcn.h>

namespace expertscope {
namespace {

/// The library calls back with a stretch of sound and what happens in it; the last time without sound.
int hear(short* sound, int count, espeak_EVENT* events) {
    if (!events)
        return 0;
    auto& speech = *static_cast<EspeakSpeech*>(events->user_data);
    if (sound)
        speech.samples.insert(speech.samples.end(), sound, sound + count);
    for (; events->type != espeakEVENT_LIST_TERMINATED; ++events)
        if (events->type == espeakEVENT_PHONEME) {
            EspeakPhoneme phoneme{events->sample, {}};
            std::memcpy(phoneme.name, events->id.string, strnlen(events->id.string, sizeof phoneme.name));
            speech.phonemes.push_back(phoneme);
        }
    return 0;
}

/// From 1.52 on the library seeds its noise with the time of day, so that no two runs would speak alike;
/// before that there is no such function, and no need for one.
void seedNoise() {
    if (void* set = dlsym(RTLD_DEFAULT, "espeak_ng_SetRandSeed"))
        reinterpret_cast<int (*)(long)>(set)(1);
}

/// The library takes any name, and speaks with its usual voice where there is none of that name.
bool isVariant(const std::string& voice) {
    espeak_VOICE wanted{};
    wanted.languages = "variant";
    for (const espeak_VOICE** known = espeak_ListVoices(&wanted); *known; ++known)
        if ("!v/" + voice == (*known)->identifier)
            return true;
    return false;
}

} // namespace

const bool espeakIsBuiltIn = true;

std::string espeakVersion() {
    const char* data = nullptr;
    const char* version = espeak_Info(&data);
    return version ? version : "";
}

SpeechFailure beginSpeech(const std::string& voice) {
    const int options = espeakINITIALIZE_PHONEME_EVENTS | espeakINITIALIZE_DONT_EXIT;
    if (espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, options) != SpeakingProcess::rate)
        return SpeechFailure::NoData;
    seedNoise();
    espeak_SetSynthCallback(hear);
    const bool found = isVariant(voice) && espeak_SetVoiceByName(("en-us+" + voice).c_str()) == EE_OK;
    return found ? SpeechFailure::None : SpeechFailure::NoVoice;
}

SpeechFailure speakSentence(const SentenceToSpeak& sentence, EspeakSpeech& speech) {
    espeak_SetParameter(espeakRATE, sentence.wordsPerMinute, 0);
    espeak_SetParameter(espeakPITCH, sentence.pitch, 0);
    const int done = espeak_Synth(sentence.text.c_str(), sentence.text.size() + 1, 0, POS_CHARACTER, 0,
                                  espeakCHARS_UTF8, nullptr, &speech);
    return done == EE_OK ? SpeechFailure::None : SpeechFailure::Other;
}

} // namespace expertscope

#else

namespace expertscope {

const bool espeakIsBuiltIn = false;

std::string espeakVersion() {
    return {};
}

SpeechFailure beginSpeech(const std::string&) {
    return SpeechFailure::NotBuilt;
}
SpeechFailure speakSentence(const SentenceToSpeak&, EspeakSpeech&) {
    return SpeechFailure::NotBuilt;
}

} // namespace expertscope

#endif
