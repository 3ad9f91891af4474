// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/progress_line.h"

#include "app/fitted_text.h"
#include "app/stop_signals.h"
#include "app/terminal_line.h"
#include "app/training_text.h"
#include "model/base/file.h"

#include <algorithm>
#include <cmath>
#include <unistd.h>

namespace expertscope {
namespace {

using namespace std::chrono_literals;

constexpr auto redrawEvery = 100ms;
// Plain lines become rarer: a minute's work says a few things, and a night's log does not grow without end.
constexpr std::chrono::seconds firstPlainLine{5}, rarestPlainLine{60};
constexpr int longestBar = 26, shortestBar = 8;

/// "[=====     ]" in so many columns.
std::string barText(double fraction, int columns) {
    const int inside = columns - 2;
    const auto full = static_cast<int>(std::lround(inside * std::clamp(fraction, 0.0, 1.0)));
    return "[" + std::string(full, '=') + std::string(inside - full, ' ') + "]";
}

} // namespace

std::string percentText(double fraction) {
    return std::to_string(static_cast<int>(100 * std::clamp(fraction, 0.0, 1.0))) + " %";
}

ProgressLine::ProgressLine() : redraws_(terminalRedraws()), last_(Clock::now()) {
    pause_ = redraws_ ? Clock::duration(0) : Clock::duration(firstPlainLine);
}
ProgressLine::~ProgressLine() {
    clearTerminalLine();
}

bool ProgressLine::due() const {
    return Clock::now() - last_ >= pause_;
}

void ProgressLine::update(double fraction, const std::vector<std::string>& parts) {
    if (!due())
        return;
    draw(fraction, parts);
    last_ = Clock::now();
    pause_ = redraws_ ? Clock::duration(redrawEvery) : std::min<Clock::duration>(2 * pause_, rarestPlainLine);
}

void ProgressLine::draw(double fraction, const std::vector<std::string>& parts) {
    if (!redraws_) {
        writeAll(STDERR_FILENO, joinedText(parts) + "\n");
        return;
    }
    const int columns = terminalColumns() - 1; // in the last one some terminals go on to the next row
    std::string line = fittedText(parts, columns);
    const int room = columns - textColumns(line) - 1;
    if (room >= shortestBar)
        line += " " + barText(fraction, std::min(room, longestBar));
    drawTerminalLine(line);
}

void ProgressLine::print(const std::string& text) {
    clearTerminalLine();
    writeAll(STDERR_FILENO, text + "\n");
    if (!redraws_)
        last_ = Clock::now();
}

void ProgressLine::begin(const std::string& name) {
    if (redraws_)
        draw(1, {name});
}

Progress ProgressLine::progress(const std::string& name) {
    return [this, name](double fraction) {
        update(fraction, {name, percentText(fraction)});
        return stopSignal() == 0;
    };
}

void TrainingProgress::update() {
    if (!line_.due())
        return;
    const auto done = static_cast<double>(loop_.trainer().currentStep());
    line_.update(done / std::max(1.0, done + static_cast<double>(loop_.trainer().stepsLeft())),
                 trainingText(loop_));
}

void TrainingProgress::onRecord(const MetricsRecord& record) {
    const bool epochEnded = !std::isnan(record.testError) && record.step > 0;
    if (epochEnded && !line_.redraws())
        line_.print(joinedText(trainingText(loop_)));
}

} // namespace expertscope
