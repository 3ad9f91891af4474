// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace expertscope {

/// What is said from one moment to another: [begin, end).
struct PhoneInterval {
    double begin = 0;  ///< seconds from the beginning of the sound
    double end = 0;    ///< seconds
    std::string label; ///< as it stands in the file
    int line = 0;      ///< of the file, counted from 1
};

/// The labels of one recording, in order of time and without overlap.
struct PhoneTrack {
    std::vector<PhoneInterval> intervals;
    int tiers = 1;         ///< of phones in the file; the first is the one that was read
    std::string unit = {}; ///< that times are in, where it is not the usual one of such a file: "samples"
    bool byState = false;  ///< several lines a phone, one a state of its model, which were joined
    /// No interval has a text: nobody has labelled this recording.
    bool empty() const {
        for (const PhoneInterval& interval : intervals)
            if (!interval.label.empty())
                return false;
        return true;
    }
};

} // namespace expertscope
