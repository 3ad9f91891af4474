// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_engine.h"

#include <QObject>

class QWidget;

namespace expertscope {

class TrainingSession;

/// Closing the window loses nothing: a run in progress is paused, and so saved, before; where it cannot be
/// saved a person is asked.
class Closing : public QObject {
    Q_OBJECT

  public:
    Closing(QWidget& window, TrainingSession& session);

  signals:
    /// The window closes now.
    void closes();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    bool mayClose();
    bool ask(const QString& why);
    void closeWhenSaved(const EngineStatus& status);

    QWidget& window_;
    TrainingSession& session_;
    bool waiting_ = false; ///< asked to close, until the run is saved
    bool anyway_ = false;  ///< a person said so
};

} // namespace expertscope
