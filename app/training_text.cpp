// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_text.h"

#include "app/duration_text.h"
#include "model/training/training_loop.h"

#include <cmath>
#include <cstdio>

namespace expertscope {
namespace {

template <class... Values> std::string formatted(const char* format, Values... values) {
    char text[64];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

/// Of the step that was trained last: at the end of a phase the next one has begun, if there is any.
std::string phaseText(const Trainer& trainer) {
    if (trainer.constraints().empty() || !trainer.plan().constraint || std::isinf(trainer.plan().margin))
        return "";
    return trainer.phaseOfLastStep() == constrainedPhase ? " (constrained)" : " (free)";
}

std::string epochText(const Trainer& trainer) {
    const double epoch = trainer.epoch();
    const bool begun = epoch > 0 && epoch < 0.1; // the first of a million examples is not epoch 0.0
    return formatted(begun ? "epoch %.1g" : "epoch %.1f", epoch) + phaseText(trainer);
}

const MetricsRecord* lastMeasured(const TrainingLoop& loop) {
    const auto& history = loop.history();
    for (auto past = history.rbegin(); past != history.rend(); ++past)
        if (!std::isnan(past->testError))
            return &*past;
    return nullptr;
}

} // namespace

std::vector<std::string> trainingText(const TrainingLoop& loop) {
    const Trainer& trainer = loop.trainer();
    std::vector<std::string> parts{epochText(trainer)};
    if (loop.examplesPerSecond() > 0)
        parts.push_back(rateText(loop.examplesPerSecond()));
    if (loop.secondsLeft() > 0)
        parts.push_back(timeLeftText(loop.secondsLeft()));
    if (const RunningError& running = trainer.running(); running.examples > 0)
        parts.push_back(formatted("train %.2f %%", 100.0 * static_cast<double>(running.errors) /
                                                       static_cast<double>(running.examples)));
    if (const MetricsRecord* measured = lastMeasured(loop)) {
        parts.push_back(formatted("test %.2f %%", 100 * measured->testError));
        if (measured->factorisation.score)
            parts.push_back(formatted("score %.3f", *measured->factorisation.score));
    }
    return parts;
}

} // namespace expertscope
