// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/export/figure_job.h"

#include <QObject>

class QSettings;
class QWidget;

namespace expertscope {

class ExportDialog;
class FigurePanels;
struct Workspace;

/// Where the figures of a run go unless another folder is chosen: its own, or with the user's documents while
/// it has none.
QString usualFiguresFolder(const QString& run);

/// Export figures: the dialog, kept at what the window shows, the job that it starts, and its choices in the
/// settings.
class FigureExporter : public QObject {
    Q_OBJECT

  public:
    FigureExporter(QWidget& window, FigurePanels& panels, Workspace& workspace);

    /// null: choices are forgotten with the window.
    void setSettings(QSettings* settings) { settings_ = settings; }
    void showDialog();

  private:
    void makeDialog();
    void follow();

    QWidget& window_;
    FigurePanels& panels_;
    Workspace& workspace_;
    QSettings* settings_ = nullptr;
    QString run_;
    ExportDialog* dialog_ = nullptr; ///< made when it is first asked for
    FigureJob job_;
};

} // namespace expertscope
