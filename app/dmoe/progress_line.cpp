#include "app/dmoe/progress_line.h"

#include "app/duration_text.h"

#include <cmath>
#include <cstdio>
#include <iostream>
#include <unistd.h>

namespace expertscope {
namespace {

std::string percent(double fraction) {
    if (std::isnan(fraction))
        return "-";
    char text[16];
    std::snprintf(text, sizeof text, "%.2f %%", 100 * fraction);
    return text;
}

std::string describe(const TrainingLoop& loop) {
    const Trainer& trainer = loop.trainer();
    const RunningError& running = trainer.running();
    const double rate = loop.examplesPerSecond();
    const double left = static_cast<double>(trainer.stepsLeft()) * trainer.plan().minibatch;
    const double trainError =
        running.examples > 0 ? static_cast<double>(running.errors) / static_cast<double>(running.examples)
                             : MetricsRecord::none;
    char text[160];
    std::snprintf(text, sizeof text, "epoch %.1f (%s) · %.0f examples/s · %s left · train %s",
                  trainer.epoch(), trainer.phase() == constrainedPhase ? "constrained" : "free", rate,
                  durationText(rate > 0 ? left / rate : 0).c_str(), percent(trainError).c_str());
    std::string line = text;
    for (auto past = loop.history().rbegin(); past != loop.history().rend(); ++past)
        if (!std::isnan(past->testError)) {
            line += " · test " + percent(past->testError);
            if (past->factorisation.score) {
                std::snprintf(text, sizeof text, " · score %.3f", *past->factorisation.score);
                line += text;
            }
            break;
        }
    return line;
}

} // namespace

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) != 0) {}
ProgressLine::~ProgressLine() {
    clear();
}

void ProgressLine::clear() {
    if (drawn_)
        std::cerr << "\r\033[K" << std::flush;
    drawn_ = false;
}

bool ProgressLine::due() const {
    return terminal_ && std::chrono::steady_clock::now() - last_ >= std::chrono::milliseconds(100);
}

void ProgressLine::update(double fraction, const std::string& text) {
    if (!due())
        return;
    last_ = std::chrono::steady_clock::now();
    constexpr int width = 24;
    const int full = static_cast<int>(std::lround(width * std::min(std::max(fraction, 0.0), 1.0)));
    std::string bar = "\r\033[K[" + std::string(full, '=') + std::string(width - full, ' ') + "] " + text;
    std::cerr << bar << std::flush;
    drawn_ = true;
}

void ProgressLine::print(const std::string& text) {
    clear();
    std::cerr << text << "\n" << std::flush;
}

Progress ProgressLine::progress(const std::string& name) {
    return [this, name](double fraction) {
        update(fraction, name);
        return true;
    };
}

void TrainingProgress::update() {
    if (!line_.due())
        return;
    const double done = static_cast<double>(loop_.trainer().currentStep());
    line_.update(done / std::max(1.0, done + static_cast<double>(loop_.trainer().stepsLeft())),
                 describe(loop_));
}

void TrainingProgress::onRecord(const MetricsRecord& record) {
    const bool epochEnded = !std::isnan(record.testError) && record.step > 0;
    if (epochEnded && isatty(STDERR_FILENO) == 0)
        line_.print(describe(loop_));
}

} // namespace expertscope
