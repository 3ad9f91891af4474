#include "app/expertscope/main_window.h"

#include "app/expertscope/desktop_manners.h"
#include "app/expertscope/download_dialog.h"
#include "app/expertscope/example_list_panel.h"
#include "app/expertscope/figure_panels.h"
#include "app/expertscope/probe_controller.h"
#include "app/expertscope/run_status_text.h"
#include "app/expertscope/timeline_controller.h"
#include "app/expertscope/what_if_controller.h"
#include "model/analysis/example_answer.h"
#include "model/base/error.h"
#include "model/run/data_sources.h"
#include "model/run/presets.h"
#include "views/experiment_panel.h"
#include "views/figure_view.h"
#include "views/inspector_view.h"
#include "views/lesion_banner.h"
#include "views/message_bar.h"
#include "views/play_icon.h"
#include "views/probe_view.h"
#include "views/timeline_bar.h"
#include "views/what_if_view.h"

#include <QAction>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QProgressBar>
#include <QRandomGenerator>
#include <QStatusBar>
#include <QStyle>
#include <QTabWidget>
#include <QToolBar>
#include <QVBoxLayout>

namespace expertscope {

using State = EngineStatus::State;

MainWindow::MainWindow(int threads)
    : session_(threads), networks_(new NetworkSource(session_, queries_, this)), status_(session_.status()) {
    setWindowTitle(tr("Expertscope"));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    buildActions();
    buildToolBar();
    buildPanels();
    buildStatusBar();
    buildMenus();
    connectSession();
    connectPanels();
    desktop_ = new DesktopManners(*this, session_, *figures_, *experiment_);
    connect(desktop_, &DesktopManners::figureMenuOpening, this, &MainWindow::addCellActions);
    showStatus(status_);
}

MainWindow::~MainWindow() = default;

QAction* MainWindow::addAction(const QString& text, const QKeySequence& key, const QString& tip,
                               const QString& name) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    action->setObjectName(name);
    action->setToolTip(key.isEmpty() ? tip : tr("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
    QMainWindow::addAction(action);
    return action;
}

void MainWindow::buildActions() {
    start_ = addAction(tr("Start"), Qt::Key_Space, tr("Train, or pause"), QStringLiteral("start"));
    step_ = addAction(tr("Step"), Qt::Key_Period, tr("Train on one minibatch"), QStringLiteral("step"));
    epoch_ = addAction(tr("Epoch"), Qt::Key_E, tr("Train to the end of the epoch"), QStringLiteral("epoch"));
    reset_ = addAction(tr("Reset"), Qt::CTRL | Qt::Key_R,
                       tr("Begin again from the same seed; the run so far stays on disk"),
                       QStringLiteral("reset"));
    newSeed_ = addAction(tr("New seed"), Qt::CTRL | Qt::Key_N, tr("Begin again with other random numbers"),
                         QStringLiteral("newSeed"));
    stopAfterEpoch_ = addAction(tr("Stop after epoch"), Qt::SHIFT | Qt::Key_E,
                                tr("Pause when the epoch ends"), QStringLiteral("stopAfterEpoch"));
    stopAfterEpoch_->setCheckable(true);
    phase_ = addAction(tr("Lift now"), Qt::Key_L, tr("Lift the balance constraint, or put it back"),
                       QStringLiteral("phase"));
    openRun_ =
        addAction(tr("Open &run…"), QKeySequence::Open, tr("Open a run's folder"), QStringLiteral("openRun"));
    openData_ = addAction(tr("Open &data…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O,
                          tr("Train on another data set"), QStringLiteral("openData"));
    download_ =
        addAction(tr("Do&wnload MNIST…"), {}, tr("Fetch the handwritten digits, 11 MB, and train on them"),
                  QStringLiteral("download"));
    quit_ = addAction(tr("&Quit"), QKeySequence::Quit, tr("Close the program; a run in progress is kept"),
                      QStringLiteral("quit"));
    connect(start_, &QAction::triggered, this, [this] { session_.toggle(); });
    connect(step_, &QAction::triggered, this, [this] { session_.step(); });
    connect(epoch_, &QAction::triggered, this, [this] { session_.epoch(); });
    connect(reset_, &QAction::triggered, this, [this] { session_.reset(); });
    connect(newSeed_, &QAction::triggered, this, &MainWindow::newSeed);
    connect(stopAfterEpoch_, &QAction::triggered, this, [this](bool on) { session_.stopAfterEpoch(on); });
    connect(phase_, &QAction::triggered, this, &MainWindow::togglePhase);
    connect(openRun_, &QAction::triggered, this, &MainWindow::chooseRunFolder);
    connect(openData_, &QAction::triggered, this, &MainWindow::chooseDataFolder);
    connect(download_, &QAction::triggered, this, &MainWindow::downloadMnist);
    connect(quit_, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::buildMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->setObjectName(QStringLiteral("fileMenu"));
    QMenu* fromPreset = file->addMenu(tr("New from &preset"));
    for (const Preset& preset : presets()) {
        const QString name = QString::fromStdString(preset.name);
        QAction* action = fromPreset->addAction(name, this, [this, name] { openPreset(name); });
        action->setToolTip(QString::fromStdString(preset.description));
    }
    fromPreset->setToolTipsVisible(true);
    file->addActions({openRun_, openData_, download_});
    file->addSeparator();
    file->addAction(quit_);

    QMenu* run = menuBar()->addMenu(tr("&Run"));
    run->setObjectName(QStringLiteral("runMenu"));
    run->addActions({start_, step_, epoch_, stopAfterEpoch_});
    run->addSeparator();
    run->addAction(phase_);
    run->addSeparator();
    run->addActions({reset_, newSeed_});

    menuBar()->addMenu(tr("&Timeline"))->addActions(timeline_->bar()->menuActions());

    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->setObjectName(QStringLiteral("viewMenu"));
    for (QDockWidget* dock : findChildren<QDockWidget*>())
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    QMenu* maps = view->addMenu(tr("&Colours"));
    auto* group = new QActionGroup(this);
    const QStringList names = ColourMap::names();
    for (int i = 0; i < names.size(); ++i) {
        const ColourMap map(static_cast<ColourMap::Kind>(i));
        QAction* action = maps->addAction(names[i], this, [this, map] { figures_->setColourMap(map); });
        action->setObjectName(QStringLiteral("colours.%1").arg(i));
        action->setCheckable(true);
        action->setChecked(i == 0);
        group->addAction(action);
    }
    QAction* range = view->addAction(tr("Spread colours over the &data's range"), this,
                                     [this](bool on) { figures_->setAutoRange(on); });
    range->setObjectName(QStringLiteral("autoRange"));
    range->setCheckable(true);
    range->setToolTip(tr("Otherwise colours run from 0 to 1, so that moments and runs compare"));
}

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Run controls"));
    bar->setObjectName(QStringLiteral("runControls"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    start_->setIcon(playIcon(false));
    bar->addActions({start_, step_, epoch_, stopAfterEpoch_, reset_, newSeed_});
    bar->addSeparator();
    bar->addAction(phase_);
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
    inspector_ = new InspectorView;
    messages_ = new MessageBar;
    timeline_ = new TimelineController(session_, *figures_, this);
    QToolBar* line = new QToolBar(tr("Timeline"));
    line->setObjectName(QStringLiteral("timeline"));
    line->setMovable(false);
    line->addWidget(timeline_->bar());
    addToolBar(Qt::BottomToolBarArea, line);

    auto* centre = new QWidget;
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
        addDock(tr("Inspector"), QStringLiteral("inspector"), inspector_, Qt::RightDockWidgetArea);
    QDockWidget* examples =
        addDock(tr("Examples"), QStringLiteral("examples"), figures_->examples(), Qt::BottomDockWidgetArea);
    QDockWidget* curves = addDock(tr("Course of training"), QStringLiteral("course"), figures_->tabs(),
                                  Qt::BottomDockWidgetArea);
    exampleListDock_ = addDock(tr("Behind a cell"), QStringLiteral("exampleList"), exampleList_->view(),
                               Qt::BottomDockWidgetArea);
    tabifyDockWidget(examples, exampleListDock_);
    exampleListDock_->hide(); // until it is asked for
    buildProbe(inspector);
    buildWhatIf(inspector);
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
    connect(whatIf_, &WhatIfController::lesionChanged, this, [this](const Lesion& lesion) {
        probe_->setLesion(lesion);
        inspect();
    });
    connect(&session_, &TrainingSession::experimentChanged, whatIf_, &WhatIfController::end);
    connect(view, &WhatIfView::hovered, this, &MainWindow::showHover);
}

void MainWindow::buildStatusBar() {
    statusText_ = new QLabel;
    statusText_->setObjectName(QStringLiteral("statusText"));
    hoverText_ = new QLabel;
    loading_ = new QProgressBar;
    loading_->setRange(0, 1000);
    loading_->setMaximumWidth(160);
    loading_->setTextVisible(false);
    loading_->hide();
    statusBar()->addWidget(statusText_);
    statusBar()->addWidget(loading_);
    statusBar()->addPermanentWidget(hoverText_);
}

void MainWindow::connectSession() {
    connect(&session_, &TrainingSession::snapshotChanged, this, &MainWindow::showSnapshot);
    connect(&session_, &TrainingSession::statusChanged, this, &MainWindow::showStatus);
    connect(&session_, &TrainingSession::configChanged, experiment_, &ExperimentPanel::setConfig);
    connect(networks_, &NetworkSource::networkChanged, this,
            [this](std::shared_ptr<const Network<float>> network, const QString& note) {
                network_ = std::move(network);
                showWhoAnswers(note);
                probe_->setNetwork(network_, note);
                whatIf_->setNetwork(network_, note);
                inspect();
                exampleList_->setNetwork(network_);
            });
    connect(networks_, &NetworkSource::failed, this, [this](const QString& sentence) {
        network_.reset(); // nobody else may answer for that moment
        inspector_->setAnswer(nullptr, nullptr);
        showWhoAnswers(tr("no checkpoint of that moment"));
        showHover(sentence);
    });
    connect(&session_, &TrainingSession::runChanged, this, [this](const QString& path) {
        setWindowTitle(path.isEmpty() ? tr("Expertscope")
                                      : tr("%1 – Expertscope").arg(QFileInfo(path).fileName()));
        setWindowFilePath(path);
    });
}

void MainWindow::connectPanels() {
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
    connect(experiment_, &ExperimentPanel::presetChosen, this, &MainWindow::openPreset);
    connect(experiment_, &ExperimentPanel::dataFolderRequested, this, &MainWindow::chooseDataFolder);
    connect(experiment_, &ExperimentPanel::configEdited, this,
            [this](const RunConfig& config) { session_.open(config); });
    connect(experiment_, &ExperimentPanel::changeRequested, this,
            [this](const QString& key, double value) { session_.change(key, value); });
}

template <class Work> void MainWindow::guarded(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        showError(QString::fromStdString(error.what()));
    }
}

void MainWindow::showError(const QString& sentence) {
    messages_->showMessage(sentence);
}

void MainWindow::begin(const RunConfig& config, const QString& folder) {
    experiment_->setConfig(config); // for as long as the data are read
    if (folder.isEmpty())
        return session_.open(config);
    session_.setConfig(config);
    openFolder(folder);
}

void MainWindow::openPreset(const QString& name) {
    guarded([&] {
        RunConfig config = presetNamed(name.toStdString()).config;
        // A folder that was chosen before serves again where it holds what the preset needs.
        if (config.data.source == session_.config().data.source)
            config.data.path = session_.config().data.path;
        select({});
        session_.open(config);
    });
}

void MainWindow::openFolder(const QString& path) {
    guarded([&] {
        const std::filesystem::path folder = path.toStdString();
        if (std::filesystem::exists(folder / "config.json"))
            return session_.openRun(folder);
        RunConfig config = session_.config();
        config.data.source = recogniseFolder(folder).name;
        config.data.path = folder.string();
        config.data.sha256.clear();
        config.preset.clear();
        session_.open(config);
    });
}

void MainWindow::chooseDataFolder() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Folder of a data set"));
    if (!path.isEmpty())
        openFolder(path);
}

void MainWindow::chooseRunFolder() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Folder of a run"),
                                                           QString::fromStdString(userRunsFolder().string()));
    if (!path.isEmpty())
        openFolder(path);
}

void MainWindow::downloadMnist() {
    if (const auto folder = findDataFolder("mnist"); !folder.empty())
        return openFolder(QString::fromStdString(folder.string())); // it is here already
    auto* dialog = new DownloadDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DownloadDialog::fetched, this, &MainWindow::openFolder);
    dialog->show();
    dialog->start();
}

