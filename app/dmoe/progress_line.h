// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/training/training_loop.h"

#include <chrono>
#include <string>
#include <vector>

namespace expertscope {

/// "42 %".
std::string percentText(double fraction);

/// Progress on standard error: a line that draws itself again on a terminal, never wider than it is at that
/// moment; elsewhere a plain line now and then.
class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();
    /// Whether update would show anything now.
    bool due() const;
    /// Shows the parts that have room, the first first, and a bar behind them; at most some times a second.
    void update(double fraction, const std::vector<std::string>& parts);
    /// A line that stays.
    void print(const std::string& text);
    /// Of something that does not say how far it is: shown at once.
    void begin(const std::string& name);

    /// For operations that report progress: a line under that name. Answers that they are to stop once a
    /// signal has been held back.
    Progress progress(const std::string& name);

    bool redraws() const { return redraws_; }

  private:
    using Clock = std::chrono::steady_clock;

    void draw(double fraction, const std::vector<std::string>& parts);

    bool redraws_;
    Clock::time_point last_;
    Clock::duration pause_; ///< until the next time
};

/// Shows a training run: a line of progress while it goes on, and one for each epoch that stays where the
/// terminal cannot redraw.
class TrainingProgress : public TrainingSink {
  public:
    /// Both must outlive it.
    TrainingProgress(ProgressLine& line, const TrainingLoop& loop) : line_(line), loop_(loop) {}
    /// To be called after each step.
    void update();
    void onRecord(const MetricsRecord& record) override;

  private:
    ProgressLine& line_;
    const TrainingLoop& loop_;
};

} // namespace expertscope
