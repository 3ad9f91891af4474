// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/main_window.h"

#include "app/expertscope/panels/compare_controller.h"
#include "app/expertscope/panels/example_list_panel.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/inspector_controller.h"
#include "app/expertscope/panels/probe_controller.h"
#include "app/expertscope/panels/sweep_controller.h"
#include "app/expertscope/panels/timeline_controller.h"
#include "app/expertscope/panels/what_if_controller.h"
#include "app/expertscope/session/run_status_text.h"
#include "app/expertscope/window/run_actions.h"
#include "model/base/error.h"
#include "model/base/file.h"
#include "model/run/data_places.h"
#include "model/run/presets.h"
#include "views/panels/experiment_panel.h"
#include "views/panels/figure_view.h"
#include "views/panels/message_bar.h"

#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QToolButton>

namespace expertscope {

using State = EngineStatus::State;

namespace {

/// The first file or folder that is dragged along; empty where there is none, as in a list without a line.
QString folderIn(const QMimeData& dragged) {
    return dragged.urls().value(0).toLocalFile();
}

} // namespace

/// Panels go after the window's own part: what they say on their way, as of a focus that they lose, is for
/// nobody.
MainWindow::~MainWindow() {
    for (QObject* child : findChildren<QObject*>())
        disconnect(child, nullptr, this, nullptr);
}

template <class Work> void MainWindow::guarded(const Work& work) {
    try {
        work();
    } catch (const std::exception& error) {
        showError(QString::fromStdString(sentenceOf(error)));
    }
}

void MainWindow::showError(const QString& sentence) {
    messages_->showMessage(sentence);
}

void MainWindow::begin(const RunConfig& config, const QString& folder) {
    experiment_->setConfig(config); // for as long as the data are read
    session_.setConfig(config);     // and if they cannot be read
    if (folder.isEmpty())
        session_.open(config);
    else
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
        if (isThere(folder / "config.json"))
            return session_.openRun(folder);
        if (SweepDirectory::recognises(folder))
            return sweep_->open(path);
        RunConfig config = session_.config();
        const DataSource& source = recogniseFolder(folder, config.data.source);
        if (source.name != config.data.source)
            config.preset.clear(); // it is for other data
        config.data.source = source.name;
        if (source.speech)
            config.data.jitter = 0;
        else
            config.data.phones.clear();
        config.data.path = folder.string();
        config.data.sha256.clear();
        config.data.transposed.reset();
        config.data.inverted.reset();
        session_.open(config);
    });
}

void MainWindow::showSnapshot(std::shared_ptr<const TrainingSnapshot> snapshot) {
    timeline_->setPresent(std::move(snapshot));
    showStatusText();
    followFigures();
    inspector_->snapshotChanged();
}

void MainWindow::showStatus(std::shared_ptr<const EngineStatus> status) {
    if (!status->error.empty() && status->error != status_->error)
        showError(QString::fromStdString(status->error));
    else if (status->error.empty() && status->state == State::Running && status_->state != State::Running)
        messages_->hide();
    status_ = std::move(status);
    for (QWidget* shown : std::initializer_list<QWidget*>{loading_, cancelLoad_})
        shown->setVisible(status_->state == State::Loading);
    loading_->setValue(static_cast<int>(1000 * status_->loaded));
    experiment_->setStatus(*status_);
    timeline_->setStatus(*status_);
    runActions_->setStatus(*status_);
    showStatusText();
}

void MainWindow::showStatusText() {
    const QString now = runStatusText(*status_, timeline_->present(), session_.loading());
    statusText_->setText(timeline_->showsPast() ? tr("Shown: %1 · now: %2").arg(timeline_->pastText(), now)
                                                : now);
}

void MainWindow::showWhichMoment() {
    showStatusText();
    const bool past = timeline_->showsPast();
    inspector_->setNote(past ? tr("Nearest checkpoint") : QString()); // which one, it will say itself
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

void MainWindow::select(const Selection& selection) {
    figures_->setSelection(selection);
    inspector_->setSelection(selection);
    probe_->setSelectedExample(inspector_->example());
    whatIf_->setSelection(selection);
    compare_->setSelection(selection);
}

void MainWindow::addCellActions(QMenu* menu, QWidget* view, const QPoint& position) {
    const auto* shown = qobject_cast<FigureView*>(view);
    const auto hit =
        shown ? shown->figure()->hitTest(position, shown->rect(), shown->figureStyle()) : std::nullopt;
    if (!hit || compare_->isOfOtherRun(view))
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

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        return select({});
    QMainWindow::keyPressEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!folderIn(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    openFolder(folderIn(*event->mimeData()));
}

} // namespace expertscope
