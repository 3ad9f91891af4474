// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/labelled_frames.h"

#include <algorithm>

namespace expertscope {
namespace {

std::vector<int> framesPerInterval(const std::vector<int>& intervalOfFrame, std::size_t intervals) {
    std::vector<int> frames(intervals, 0);
    for (const int interval : intervalOfFrame)
        if (interval >= 0)
            ++frames[interval];
    return frames;
}

} // namespace

FrameLabels::FrameLabels(const std::vector<Utterance>& utterances, const PhoneSet& phones,
                         std::vector<Finding>& findings) {
    for (const Utterance& utterance : utterances) {
        OfUtterance labels{intervalOfFrames(utterance), {}};
        const std::vector<int> frames = framesPerInterval(labels.intervals, utterance.intervals.size());
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const PhoneInterval& interval = utterance.intervals[i];
            const std::string place = utterance.labels + ", line " + std::to_string(interval.line);
            labels.classes.push_back(phones.find(interval.label));
            if (!labels.classes.back())
                findings.push_back({FindingKind::UnknownPhone, "\"" + interval.label + "\" in " + place});
            else if (frames[i] == 0)
                findings.push_back({FindingKind::TooShort, place});
        }
        const auto outside = std::count(labels.intervals.begin(), labels.intervals.end(), -1);
        if (outside > 0)
            findings.push_back({FindingKind::Unlabelled, utterance.labels, static_cast<int>(outside)});
        utterances_.push_back(std::move(labels));
    }
}

std::vector<LabelledFrame> FrameLabels::framesOf(const std::vector<Stretch>& stretches) const {
    std::vector<LabelledFrame> frames;
    for (const Stretch& stretch : stretches) {
        const OfUtterance& labels = utterances_[stretch.utterance];
        for (Index t = stretch.first; t < stretch.end; ++t) {
            const int interval = labels.intervals[t];
            const auto phone = interval < 0 ? std::nullopt : labels.classes[interval];
            if (phone)
                frames.push_back({stretch, t, interval, *phone});
        }
    }
    return frames;
}

} // namespace expertscope
