#pragma once

#include "model/base/progress.h"
#include "model/training/training_loop.h"

#include <chrono>
#include <string>

namespace expertscope {

/// Progress on standard error: a bar that redraws itself on a terminal, plain lines elsewhere.
class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();
    /// Whether update would draw anything now.
    bool due() const;
    /// Draws a bar with text beside it; at most some times a second, and not at all where standard error is
    /// no terminal.
    void update(double fraction, const std::string& text);
    /// A line that stays.
    void print(const std::string& text);

    /// For operations that report progress: a bar under that name.
    Progress progress(const std::string& name);

  private:
    void clear();

    bool terminal_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point last_{};
};

/// Shows a training run: a bar while it goes on, a line for each epoch where there is no terminal.
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
