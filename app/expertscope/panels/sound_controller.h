// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "app/expertscope/panels/sound_player.h"

#include <QObject>

class QAction;
class QMainWindow;
class QMenu;

namespace expertscope {

class FigurePanels;
class InspectorController;
class TrainingSession;

/// Lets examples of speech be heard: the half second around the one that is clicked among the examples, or
/// that the Inspector shows. Reading a recording again, or speaking a sentence again, is done on a thread of
/// its own.
class SoundController : public QObject {
    Q_OBJECT

  public:
    SoundController(QMainWindow& window, TrainingSession& session, FigurePanels& figures,
                    InspectorController& inspector);

    void addTo(QMenu& menu) const;
    /// Of what the figures show now: nothing for images.
    void play(int example);

  signals:
    /// A sentence: why nothing is heard.
    void told(const QString& sentence);

  private:
    TrainingSession& session_;
    FigurePanels& figures_;
    InspectorController& inspector_;
    QAction* action_;
    SoundPlayer player_;
    QueryThread sounds_;
};

} // namespace expertscope
