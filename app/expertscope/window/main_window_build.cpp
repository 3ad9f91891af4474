// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/main_window.h"

#include "app/expertscope/panels/compare_controller.h"
#include "app/expertscope/panels/example_list_panel.h"
#include "app/expertscope/panels/figure_options.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/inspector_controller.h"
#include "app/expertscope/panels/probe_controller.h"
#include "app/expertscope/panels/sound_controller.h"
#include "app/expertscope/panels/sweep_controller.h"
#include "app/expertscope/panels/timeline_controller.h"
#include "app/expertscope/panels/what_if_controller.h"
#include "app/expertscope/window/desktop_manners.h"
#include "app/expertscope/window/file_actions.h"
#include "app/expertscope/window/menus.h"
#include "app/expertscope/window/run_actions.h"
#include "app/expertscope/window/status_line.h"
#include "views/panels/compare_view.h"
#include "views/panels/examples_panel.h"
#include "views/panels/experiment_panel.h"
#include "views/panels/figure_view.h"
#include "views/panels/inspector_view.h"
#include "views/panels/lesion_banner.h"
#include "views/panels/message_bar.h"
#include "views/panels/probe_view.h"
#include "views/panels/timeline_bar.h"
#include "views/panels/what_if_view.h"

#include <QDockWidget>
#include <QFileInfo>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

// Which panels there are, and where each has its place; main_window.cpp has what the window itself does.

