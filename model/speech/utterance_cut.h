// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_set.h"
#include "model/speech/utterance.h"

#include <cstddef>

namespace expertscope {

/// Where an utterance is cut in two.
struct UtteranceCut {
    std::size_t interval = 0; ///< the first one behind the cut: at least 1
    Index frame = 0;          ///< the first one behind the cut
    bool atSilence = false;   ///< the interval before it is silence
};

/// At the end of the silence nearest to four fifths of the intervals; where none is labelled, between two
/// phones. The utterance has an interval at least.
UtteranceCut cutByIntervals(const Utterance& utterance, const PhoneSet& phones);

/// Where what is behind the cut has the share of the examples nearest to that, of all and of speech alike;
/// after a silence if one is about as near.
UtteranceCut cutByExamples(const Utterance& utterance, const PhoneSet& phones, double share);

} // namespace expertscope
