// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/export/animation_job.h"

#include <QObject>

class QSettings;

namespace expertscope {

class AnimationDialog;
class FigurePanels;
class TimelineController;
struct Workspace;

/// Export animation: the dialog, the job that it starts, and its choices in the settings.
class AnimationExporter : public QObject {
    Q_OBJECT

  public:
    AnimationExporter(QWidget& window, FigurePanels& panels, TimelineController& timeline,
                      Workspace& workspace);

    /// null: choices are forgotten with the window.
    void setSettings(QSettings* settings) { settings_ = settings; }
    void showDialog();

  private:
    void makeDialog();
    void follow();
    void start();
    void finish(const QStringList& paths, int unread);

    QWidget& window_;
    FigurePanels& panels_;
    TimelineController& timeline_;
    Workspace& workspace_;
    QSettings* settings_ = nullptr;
    QString run_;
    AnimationDialog* dialog_ = nullptr; ///< made when it is first asked for
    AnimationJob job_;
};

} // namespace expertscope
