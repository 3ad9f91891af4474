// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"
#include "model/training/training_engine.h"

#include <QObject>
#include <QUndoStack>

#include <optional>

namespace expertscope {

class TrainingSession;

/// Undo and redo of what was set in the experiment. Before the first step an edit is a whole configuration,
/// and undoing it opens the one before; during a run it is one number, and undoing it is another change of
/// the run, logged like any other. What lies before the first step of a run cannot be undone while it goes
/// on.
class EditHistory : public QObject {
    Q_OBJECT

  public:
    explicit EditHistory(TrainingSession& session, QObject* parent = nullptr);

    QUndoStack& stack() { return stack_; }
    /// A number is about to be changed while training; see TrainingEvent::key.
    void aboutToChange(const QString& key, double value);

  private:
    void open(const RunConfig& config);
    void setConfig(const RunConfig& config);
    void setRun(const QString& path);
    void setStatus(const EngineStatus& status);
    void forget();

    TrainingSession& session_;
    QUndoStack stack_;
    std::optional<RunConfig> present_; ///< what is open, or will be
    bool live_ = false;                ///< the stack holds changes of a run
    TrainingPlan plan_; ///< as the window last heard of it: a change that is under way is not in it
    int phase_ = constrainedPhase;
};

} // namespace expertscope
