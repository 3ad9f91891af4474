// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/timeline.h"

#include <QRectF>

#include <functional>
#include <memory>
#include <vector>

namespace expertscope {

/// What a timeline shows: the moments recorded so far, and how far training is and is to come.
struct TimelineContent {
    std::shared_ptr<const std::vector<Moment>> moments = std::make_shared<const std::vector<Moment>>();
    std::int64_t stepsPerEpoch = 1;
    std::int64_t presentStep = 0;
    std::int64_t endStep = 0; ///< of training as planned
    bool constraint = true;   ///< false: the first phase is as free as the second

    int count() const { return static_cast<int>(moments->size()); }
};

/// Where everything is on a timeline: from left to right as many equal parts as there are moments to record
/// in the whole run. So the first epochs, which are recorded closely and decide how the work is divided, have
/// room, and nothing moves when training goes on.
class TimelineLayout {
  public:
    TimelineLayout(TimelineContent content, const QRectF& track);

    const QRectF& track() const { return track_; }
    /// Of a recorded moment.
    double x(int moment) const { return xOfPlace(moment); }
    double xOfStep(std::int64_t step) const { return xOfPlace(placeOf(step)); }
    /// The recorded moment nearest to x; -1 where there is none.
    int momentAt(double x) const;
    /// Whether x lies behind all recorded moments: in the present, or to come.
    bool isBehind(double x) const;
    double spacing() const;

    struct Phase {
        double from, to;
        bool constrained;
    };
    /// Up to the present; neighbours differ.
    std::vector<Phase> phases() const;

    struct Mark {
        std::int64_t epoch;
        double x;
    };
    /// Epochs that can be labelled so that no two labels touch, the rounder numbers first; width is a label's
    /// with the space around it.
    std::vector<Mark> marks(const std::function<double(std::int64_t)>& width) const;

  private:
    double placeOf(std::int64_t step) const;
    double xOfPlace(double place) const;

    TimelineContent content_;
    QRectF track_;
    double lastPlace_;
};

} // namespace expertscope
