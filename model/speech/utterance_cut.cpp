// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/utterance_cut.h"

#include "model/speech/example_count.h"
#include "model/speech/log_mel.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace expertscope {
namespace {

constexpr double aboutAsNear = 0.16; // of the examples, counted twice: all, and those of speech

bool isSilence(const PhoneInterval& interval, const PhoneSet& phones) {
    const auto phone = phones.find(interval.label);
    return phone && phones.isSilence(*phone);
}

UtteranceCut cutBefore(std::size_t interval, bool atSilence, const Utterance& utterance) {
    const double from = interval < utterance.intervals.size() ? utterance.intervals[interval].begin : 0;
    Index frame = 0;
    while (frame < utterance.frames.cols() && frameMiddle(frame) < from)
        ++frame;
    return {interval, frame, atSilence};
}

} // namespace

UtteranceCut cutByIntervals(const Utterance& utterance, const PhoneSet& phones) {
    const auto count = static_cast<std::ptrdiff_t>(utterance.intervals.size()), wanted = count - count / 5;
    std::ptrdiff_t best = std::clamp<std::ptrdiff_t>(wanted, 1, std::max<std::ptrdiff_t>(1, count - 1));
    bool atSilence = false;
    for (std::ptrdiff_t i = 1; i < count; ++i) {
        if (!isSilence(utterance.intervals[i - 1], phones))
            continue;
        if (!atSilence || std::abs(i - wanted) < std::abs(best - wanted))
            best = i;
        atSilence = true;
    }
    return cutBefore(static_cast<std::size_t>(best), atSilence, utterance);
}

UtteranceCut cutByExamples(const Utterance& utterance, const PhoneSet& phones, double share) {
    const std::vector<ExampleCount> counts = examplesOfIntervals(utterance, phones);
    ExampleCount all, behind;
    for (const ExampleCount& count : counts)
        all += count;
    const auto apart = [&](Index part, Index whole) {
        return whole == 0 ? 0 : std::abs(static_cast<double>(part) / static_cast<double>(whole) - share);
    };
    std::size_t best = 1, bestSilence = 0;
    double least = 2, leastSilence = aboutAsNear;
    for (std::size_t i = counts.size(); i-- > 1;) {
        behind += counts[i];
        const double cost = apart(behind.all, all.all) + apart(behind.speech, all.speech);
        if (cost < least)
            best = i, least = cost;
        if (cost < leastSilence && isSilence(utterance.intervals[i - 1], phones))
            bestSilence = i, leastSilence = cost;
    }
    if (bestSilence > 0)
        return cutBefore(bestSilence, true, utterance);
    return cutBefore(best, best < counts.size() && isSilence(utterance.intervals[best - 1], phones),
                     utterance);
}

} // namespace expertscope
