// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_set.h"
#include "model/speech/utterance.h"

#include <cstdint>

namespace expertscope {

/// A stretch of an utterance that is in one of the two sets: frames [first, end). What an example sees around
/// its frame ends there too.
struct Stretch {
    int utterance = 0;
    Index first = 0;
    Index end = 0;
};

/// The two sets, never divided by frame:
/// - where the corpus itself says (TIMIT's TRAIN and TEST), as it says;
/// - where speakers are known, a fifth of them (at least one) is for testing, drawn from the seed;
/// - otherwise a fifth of the utterances (at least one), drawn from the seed;
/// - a single utterance is cut once, at the end of the silence nearest to four fifths of its intervals (where
///   none is labelled, between two phones), so that both sets are one piece and no phone is in both.
///
/// Where speakers or utterances are of very different length, others are drawn, see fair_draw.h. Where that
/// leaves less than a twentieth or more than three fifths of the examples to test with, the longest utterance
/// is cut where both all examples and those of speech come nearest to a fifth, and so is a single one.
struct CorpusSplit {
    std::vector<Stretch> train, test;
    std::string rule;  ///< a sentence for people
    std::string share; ///< another, where the test set's share of the examples is far from a fifth
};

/// Of at least one utterance.
CorpusSplit splitCorpus(const std::vector<Utterance>& utterances, const PhoneSet& phones, std::uint64_t seed);

} // namespace expertscope
