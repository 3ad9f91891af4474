// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/speaking_process.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/uninterrupted.h"
#include "model/speech/espeak_phones.h"
#include "model/speech/espeak_speech.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace expertscope {
namespace {

/// What goes through the pipe before a sentence's samples and phonemes.
struct Header {
    std::uint32_t samples = 0, phonemes = 0;
    SpeechFailure failure = SpeechFailure::None; ///< then nothing follows
};

template <class T> std::string_view bytesOf(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

bool readAll(int pipe, void* data, std::size_t size) {
    for (auto* at = static_cast<char*>(data); size > 0;) {
        const ssize_t got = uninterrupted([&] { return read(pipe, at, size); });
        if (got <= 0)
            return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

/// The process' whole life.
void speakInto(int pipe, const std::string& voice, const std::vector<SentenceToSpeak>& sentences) {
    Header header;
    header.failure = beginSpeech(voice);
    for (const SentenceToSpeak& sentence : sentences) {
        EspeakSpeech speech;
        if (header.failure == SpeechFailure::None)
            header.failure = speakSentence(sentence, speech);
        header.samples = static_cast<std::uint32_t>(speech.samples.size());
        header.phonemes = static_cast<std::uint32_t>(speech.phonemes.size());
        if (!writeAll(pipe, {reinterpret_cast<const char*>(&header), sizeof header}) ||
            header.failure != SpeechFailure::None || !writeAll(pipe, bytesOf(speech.samples)) ||
            !writeAll(pipe, bytesOf(speech.phonemes)))
            return;
    }
}

[[noreturn]] void fail(SpeechFailure failure, const std::string& voice) {
    switch (failure) {
    case SpeechFailure::NotBuilt:
        throw FileError(
            "This program was built without libespeak-ng, which speaks the synthetic corpus; build "
            "it with that library, or open a folder of recordings.");
    case SpeechFailure::NoData:
        throw FileError("libespeak-ng does not find its data; install the package espeak-ng-data.");
    case SpeechFailure::NoVoice:
        throw FileError("libespeak-ng has no voice \"" + voice +
                        "\"; install the package espeak-ng-data of the library's own version.");
    default:
        throw FileError("The process in which libespeak-ng speaks with the voice \"" + voice +
                        "\" ended too early; try again.");
    }
}

/// A phoneme lasts until the next begins.
std::vector<PhoneInterval> intervalsOf(const EspeakSpeech& speech) {
    const auto seconds = [&](std::int64_t sample) {
        return static_cast<double>(std::clamp<std::int64_t>(sample, 0, std::ssize(speech.samples))) /
               SpeakingProcess::rate;
    };
    std::vector<PhoneInterval> intervals;
    for (std::size_t i = 0; i < speech.phonemes.size(); ++i) {
        const EspeakPhoneme& phoneme = speech.phonemes[i];
        const bool last = i + 1 == speech.phonemes.size();
        const double first = seconds(phoneme.begin),
                     end = seconds(last ? std::ssize(speech.samples) : speech.phonemes[i + 1].begin);
        double begin = first;
        const std::string name(phoneme.name, strnlen(phoneme.name, sizeof phoneme.name));
        const std::vector<PhonePart> parts = phonesOfPhoneme(name);
        if (parts.empty())
            throw FileError(SpeakingProcess::synthesiser() + " speaks with the phoneme \"" + name +
                            "\", which this program does not know; install espeak-ng 1.51 or 1.52, or name a "
                            "folder of recordings with --data.");
        for (const PhonePart& part : parts) {
            const double partEnd = &part == &parts.back() ? end : begin + part.share * (end - first);
            if (partEnd > begin)
                intervals.push_back({begin, partEnd, part.phone, 0});
            begin = partEnd;
        }
    }
    return intervals;
}

} // namespace

bool SpeakingProcess::available() {
    return espeakIsBuiltIn;
}

const std::string& SpeakingProcess::synthesiser() {
    static const std::string name = espeakIsBuiltIn ? "espeak-ng " + espeakVersion() : "";
    return name;
}

SpeakingProcess::SpeakingProcess(const std::string& voice, const std::vector<SentenceToSpeak>& sentences)
    : voice_(voice) {
    int ends[2];
    if (pipe(ends) != 0)
        throw FileError("No pipe to a process that speaks: " + std::string(std::strerror(errno)) +
                        "; close some programs.");
    process_ = fork();
    if (process_ == 0) {
        std::signal(SIGPIPE, SIG_DFL); // who no longer listens ends it
        std::signal(SIGINT, SIG_IGN);  // Ctrl+C is for the program, which ends this process itself
        close(ends[0]);
        speakInto(ends[1], voice, sentences);
        _exit(0);
    }
    close(ends[1]);
    pipe_ = ends[0];
    if (process_ < 0) {
        close(pipe_);
        throw FileError("No process that speaks: " + std::string(std::strerror(errno)) +
                        "; close some programs.");
    }
}

SpeakingProcess::~SpeakingProcess() {
    close(pipe_);
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

SpokenSentence SpeakingProcess::next() {
    Header header;
    if (!readAll(pipe_, &header, sizeof header))
        fail(SpeechFailure::Other, voice_);
    if (header.failure != SpeechFailure::None)
        fail(header.failure, voice_);
    EspeakSpeech speech;
    speech.samples.resize(header.samples);
    speech.phonemes.resize(header.phonemes);
    if (!readAll(pipe_, speech.samples.data(), speech.samples.size() * sizeof(std::int16_t)) ||
        !readAll(pipe_, speech.phonemes.data(), speech.phonemes.size() * sizeof(EspeakPhoneme)))
        fail(SpeechFailure::Other, voice_);
    SpokenSentence sentence;
    sentence.intervals = intervalsOf(speech);
    sentence.samples.reserve(speech.samples.size());
    for (const std::int16_t sample : speech.samples)
        sentence.samples.push_back(static_cast<float>(sample) / 32768.0f);
    return sentence;
}

} // namespace expertscope
