// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/main_window.h"

#include "app/expertscope/common/recent_runs.h"
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
#include "app/expertscope/window/run_actions.h"
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
#include <QLabel>
#include <QMenuBar>
#include <QProgressBar>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

// How the window is put together, and what hears what; main_window.cpp has what it does.

namespace expertscope {
namespace {

constexpr int sweepHeight = 170; // a few rows of its table

} // namespace

MainWindow::MainWindow(int threads)
    : session_(threads), networks_(new NetworkSource(session_, queries_, this)), status_(session_.status()) {
    setWindowTitle(tr("Expertscope"));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    // Qt does not survive a layout that is restored while a dropped panel still glides to its place.
    setAnimated(false);
    fileActions_ = new FileActions(*this);
    runActions_ = new RunActions(*this, session_);
    buildPanels();
    buildToolBar();
    buildStatusBar();
    buildMenus();
    connectSession();
    connectPanels();
    desktop_ = new DesktopManners(*this, session_, *figures_, *timeline_, *experiment_);
    connect(desktop_, &DesktopManners::figureMenuOpening, this, &MainWindow::addCellActions);
    compare_->addTo(*findChild<QMenu*>(QStringLiteral("fileMenu")), desktop_->recentRuns().menuAction(),
                    desktop_->recentRuns());
    connect(desktop_, &DesktopManners::aboutToSave, compare_, &CompareController::end);
    connect(desktop_, &DesktopManners::layoutReset, compare_, &CompareController::layoutReset);
    connect(desktop_, &DesktopManners::presented, compare_, &CompareController::presented);
    showStatus(status_);
    centralWidget()->setFocus(); // else the first control of all would have it, and its Space would not start
}

void MainWindow::buildMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->setObjectName(QStringLiteral("fileMenu"));
    fileActions_->addTo(*file);

    QMenu* run = menuBar()->addMenu(tr("&Run"));
    run->setObjectName(QStringLiteral("runMenu"));
    runActions_->addTo(*run);

