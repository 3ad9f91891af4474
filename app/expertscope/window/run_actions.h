// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_engine.h"

#include <QObject>

class QAction;
class QKeySequence;
class QMainWindow;
class QToolButton;

namespace expertscope {

class TrainingSession;

/// What can be done with the run in progress: start and pause it, go on by a step or an epoch, begin again,
/// lift the constraint. In the menu, the tool bar, and by keys.
class RunActions : public QObject {
    Q_OBJECT

  public:
    RunActions(QMainWindow& window, TrainingSession& session);

    QAction* start() const { return start_; }
    QAction* step() const { return step_; }
    QAction* epoch() const { return epoch_; }
    QAction* stopAfterEpoch() const { return stopAfterEpoch_; }
    /// Lifts the constraint, or puts it back.
    QAction* phase() const { return phase_; }
    QAction* reset() const { return reset_; }
    QAction* seed() const { return newSeed_; }
    QAction* cancel() const { return cancel_; }
    /// For the status bar: stops reading or making data.
    QToolButton* cancelButton() const;

  private:
    /// Which of them make sense now, and what they are called.
    void setStatus(const EngineStatus& status);
    QAction* add(const QString& text, const QKeySequence& key, const QString& tip, const char* name);
    void newSeed();
    void togglePhase();

    QMainWindow& window_;
    TrainingSession& session_;
    QAction *start_, *step_, *epoch_, *stopAfterEpoch_, *reset_, *newSeed_, *phase_, *cancel_;
};

} // namespace expertscope