namespace expertscope {
namespace {

constexpr int sweepHeight = 170; // a few rows of its table

} // namespace

MainWindow::MainWindow(int threads) : workspace_(threads), status_(workspace_.session.status()) {
    setWindowTitle(tr("Expertscope"));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    // Qt does not survive a layout that is restored while a dropped panel still glides to its place.
    setAnimated(false);
    buildCentre();
    buildTimeline();
    buildPanels();
    buildActions();
    connectExperiment();
    connectNotices();
    // After all others: what is shown and enabled is as this says.
    connect(&workspace_.session, &TrainingSession::statusChanged, this, &MainWindow::tellStatus);
    centralWidget()->setFocus(); // else the first control of all would have it, and its Space would not start
}

void MainWindow::buildCentre() {
    figures_ = new FigurePanels(workspace_, this);
    compare_ = new CompareController(*this, workspace_, *figures_);
    messages_ = new MessageBar;
    auto* lesions = new LesionBanner;
    auto* centre = new QWidget;
    centre->setObjectName(QStringLiteral("centralFigures"));
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(messages_);
    layout->addWidget(lesions);
    layout->addWidget(figures_->gating(), 1);
    layout->addWidget(compare_->view(), 1);
    setCentralWidget(centre);
    whatIf_ = new WhatIfController(new WhatIfView, lesions, workspace_, this);
}

void MainWindow::buildTimeline() {
    timeline_ = new TimelineController(workspace_, this);
    auto* line = new QToolBar(tr("Timeline"));
    line->setObjectName(QStringLiteral("timeline"));
    line->setMovable(false);
    line->addWidget(timeline_->bar());
    addToolBar(Qt::BottomToolBarArea, line);
}

QDockWidget* MainWindow::addDock(const QString& title, const QString& name, QWidget* content,
                                 Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildPanels() {
    experiment_ = new ExperimentPanel;
    auto* inspected = new InspectorController(workspace_, this);
    sound_ = new SoundController(*this, workspace_, *figures_->examples(), *inspected->view());
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::TopLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::TopRightCorner, Qt::RightDockWidgetArea);
    QDockWidget* experiment =
        addDock(tr("Experiment"), QStringLiteral("experiment"), experiment_, Qt::LeftDockWidgetArea);
    QDockWidget* inspector =
        addDock(tr("Inspector"), QStringLiteral("inspector"), inspected->panel(), Qt::RightDockWidgetArea);
    QDockWidget* examples = addDock(tr("Examples"), QStringLiteral("examples"), figures_->examplesPanel(),
                                    Qt::BottomDockWidgetArea);
    QDockWidget* curves = addDock(tr("Course of training"), QStringLiteral("course"), figures_->tabs(),
                                  Qt::BottomDockWidgetArea);
    buildExampleList(examples);
    buildBehind(inspector);
    buildSweep();
    resizeDocks({experiment, inspector}, {236, 236}, Qt::Horizontal);
    resizeDocks({examples, curves}, {420, 380}, Qt::Horizontal);
    resizeDocks({examples, curves}, {352, 352}, Qt::Vertical);
}

void MainWindow::buildExampleList(QDockWidget* beside) {
    exampleList_ = new ExampleListPanel(workspace_, this);
    QDockWidget* dock = addDock(tr("Behind a cell"), QStringLiteral("exampleList"), exampleList_->view(),
                                Qt::BottomDockWidgetArea);
    tabifyDockWidget(beside, dock);
    dock->hide(); // until it is asked for
    connect(figures_, &FigurePanels::examplesRequested, exampleList_, &ExampleListPanel::show);
    connect(exampleList_, &ExampleListPanel::begun, dock, [dock] {
        dock->show();
        dock->raise();
    });
}

/// Probe and What if, behind the Inspector.
void MainWindow::buildBehind(QDockWidget* inspector) {
    auto* probe = new ProbeView;
    new ProbeController(probe, workspace_, this);
    tabifyDockWidget(inspector,
                     addDock(tr("Probe"), QStringLiteral("probe"), probe, Qt::RightDockWidgetArea));
    tabifyDockWidget(inspector, addDock(tr("What if"), QStringLiteral("whatIf"), whatIf_->view(),
                                        Qt::RightDockWidgetArea));
    inspector->raise();
}

void MainWindow::buildSweep() {
    QDockWidget* dock = addDock(tr("Sweep"), QStringLiteral("sweep"), nullptr, Qt::TopDockWidgetArea);
    sweep_ = new SweepController(*dock, workspace_);
    connect(sweep_, &SweepController::runChosen, this, &MainWindow::openFolder);
    connect(sweep_, &SweepController::opened, this, [this, dock](const QString& firstRun) {
        resizeDocks({dock}, {sweepHeight}, Qt::Vertical); // else the figures below it get next to nothing
        if (!firstRun.isEmpty() && workspace_.session.status()->state == EngineStatus::State::Empty)
            openFolder(firstRun); // there is nothing else to see
    });
}

void MainWindow::buildActions() {
    QToolBar* bar = addToolBar(tr("Run controls"));
    bar->setObjectName(QStringLiteral("runControls"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* run = new RunActions(*this, workspace_.session);
    new StatusLine(*statusBar(), workspace_, run->cancelButton());
    auto* options = new FigureOptions(*this, *figures_);
    fileActions_ = new FileActions(*this);
    desktop_ = new DesktopManners(*this, workspace_, *figures_, *timeline_, *options, *experiment_);
    const ActionOwners owners{*fileActions_, *run,      *timeline_->bar(), *sound_,
                              *options,      *compare_, *desktop_};
    buildMenus(*this, owners);
    fillToolBar(*bar, owners);
    desktop_->keepUsualLayout();
    connect(desktop_, &DesktopManners::figureMenuOpening, this, &MainWindow::addCellActions);
    connect(desktop_, &DesktopManners::aboutToSave, compare_, &CompareController::end);
    connect(desktop_, &DesktopManners::layoutReset, compare_, &CompareController::layoutReset);
    connect(desktop_, &DesktopManners::presented, compare_, &CompareController::presented);
    connect(fileActions_, &FileActions::presetChosen, this, &MainWindow::openPreset);
    connect(fileActions_, &FileActions::folderChosen, this, &MainWindow::openFolder);
}

void MainWindow::connectExperiment() {
    TrainingSession& session = workspace_.session;
    connect(&session, &TrainingSession::statusChanged, experiment_,
            [this](const std::shared_ptr<const EngineStatus>& status) { experiment_->setStatus(*status); });
    connect(&session, &TrainingSession::configChanged, experiment_, &ExperimentPanel::setConfig);
    connect(experiment_, &ExperimentPanel::configEdited, &session, &TrainingSession::open);
    connect(experiment_, &ExperimentPanel::changeRequested, &session, &TrainingSession::change);
    connect(experiment_, &ExperimentPanel::presetChosen, this, &MainWindow::openPreset);
    connect(experiment_, &ExperimentPanel::dataFolderRequested, fileActions_, &FileActions::chooseDataFolder);
    experiment_->setStatus(*status_);
}

void MainWindow::connectNotices() {
    TrainingSession& session = workspace_.session;
    connect(&workspace_.notices, &Notices::failed, messages_, &MessageBar::showMessage);
    connect(&workspace_.notices, &Notices::hinted, messages_, &MessageBar::showHint);
    connect(&session, &TrainingSession::onlyFiguresFound, messages_, &MessageBar::showHint);
    connect(&session, &TrainingSession::dataNoted, messages_,
            [this](const QStringList& sentences) { messages_->showHint(sentences.join(' ')); });
    connect(&workspace_.networks, &NetworkSource::failed, &workspace_.notices, &Notices::readOut);
    connect(&session, &TrainingSession::runChanged, this, [this](const QString& path) {
        setWindowTitle(path.isEmpty() ? tr("Expertscope")
                                      : tr("%1 – Expertscope").arg(QFileInfo(path).fileName()));
        setWindowFilePath(path);
    });
}

} // namespace expertscope
