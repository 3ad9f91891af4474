// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"
#include "model/speech/finding.h"
#include "model/speech/phone_interval.h"

#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// A recording as the data set is made from it: frames instead of sound. Whoever can make these (a corpus of
/// files, a synthesiser) has a data set by makeSpeechData.
struct Utterance {
    std::string audio;                    ///< the sound's file; its name where it is synthetic
    std::string labels;                   ///< the labels' file, for messages
    std::string speaker;                  ///< empty where it is not known
    std::optional<bool> forTest;          ///< where the corpus itself divides
    Matrix<float> frames;                 ///< melBands x frames, see log_mel.h
    std::vector<PhoneInterval> intervals; ///< in order of time, without overlap
    std::string text = {};                ///< what is said; empty where it is not known
};

/// The interval (its place in the list) that holds the middle of each frame; -1 where none does.
std::vector<int> intervalOfFrames(const Utterance& utterance);

} // namespace expertscope
