// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/common/event_loop_watch.h"

#include <algorithm>
#include <functional>

namespace expertscope {

EventLoopWatch::EventLoopWatch() {
    timer_.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { turn(); });
    restart();
    timer_.start(1);
}

void EventLoopWatch::restart() {
    gaps_.clear();
    last_ = Clock::now();
}

void EventLoopWatch::turn() {
    const Clock::time_point now = Clock::now();
    gaps_.push_back(std::chrono::duration<float, std::milli>(now - last_).count());
    last_ = now;
}

double EventLoopWatch::wait(double share) const {
    std::vector<float> gaps = gaps_;
    std::sort(gaps.begin(), gaps.end(), std::greater<>());
    double whole = 0;
    for (const float gap : gaps)
        whole += gap;
    // More than w waits who comes into a gap g > w, earlier than w before its end: in g - w of its time. So
    // w is where the sum of g - w over the gaps longer than w is the rest of all time.
    const double rest = (1 - share) * whole;
    double sum = 0, wait = 0;
    for (std::size_t longer = 1; longer <= gaps.size(); ++longer) {
        sum += gaps[longer - 1];
        wait = (sum - rest) / static_cast<double>(longer);
        if (longer == gaps.size() || wait >= gaps[longer])
            break;
    }
    return std::max(0., wait);
}

double EventLoopWatch::longest() const {
    return gaps_.empty() ? 0 : *std::max_element(gaps_.begin(), gaps_.end());
}

} // namespace expertscope
