// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/utterance.h"

#include "model/speech/log_mel.h"

namespace expertscope {

std::vector<int> intervalOfFrames(const Utterance& utterance) {
    std::vector<int> places(utterance.frames.cols(), -1);
    std::size_t next = 0;
    for (std::size_t t = 0; t < places.size(); ++t) {
        const double middle = frameMiddle(static_cast<Index>(t));
        while (next < utterance.intervals.size() && utterance.intervals[next].end <= middle)
            ++next;
        if (next < utterance.intervals.size() && utterance.intervals[next].begin <= middle)
            places[t] = static_cast<int>(next);
    }
    return places;
}

} // namespace expertscope