void MainWindow::newSeed() {
    RunConfig config = session_.config();
    config.seed = QRandomGenerator::global()->bounded(1'000'000'000);
    session_.open(config);
}

void MainWindow::togglePhase() {
    session_.change(QStringLiteral("training.phase"),
                    status_->phase == constrainedPhase ? freePhase : constrainedPhase);
}

void MainWindow::showSnapshot(std::shared_ptr<const TrainingSnapshot> snapshot) {
    timeline_->setPresent(std::move(snapshot));
    showStatusText();
    followFigures();
    if (selectedExample() >= 0)
        networks_->request();
}

void MainWindow::showStatus(std::shared_ptr<const EngineStatus> status) {
    if (!status->error.empty() && status->error != status_->error)
        showError(QString::fromStdString(status->error));
    else if (status->error.empty() && status->state == State::Running && status_->state != State::Running)
        messages_->hide();
    status_ = std::move(status);
    loading_->setVisible(status_->state == State::Loading);
    loading_->setValue(static_cast<int>(1000 * status_->loaded));
    experiment_->setStatus(*status_);
    timeline_->setStatus(*status_);
    updateActions(*status_);
    showStatusText();
}

void MainWindow::showStatusText() {
    const QString now = runStatusText(*status_, timeline_->present());
    statusText_->setText(timeline_->showsPast() ? tr("Shown: %1 · now: %2").arg(timeline_->pastText(), now)
                                                : now);
}

void MainWindow::showWhichMoment() {
    showStatusText();
    const bool past = timeline_->showsPast();
    showWhoAnswers(past ? tr("nearest checkpoint") : QString()); // which one, it will say itself
    networks_->setMoment(past ? std::optional(figures_->snapshot()->step) : std::nullopt);
    followFigures();
}

/// The figures have another snapshot, of now or of the past.
void MainWindow::followFigures() {
    probe_->setSnapshot(*figures_->snapshot());
    whatIf_->snapshotChanged();
}

void MainWindow::showHover(QString text) {
    hoverText_->setText(text.replace('\n', QStringLiteral(" · "))); // the status bar has one line
}

/// note: whose network it is, where it is not the present one.
void MainWindow::showWhoAnswers(const QString& note) {
    auto* dock = findChild<QDockWidget*>(QStringLiteral("inspector"));
    dock->setWindowTitle(note.isEmpty() ? tr("Inspector") : tr("Inspector: past")); // a tab has little room
    dock->setToolTip(note);
}

void MainWindow::updateActions(const EngineStatus& status) {
    const bool running = status.state == State::Running;
    const bool ready = running || status.state == State::Paused;
    start_->setText(running ? tr("Pause") : tr("Start"));
    start_->setIcon(playIcon(running));
    for (QAction* action : {start_, step_, epoch_, stopAfterEpoch_})
        action->setEnabled(ready);
    stopAfterEpoch_->setChecked(status.stopAfterEpoch);
    for (QAction* action : {reset_, newSeed_})
        action->setEnabled(ready || status.state == State::Finished);
    phase_->setEnabled(ready && status.plan.constraint);
    phase_->setText(status.constrained ? tr("Constraint on: lift now") : tr("Constraint off: put back"));
}

void MainWindow::select(const Selection& selection) {
    selection_ = selection;
    figures_->setSelection(selection);
    probe_->setSelectedExample(selectedExample());
    whatIf_->setSelection(selection);
    if (selectedExample() >= 0)
        networks_->request();
    else
        inspector_->setAnswer(nullptr, nullptr);
}

void MainWindow::addCellActions(QMenu* menu, QWidget* view, const QPoint& position) {
    const auto* shown = qobject_cast<FigureView*>(view);
    const auto hit =
        shown ? shown->figure()->hitTest(position, shown->rect(), shown->figureStyle()) : std::nullopt;
    if (!hit)
        return;
    menu->addAction(tr("Show these &examples"), this, [this, shows = hit->shows] { listExamples(shows); });
    whatIf_->addActions(*menu, hit->shows);
    menu->addSeparator();
}

void MainWindow::listExamples(const Selection& selection) {
    const TrainingSnapshot* snapshot = figures_->snapshot();
    if (!snapshot || !snapshot->probe)
        return;
    exampleListDock_->show();
    exampleListDock_->raise();
    exampleList_->show(selection, snapshot->probe, snapshot->step);
}

int MainWindow::selectedExample() const {
    if (selection_.example)
        return *selection_.example;
    // A combination stands for its best example.
    const TrainingSnapshot* snapshot = figures_->shown();
    if (!snapshot || !selection_.expert || !selection_.nextExpert)
        return -1;
    const TopExamples& top = snapshot->statistics.top;
    if (*selection_.expert >= top.rows || *selection_.nextExpert >= top.columns || top.k == 0)
        return -1;
    return top.entry(*selection_.expert, *selection_.nextExpert, 0).example;
}

void MainWindow::inspect() {
    const TrainingSnapshot* snapshot = figures_->snapshot();
    const int example = selectedExample();
    if (!snapshot || !snapshot->probe || !network_ || example < 0 || example >= snapshot->probe->count() ||
        network_->description().inputs != snapshot->probe->shape().size())
        return;
    queries_.ask(
        this,
        [network = network_, set = snapshot->probe, example, lesion = whatIf_->lesionOf(*network_)] {
            return std::make_shared<const ExampleAnswer>(answerExample(*network, *set, example, lesion));
        },
        [this, set = snapshot->probe](std::shared_ptr<const ExampleAnswer> answer) {
            if (answer->example == selectedExample()) // else another one was chosen meanwhile
                inspector_->setAnswer(std::move(answer), set);
        });
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        return select({});
    QMainWindow::keyPressEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().front().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    openFolder(event->mimeData()->urls().front().toLocalFile());
}

} // namespace expertscope
