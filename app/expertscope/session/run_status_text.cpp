// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/run_status_text.h"

#include "app/duration_text.h"
#include "model/run/data_sources.h"
#include "views/drawing/figure_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

struct RunStatusText {
    Q_DECLARE_TR_FUNCTIONS(RunStatusText)
};

QString phaseText(const EngineStatus& status) {
    const bool neverLifted = status.state == EngineStatus::State::Finished &&
                             status.plan.epochs[freePhase] == 0 && status.plan.constraint;
    if (status.constrained || neverLifted)
        return RunStatusText::tr("constraint on");
    return status.phase == freePhase && status.plan.constraint ? RunStatusText::tr("constraint lifted")
                                                               : RunStatusText::tr("no constraint");
}

/// The latest measured test error and score in the history.
void addResults(QStringList& parts, const TrainingSnapshot& snapshot) {
    if (snapshot.history)
        for (auto record = snapshot.history->rbegin(); record != snapshot.history->rend(); ++record)
            if (!std::isnan(record->testError)) {
                parts << RunStatusText::tr("test %1 %").arg(numberText(100 * record->testError, 2));
                break;
            }
    if (const auto score = snapshot.statistics.factorisation.score)
        parts << RunStatusText::tr("score %1").arg(numberText(*score, 2));
}

/// Of a fast run to the hundred, so that it does not flicker.
QString rateNow(double rate) {
    const QString number = rate < 9.5    ? QString::number(rate, 'g', 2)
                           : rate < 1000 ? numberText(rate, 0)
                                         : QLocale(QLocale::English).toString(100 * std::llround(rate / 100));
    return RunStatusText::tr("%1 examples/s").arg(number);
}

QString loadingText(const EngineStatus& status, const DataDescription& data) {
    const QString done = QString::number(static_cast<int>(100 * status.loaded));
    const DataSource* source = findDataSource(data.source); // none is refused only when it is read
    return RunStatusText::tr("Preparing %1: %2 %")
        .arg(QString::fromStdString(source ? source->preparing : DataSource().preparing), done);
}

} // namespace

QString runStatusText(const EngineStatus& status, const TrainingSnapshot* snapshot,
                      const DataDescription& loading) {
    using State = EngineStatus::State;
    if (status.state == State::Empty)
        return RunStatusText::tr("Nothing to train: choose data or a preset");
    if (status.state == State::Loading)
        return loadingText(status, loading);
    const std::int64_t step = snapshot ? std::max(snapshot->step, status.step) : status.step;
    const std::int64_t left =
        snapshot && snapshot->step >= status.step ? snapshot->stepsLeft : status.stepsLeft;
    const double perEpoch = static_cast<double>(status.stepsPerEpoch);
    QStringList parts;
    parts << RunStatusText::tr("epoch %1 of %2")
                 .arg(numberText(static_cast<double>(step) / perEpoch, 1),
                      numberText(static_cast<double>(step + left) / perEpoch, 0));
    parts << phaseText(status);
    if (status.state == State::Running && !(snapshot && snapshot->examplesPerSecond > 0)) {
        parts << RunStatusText::tr("starting");
    } else if (status.state == State::Running) {
        parts << rateNow(snapshot->examplesPerSecond);
        if (snapshot->secondsLeft > 0)
            parts << RunStatusText::tr("%1 left").arg(
                QString::fromStdString(durationUp(snapshot->secondsLeft)));
    } else {
        parts << (status.state == State::Finished ? RunStatusText::tr("finished")
                  : step == 0                     ? RunStatusText::tr("ready")
                                                  : RunStatusText::tr("paused"));
    }
    if (snapshot)
        addResults(parts, *snapshot);
    return parts.join(QStringLiteral(" · "));
}

} // namespace expertscope
