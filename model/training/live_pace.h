// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace expertscope {

/// When the next live snapshot may be made: no more often than anybody can read, and so seldom that they cost
/// at most 5 % of the training, however long one takes.
class LivePace {
  public:
    using Clock = std::chrono::steady_clock;
    /// Of the time may go into making them; the rest of the 5 % is for what follows: caches to be filled
    /// again, and the reader who takes one and throws the last one away.
    static constexpr double budget = 0.04;
    static constexpr std::chrono::milliseconds shortestInterval{100};

    bool due(Clock::time_point now) const { return now >= next_; }
    /// A snapshot was made from begin to end.
    void made(Clock::time_point begin, Clock::time_point end) {
        const auto pause = std::chrono::duration_cast<Clock::duration>((end - begin) * (1 / budget - 1));
        next_ = std::max(begin + shortestInterval, end + pause);
    }

  private:
    Clock::time_point next_{}; // the first one at once
};

} // namespace expertscope
