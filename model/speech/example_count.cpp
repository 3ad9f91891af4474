// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/example_count.h"

namespace expertscope {

std::vector<ExampleCount> examplesOfIntervals(const Utterance& utterance, const PhoneSet& phones) {
    std::vector<ExampleCount> counts(utterance.intervals.size());
    for (const int interval : intervalOfFrames(utterance))
        if (interval >= 0)
            ++counts[static_cast<std::size_t>(interval)].all;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto phone = phones.find(utterance.intervals[i].label);
        if (!phone)
            counts[i].all = 0;
        else if (!phones.isSilence(*phone))
            counts[i].speech = counts[i].all;
    }
    return counts;
}

ExampleCount examplesOf(const Utterance& utterance, const PhoneSet& phones) {
    ExampleCount sum;
    for (const ExampleCount& count : examplesOfIntervals(utterance, phones))
        sum += count;
    return sum;
}

} // namespace expertscope
