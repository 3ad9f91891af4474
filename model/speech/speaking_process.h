// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_interval.h"

#include <cstdint>
#include <string>
#include <vector>

namespace expertscope {

/// A sentence, and how it is to be spoken.
struct SentenceToSpeak {
    std::string text;         ///< English, UTF-8
    int wordsPerMinute = 175; ///< 80 to 450
    int pitch = 50;           ///< 0 to 100
};

/// A spoken sentence, and what was said when.
struct SpokenSentence {
    std::vector<float> samples; ///< -1 .. 1, SpeakingProcess::rate a second
    std::vector<PhoneInterval>
        intervals; ///< of the whole sound; labels are ARPAbet's, silence ""; lines are 0
};

/// Speaks sentences in US English, in order, with one of libespeak-ng's voices, in a process of its own: the
/// library has one state a process, and how a sentence sounds depends on all that was spoken before. So the
/// same voice and sentences sound the same every time, and several voices can speak at once.
class SpeakingProcess {
  public:
    /// Whether the program was built with libespeak-ng.
    static bool available();
    /// Who speaks, with its version, as "espeak-ng 1.51": others speak the same sentences otherwise. Empty
    /// where the program was built without the library.
    static const std::string& synthesiser();
    static constexpr int rate = 22050; ///< samples a second

    /// voice: one of the library's variants, as "f2". Throws FileError where there can be no process.
    SpeakingProcess(const std::string& voice, const std::vector<SentenceToSpeak>& sentences);
    /// Ends it, whether or not everything was heard.
    ~SpeakingProcess();
    SpeakingProcess(const SpeakingProcess&) = delete;
    SpeakingProcess& operator=(const SpeakingProcess&) = delete;

    /// The next sentence, as often as there are sentences; waits for it. Throws FileError where the library,
    /// its data or the voice is missing.
    SpokenSentence next();

  private:
    std::string voice_;
    int process_ = -1;
    int pipe_ = -1;
};

} // namespace expertscope
