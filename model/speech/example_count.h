// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_set.h"
#include "model/speech/utterance.h"

#include <vector>

namespace expertscope {

/// How many examples some frames give.
struct ExampleCount {
    Index all = 0;
    Index speech = 0; ///< of these no silence

    ExampleCount& operator+=(const ExampleCount& other) {
        all += other.all;
        speech += other.speech;
        return *this;
    }
};

/// One for each interval of the utterance, in order.
std::vector<ExampleCount> examplesOfIntervals(const Utterance& utterance, const PhoneSet& phones);
ExampleCount examplesOf(const Utterance& utterance, const PhoneSet& phones);

} // namespace expertscope