    menuBar()->addMenu(tr("&Timeline"))->addActions(timeline_->bar()->menuActions());

    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->setObjectName(QStringLiteral("viewMenu"));
    for (QDockWidget* dock : findChildren<QDockWidget*>())
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    sound_->addTo(*view);
    view->addSeparator();
    figureOptions_ = new FigureOptions(*this, *view, *figures_);
}

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Run controls"));
    bar->setObjectName(QStringLiteral("runControls"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    runActions_->addTo(*bar);
    compare_->addTo(*bar);
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
    figures_ = new FigurePanels(this);
    exampleList_ = new ExampleListPanel(queries_, this);
    experiment_ = new ExperimentPanel;
    inspector_ = new InspectorController(*figures_, *networks_, queries_, this);
    sound_ = new SoundController(*this, session_, *figures_, *inspector_);
    messages_ = new MessageBar;
    timeline_ = new TimelineController(session_, *figures_, this);
    QToolBar* line = new QToolBar(tr("Timeline"));
    line->setObjectName(QStringLiteral("timeline"));
    line->setMovable(false);
    line->addWidget(timeline_->bar());
    addToolBar(Qt::BottomToolBarArea, line);

    auto* centre = new QWidget;
    centre->setObjectName(QStringLiteral("centralFigures"));
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(messages_);
    layout->addWidget(figures_->gating(), 1);
    setCentralWidget(centre);

    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    QDockWidget* experiment =
        addDock(tr("Experiment"), QStringLiteral("experiment"), experiment_, Qt::LeftDockWidgetArea);
    QDockWidget* inspector =
        addDock(tr("Inspector"), QStringLiteral("inspector"), inspector_->panel(), Qt::RightDockWidgetArea);
    QDockWidget* examples = addDock(tr("Examples"), QStringLiteral("examples"), figures_->examplesPanel(),
                                    Qt::BottomDockWidgetArea);
    QDockWidget* curves = addDock(tr("Course of training"), QStringLiteral("course"), figures_->tabs(),
                                  Qt::BottomDockWidgetArea);
    exampleListDock_ = addDock(tr("Behind a cell"), QStringLiteral("exampleList"), exampleList_->view(),
                               Qt::BottomDockWidgetArea);
    tabifyDockWidget(examples, exampleListDock_);
    exampleListDock_->hide(); // until it is asked for
    buildProbe(inspector);
    buildWhatIf(inspector);
    buildCompare();
    buildSweep();
    resizeDocks({experiment, inspector}, {236, 236}, Qt::Horizontal);
    resizeDocks({examples, curves}, {420, 380}, Qt::Horizontal);
    resizeDocks({examples, curves}, {352, 352}, Qt::Vertical);
}

void MainWindow::buildProbe(QDockWidget* inspector) {
    auto* view = new ProbeView;
    probe_ = new ProbeController(view, queries_, this);
    tabifyDockWidget(inspector, addDock(tr("Probe"), QStringLiteral("probe"), view, Qt::RightDockWidgetArea));
    inspector->raise();
    connect(&session_, &TrainingSession::experimentChanged, probe_, &ProbeController::forgetNetwork);
    connect(probe_, &ProbeController::networkWanted, networks_, &NetworkSource::request);
    connect(view->results(), &ProbeResults::hovered, this, &MainWindow::showHover);
}

void MainWindow::buildWhatIf(QDockWidget* inspector) {
    auto* view = new WhatIfView;
    auto* banner = new LesionBanner;
    static_cast<QBoxLayout*>(centralWidget()->layout())->insertWidget(1, banner); // below the message bar
    whatIf_ = new WhatIfController(view, banner, figures_, queries_, this);
    tabifyDockWidget(inspector,
                     addDock(tr("What if"), QStringLiteral("whatIf"), view, Qt::RightDockWidgetArea));
    inspector->raise();
    connect(whatIf_, &WhatIfController::networkWanted, networks_, &NetworkSource::request);
    connect(whatIf_, &WhatIfController::lesionChanged, probe_, &ProbeController::setLesion);
    connect(whatIf_, &WhatIfController::lesionChanged, inspector_, &InspectorController::setLesion);
    connect(&session_, &TrainingSession::experimentChanged, whatIf_, &WhatIfController::end);
    connect(view, &WhatIfView::hovered, this, &MainWindow::showHover);
}

void MainWindow::buildSweep() {
    setCorner(Qt::TopLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::TopRightCorner, Qt::RightDockWidgetArea);
    QDockWidget* dock = addDock(tr("Sweep"), QStringLiteral("sweep"), nullptr, Qt::TopDockWidgetArea);
    sweep_ = new SweepController(*dock, queries_);
    connect(sweep_, &SweepController::failed, this, &MainWindow::showError);
    connect(sweep_, &SweepController::runChosen, this, &MainWindow::openFolder);
    connect(sweep_, &SweepController::opened, this, [this, dock](const QString& firstRun) {
        resizeDocks({dock}, {sweepHeight}, Qt::Vertical); // else the figures below it get next to nothing
        if (!firstRun.isEmpty() && session_.status()->state == EngineStatus::State::Empty)
            openFolder(firstRun); // there is nothing else to see
    });
}

void MainWindow::buildCompare() {
    compare_ = new CompareController(*this, session_, *figures_, queries_);
    static_cast<QBoxLayout*>(centralWidget()->layout())->addWidget(compare_->view(), 1);
    connect(compare_, &CompareController::selected, this, &MainWindow::select);
    connect(compare_, &CompareController::hovered, this, &MainWindow::showHover);
    connect(compare_, &CompareController::failed, this, &MainWindow::showError);
}

void MainWindow::buildStatusBar() {
    statusText_ = new QLabel;
    statusText_->setObjectName(QStringLiteral("statusText"));
    hoverText_ = new QLabel;
    loading_ = new QProgressBar;
    loading_->setRange(0, 1000);
    loading_->setMaximumWidth(160);
    loading_->setAccessibleName(tr("Progress of preparing data"));
    loading_->setTextVisible(false);
    loading_->hide();
    cancelLoad_ = runActions_->cancelButton();
    cancelLoad_->hide();
    statusBar()->addWidget(statusText_);
    statusBar()->addWidget(loading_);
    statusBar()->addWidget(cancelLoad_);
    statusBar()->addPermanentWidget(hoverText_);
}

void MainWindow::connectSession() {
    connect(&session_, &TrainingSession::snapshotChanged, this, &MainWindow::showSnapshot);
    connect(&session_, &TrainingSession::statusChanged, this, &MainWindow::showStatus);
    connect(&session_, &TrainingSession::dataNoted, this,
            [this](const QStringList& sentences) { messages_->showHint(sentences.join(' ')); });
    connect(&session_, &TrainingSession::onlyFiguresFound, this, [this](const QString& sentence) {
        messages_->showHint(sentence);
        timeline_->showMoment(static_cast<int>(timeline_->timeline().moments().size()) - 1);
    });
    connect(&session_, &TrainingSession::configChanged, experiment_, &ExperimentPanel::setConfig);
    connect(networks_, &NetworkSource::networkChanged, this,
            [this](const std::shared_ptr<const Network<float>>& network, const QString& note) {
                inspector_->setNote(note);
                probe_->setNetwork(network, note);
                whatIf_->setNetwork(network, note);
                inspector_->setNetwork(network);
                exampleList_->setNetwork(network);
            });
    connect(networks_, &NetworkSource::failed, this, [this](const QString& sentence) {
        inspector_->setNetwork(nullptr); // nobody else may answer for that moment
        inspector_->setNote(tr("No checkpoint of that moment"));
        showHover(sentence);
    });
    connect(&session_, &TrainingSession::runChanged, this, [this](const QString& path) {
        setWindowTitle(path.isEmpty() ? tr("Expertscope")
                                      : tr("%1 – Expertscope").arg(QFileInfo(path).fileName()));
        setWindowFilePath(path);
    });
}

void MainWindow::connectPanels() {
    connect(&session_, &TrainingSession::experimentChanged, figures_, &FigurePanels::forgetOrders);
    connect(timeline_, &TimelineController::shownChanged, this, &MainWindow::showWhichMoment);
    connect(timeline_, &TimelineController::failed, this, &MainWindow::showError);
    connect(figures_, &FigurePanels::selected, this, &MainWindow::select);
    connect(figures_, &FigurePanels::hovered, this, &MainWindow::showHover);
    connect(figures_, &FigurePanels::examplesRequested, this, &MainWindow::listExamples);
    connect(exampleList_, &ExampleListPanel::networkWanted, networks_, &NetworkSource::request);
    connect(exampleList_->view(), &ExampleList::exampleSelected, this, [this](int example) {
        Selection selection;
        selection.example = example;
        select(selection);
    });
    connect(inspector_->view(), &InspectorView::exampleSelected, this, [this](int example) {
        Selection selection;
        selection.example = example;
        select(selection);
    });
    connect(inspector_->view(), &InspectorView::hovered, this, &MainWindow::showHover);
    connect(sound_, &SoundController::told, this,
            [this](const QString& sentence) { messages_->showHint(sentence); });
    connect(experiment_, &ExperimentPanel::presetChosen, this, &MainWindow::openPreset);
    connect(experiment_, &ExperimentPanel::dataFolderRequested, fileActions_, &FileActions::chooseDataFolder);
    connect(fileActions_, &FileActions::presetChosen, this, &MainWindow::openPreset);
    connect(fileActions_, &FileActions::folderChosen, this, &MainWindow::openFolder);
    connect(experiment_, &ExperimentPanel::configEdited, this,
            [this](const RunConfig& config) { session_.open(config); });
    connect(experiment_, &ExperimentPanel::changeRequested, this,
            [this](const QString& key, double value) { session_.change(key, value); });
}

} // namespace expertscope
