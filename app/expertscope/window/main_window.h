// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "app/expertscope/session/network_source.h"
#include "app/expertscope/session/training_session.h"
#include "views/figures/selection.h"

#include <QMainWindow>

#include <memory>

class QDockWidget;
class QLabel;
class QProgressBar;
class QToolButton;

namespace expertscope {

class ExampleListPanel;
class CompareController;
class DesktopManners;
class ExperimentPanel;
class FigurePanels;
class FigureOptions;
class FileActions;
class InspectorController;
class MessageBar;
class TimelineController;
class ProbeController;
class RunActions;
class SoundController;
class SweepController;
class WhatIfController;

/// The window: an experiment on the left, what its experts do in the middle, one example on the right. Wires
/// views' intents to the session and its results to the views; draws and computes nothing itself.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    explicit MainWindow(int threads);
    ~MainWindow() override;

    TrainingSession& session() { return session_; }
    /// What is shown and enabled is after this one, which is a moment behind the engine's.
    const std::shared_ptr<const EngineStatus>& status() const { return status_; }
    DesktopManners& desktop() { return *desktop_; }
    CompareController& compare() { return *compare_; }
    FigureOptions& figureOptions() { return *figureOptions_; }
    /// The first experiment: a configuration, and perhaps a folder to open (a run) or to train on (a data
    /// set).
    void begin(const RunConfig& config, const QString& folder);
    /// A preset's name, or a folder: a run, a sweep, or a data set. What is wrong goes to the message bar.
    void openPreset(const QString& name);
    void openFolder(const QString& path);
    void showError(const QString& sentence);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void buildMenus();
    void buildToolBar();
    void buildPanels();
    void buildProbe(QDockWidget* inspector);
    void buildWhatIf(QDockWidget* inspector);
    void buildCompare();
    void buildSweep();
    void buildStatusBar();
    QDockWidget* addDock(const QString& title, const QString& name, QWidget* content,
                         Qt::DockWidgetArea area);
    void connectSession();
    void connectPanels();

    void showSnapshot(std::shared_ptr<const TrainingSnapshot> snapshot);
    void showStatus(std::shared_ptr<const EngineStatus> status);
    void showStatusText();
    void showWhichMoment();
    void followFigures();
    void showHover(QString text);
    void select(const Selection& selection);
    void listExamples(const Selection& selection);
    void addCellActions(QMenu* menu, QWidget* view, const QPoint& position);
    template <class Work> void guarded(const Work& work);

    TrainingSession session_;
    QueryThread queries_;
    NetworkSource* networks_;
    std::shared_ptr<const EngineStatus> status_;

    FileActions* fileActions_;
    RunActions* runActions_;
    FigureOptions* figureOptions_;
    FigurePanels* figures_;
    ExampleListPanel* exampleList_;
    QDockWidget* exampleListDock_;
    ExperimentPanel* experiment_;
    InspectorController* inspector_;
    TimelineController* timeline_;
    ProbeController* probe_;
    WhatIfController* whatIf_;
    CompareController* compare_;
    SweepController* sweep_;
    SoundController* sound_;
    MessageBar* messages_;
    QLabel *statusText_, *hoverText_;
    QProgressBar* loading_;
    QToolButton* cancelLoad_;
    DesktopManners* desktop_;
};

} // namespace expertscope
