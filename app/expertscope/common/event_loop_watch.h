// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include <chrono>
#include <vector>

namespace expertscope {

/// Measures how long the event loop of its thread keeps events waiting. A timer asks for its turn every
/// millisecond; while the loop is busy with something else it does not get it, nor would anything else. An
/// event that comes at a random moment waits to the end of the gap that it falls into.
class EventLoopWatch {
  public:
    EventLoopWatch();

    /// Forgets what was measured so far.
    void restart();
    /// The milliseconds that so large a share of events, coming at random moments, would wait at most.
    double wait(double share) const;
    /// The longest gap, in milliseconds.
    double longest() const;

  private:
    using Clock = std::chrono::steady_clock;

    void turn();

    QTimer timer_;
    Clock::time_point last_;
    std::vector<float> gaps_; ///< milliseconds from one turn to the next
};

} // namespace expertscope
