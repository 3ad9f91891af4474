// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/run_actions.h"

#include "app/expertscope/common/window_action.h"
#include "app/expertscope/session/training_session.h"
#include "views/drawing/play_icon.h"

#include <QAction>
#include <QMainWindow>
#include <QRandomGenerator>
#include <QToolButton>

namespace expertscope {

using State = EngineStatus::State;

RunActions::RunActions(QMainWindow& window, TrainingSession& session)
    : QObject(&window), window_(window), session_(session) {
    start_ = add(tr("Start"), Qt::Key_Space, tr("Train, or pause"), "start");
    start_->setIcon(playIcon(false));
    step_ = add(tr("Step"), Qt::Key_Period, tr("Train on one minibatch"), "step");
    epoch_ = add(tr("Epoch"), Qt::Key_E, tr("Train to the end of the epoch"), "epoch");
    stopAfterEpoch_ =
        add(tr("Stop after epoch"), Qt::SHIFT | Qt::Key_E, tr("Pause when the epoch ends"), "stopAfterEpoch");
    stopAfterEpoch_->setCheckable(true);
    reset_ = add(tr("Reset"), Qt::CTRL | Qt::Key_R,
                 tr("Begin again from the same seed; the run so far stays on disk"), "reset");
    newSeed_ =
        add(tr("New seed"), Qt::CTRL | Qt::Key_N, tr("Begin again with other random numbers"), "newSeed");
    phase_ = add(tr("Lift now"), Qt::Key_L, tr("Lift the balance constraint, or put it back"), "phase");
    cancel_ = add(tr("Cancel preparing data"), Qt::CTRL | Qt::Key_Period,
                  tr("Stop preparing data; what was there before stays"), "cancelLoad");
    cancel_->setIconText(tr("Cancel"));
    connect(cancel_, &QAction::triggered, this, [this] { session_.cancelLoad(); });
    connect(start_, &QAction::triggered, this, [this] { session_.toggle(); });
    connect(step_, &QAction::triggered, this, [this] { session_.step(); });
    connect(epoch_, &QAction::triggered, this, [this] { session_.epoch(); });
    connect(stopAfterEpoch_, &QAction::triggered, this, [this](bool on) { session_.stopAfterEpoch(on); });
    connect(reset_, &QAction::triggered, this, [this] { session_.reset(); });
    connect(newSeed_, &QAction::triggered, this, &RunActions::newSeed);
    connect(phase_, &QAction::triggered, this, &RunActions::togglePhase);
    connect(&session, &TrainingSession::statusChanged, this,
            [this](const std::shared_ptr<const EngineStatus>& status) { setStatus(*status); });
    setStatus(*session.status());
}

QAction* RunActions::add(const QString& text, const QKeySequence& key, const QString& tip, const char* name) {
    return addWindowAction(window_, text, key, tip, QLatin1String(name));
}

QToolButton* RunActions::cancelButton() const {
    auto* button = new QToolButton;
    button->setDefaultAction(cancel_);
    button->setObjectName(QStringLiteral("cancelLoadButton"));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void RunActions::setStatus(const EngineStatus& status) {
    const bool running = status.state == State::Running;
    const bool ready = running || status.state == State::Paused;
    start_->setText(running ? tr("Pause") : tr("Start"));
    start_->setIcon(playIcon(running));
    for (QAction* action : {start_, step_, epoch_, stopAfterEpoch_})
        action->setEnabled(ready);
    cancel_->setEnabled(status.state == State::Loading);
    stopAfterEpoch_->setChecked(status.stopAfterEpoch);
    for (QAction* action : {reset_, newSeed_})
        action->setEnabled(ready || status.state == State::Finished);
    phase_->setEnabled(ready && status.plan.constraint);
    phase_->setText(status.constrained ? tr("Constraint on: lift now") : tr("Constraint off: put back"));
}

void RunActions::newSeed() {
    RunConfig config = session_.config();
    config.seed = QRandomGenerator::global()->bounded(1'000'000'000);
    session_.open(config);
}

void RunActions::togglePhase() {
    session_.change(QStringLiteral("training.phase"),
                    session_.status()->phase == constrainedPhase ? freePhase : constrainedPhase);
}

} // namespace expertscope
