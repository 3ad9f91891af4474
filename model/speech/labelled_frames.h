// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/corpus_split.h"
#include "model/speech/finding.h"
#include "model/speech/phone_set.h"
#include "model/speech/utterance.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace expertscope {

/// A frame that becomes an example.
struct LabelledFrame {
    Stretch stretch;         ///< what it may see of its utterance
    Index frame = 0;         ///< of the utterance
    int interval = 0;        ///< of the utterance: the one that holds the frame's middle
    std::uint16_t phone = 0; ///< that interval's class
};

/// The phone of each frame of some utterances. A frame whose middle lies in no interval, or in one whose
/// label is not in the set, has none.
class FrameLabels {
  public:
    /// Adds to the findings what has no phone, and the intervals that hold no frame's middle.
    FrameLabels(const std::vector<Utterance>& utterances, const PhoneSet& phones,
                std::vector<Finding>& findings);

    /// The frames with a phone, stretch after stretch in order of time.
    std::vector<LabelledFrame> framesOf(const std::vector<Stretch>& stretches) const;

  private:
    struct OfUtterance {
        std::vector<int> intervals;                        ///< one a frame, -1 where there is none
        std::vector<std::optional<std::uint16_t>> classes; ///< one an interval
    };
    std::vector<OfUtterance> utterances_;
};

} // namespace expertscope
