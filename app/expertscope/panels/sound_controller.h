// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "app/expertscope/panels/sound_player.h"

#include <QObject>

class QAction;
class QMainWindow;

namespace expertscope {

class FigureView;
class InspectorView;
struct Workspace;

/// Lets examples of speech be heard: the half second around the one that is clicked among the examples, or
/// that the Inspector shows. Reading a recording again, or speaking a sentence again, is done on a thread of
/// its own.
class SoundController : public QObject {
    Q_OBJECT

  public:
    SoundController(QMainWindow& window, Workspace& workspace, FigureView& examples,
                    InspectorView& inspector);

    /// To play what is chosen.
    QAction* action() const { return action_; }

  private:
    void play(int example);

    Workspace& workspace_;
    QAction* action_;
    SoundPlayer player_;
    QueryThread sounds_;
};

} // namespace expertscope
