// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/session/workspace.h"

#include <QMainWindow>

#include <memory>

class QDockWidget;
class QMenu;

namespace expertscope {

class ExampleListPanel;
class CompareController;
class DesktopManners;
class ExperimentPanel;
class FigurePanels;
class FileActions;
class MessageBar;
class TimelineController;
class SoundController;
class SweepController;
class WhatIfController;

/// The window: an experiment on the left, what its experts do in the middle, one example on the right. Makes
/// the panels and gives each its place, and opens what is named; who follows what is the panels' own affair.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    explicit MainWindow(int threads);
    ~MainWindow() override;

    TrainingSession& session() { return workspace_.session; }
    const ShownMoment& moment() const { return workspace_.moment; }
    const CurrentSelection& selection() const { return workspace_.selection; }
    /// What is shown and enabled is after this one, which is a moment behind the engine's.
    const std::shared_ptr<const EngineStatus>& status() const { return status_; }
    DesktopManners& desktop() { return *desktop_; }
    CompareController& compare() { return *compare_; }
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
    void buildCentre();
    void buildTimeline();
    void buildPanels();
    void buildExampleList(QDockWidget* beside);
    void buildBehind(QDockWidget* inspector);
    void buildSweep();
    void buildActions();
    void connectExperiment();
    void connectNotices();
    QDockWidget* addDock(const QString& title, const QString& name, QWidget* content,
                         Qt::DockWidgetArea area);

    void tellStatus(std::shared_ptr<const EngineStatus> status);
    void addCellActions(QMenu* menu, QWidget* view, const QPoint& position);
    template <class Work> void guarded(const Work& work);

    Workspace workspace_;
    std::shared_ptr<const EngineStatus> status_;

    FileActions* fileActions_;
    FigurePanels* figures_;
    ExampleListPanel* exampleList_;
    ExperimentPanel* experiment_;
    TimelineController* timeline_;
    WhatIfController* whatIf_;
    CompareController* compare_;
    SweepController* sweep_;
    SoundController* sound_;
    MessageBar* messages_;
    DesktopManners* desktop_;
};

} // namespace expertscope
