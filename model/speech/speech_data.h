// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/data/dataset.h"
#include "model/speech/log_mel.h"
#include "model/speech/phone_set.h"
#include "model/speech/utterance.h"

#include <cstdint>

namespace expertscope {

/// An example is so many frames, as the paper has it: 11 x 40 = 440 values.
constexpr int contextFrames = 11;

/// What a data set of speech is made from.
struct SpeechMaterial {
    std::string name; ///< as shown to people: "TIMIT"
    std::vector<Utterance> utterances;
    std::vector<Finding> findings;       ///< so far; become notes with those made on the way
    std::optional<PhoneSet> phones = {}; ///< empty: see choosePhones
    std::string speakerTitle = {};       ///< "voice" where no person spoke
};

/// One example for every frame whose middle lies in an interval with a phone of the set, utterance after
/// utterance in order of time, divided into the two sets by splitCorpus.
///
/// Pixels: melBands rows, the highest band first (figures draw the first row at the top), contextFrames
/// columns in order of time, the example's own frame in the middle. At the edges of a stretch its first or
/// last frame is repeated. Each band is normalised by its mean and standard deviation over the frames of the
/// training examples.
///
/// The label is the phone. Attributes: "phone group", where the phone set has groups; "speaker", where more
/// than one is known; "position": which third of its interval the frame's middle is in. Dataset::heard says
/// where each example is from. source and sha256 are left to the caller. Throws FileError where a set has no
/// example; Cancelled.
DataPair makeSpeechData(SpeechMaterial material, std::uint64_t seed, const Progress& progress = {});

} // namespace expertscope
