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

std::string describe(const TrainingSnapshot& snapshot) {
    const MetricsRecord& record = snapshot.history->back();
    char text[160];
    std::snprintf(text, sizeof text, "epoch %.1f (%s) · %.0f examples/s · %s left · train %s", snapshot.epoch,
                  snapshot.phase == constrainedPhase ? "constrained" : "free", snapshot.examplesPerSecond,
                  durationText(snapshot.secondsLeft).c_str(), percent(record.trainError).c_str());
    std::string line = text;
    for (auto past = snapshot.history->rbegin(); past != snapshot.history->rend(); ++past)
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

void ProgressLine::update(double fraction, const std::string& text) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now - last_ < std::chrono::milliseconds(100))
        return;
    last_ = now;
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

void TrainingProgress::onTimeline(const TrainingSnapshot& snapshot) {
    const double done = static_cast<double>(snapshot.step);
    line_.update(done / std::max(1.0, done + static_cast<double>(snapshot.stepsLeft)), describe(snapshot));
    const bool epochEnded = !std::isnan(snapshot.history->back().testError) && snapshot.step > 0;
    if (epochEnded && isatty(STDERR_FILENO) == 0)
        line_.print(describe(snapshot));
}

} // namespace expertscope
