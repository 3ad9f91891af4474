// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

namespace expertscope {

/// Where the time of a computation goes: nanoseconds by stage, summed over all threads. What the stages are
/// is up to whoever measures.
class StageClock {
  public:
    using Clock = std::chrono::steady_clock;

    explicit StageClock(int stages) : nanoseconds_(stages) {}

    void add(int stage, Clock::duration spent) {
        nanoseconds_[stage].fetch_add(std::chrono::nanoseconds(spent).count(), std::memory_order_relaxed);
    }
    double seconds(int stage) const { return 1e-9 * static_cast<double>(nanoseconds_[stage].load()); }

  private:
    std::vector<std::atomic<std::int64_t>> nanoseconds_;
};

/// Adds its own lifetime to a stage; does nothing without a clock.
class StageTimer {
  public:
    StageTimer(StageClock* clock, int stage) : clock_(clock), stage_(stage) {
        if (clock_)
            start_ = StageClock::Clock::now();
    }
    ~StageTimer() {
        if (clock_)
            clock_->add(stage_, StageClock::Clock::now() - start_);
    }
    StageTimer(const StageTimer&) = delete;
    StageTimer& operator=(const StageTimer&) = delete;

  private:
    StageClock* clock_;
    int stage_;
    StageClock::Clock::time_point start_;
};

} // namespace expertscope
