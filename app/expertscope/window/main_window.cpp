// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/main_window.h"

#include "app/expertscope/panels/compare_controller.h"
#include "app/expertscope/panels/example_list_panel.h"
#include "app/expertscope/panels/sweep_controller.h"
#include "app/expertscope/panels/what_if_controller.h"
#include "model/base/error.h"
#include "model/base/file.h"
#include "model/run/data_places.h"
#include "model/run/presets.h"
#include "views/panels/experiment_panel.h"
#include "views/panels/figure_view.h"
#include "views/panels/message_bar.h"

#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>

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
    experiment_->setConfig(config);       // for as long as the data are read
    workspace_.session.setConfig(config); // and if they cannot be read
    if (folder.isEmpty())
        workspace_.session.open(config);
    else
        openFolder(folder);
}

void MainWindow::openPreset(const QString& name) {
    guarded([&] {
        RunConfig config = presetNamed(name.toStdString()).config;
        // A folder that was chosen before serves again where it holds what the preset needs.
        if (config.data.source == workspace_.session.config().data.source)
            config.data.path = workspace_.session.config().data.path;
        workspace_.session.open(config);
    });
}

void MainWindow::openFolder(const QString& path) {
    guarded([&] {
        const std::filesystem::path folder = path.toStdString();
        if (isThere(folder / "config.json"))
            return workspace_.session.openRun(folder);
        if (SweepDirectory::recognises(folder))
            return sweep_->open(path);
        RunConfig config = workspace_.session.config();
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
        workspace_.session.open(config);
    });
}

void MainWindow::tellStatus(std::shared_ptr<const EngineStatus> status) {
    if (!status->error.empty() && status->error != status_->error)
        showError(QString::fromStdString(status->error));
    else if (status->error.empty() && status->state == State::Running && status_->state != State::Running)
        messages_->hide();
    status_ = std::move(status);
}

void MainWindow::addCellActions(QMenu* menu, QWidget* view, const QPoint& position) {
    const auto* shown = qobject_cast<FigureView*>(view);
    const auto hit =
        shown ? shown->figure()->hitTest(position, shown->rect(), shown->figureStyle()) : std::nullopt;
    if (!hit || compare_->isOfOtherRun(view))
        return;
    menu->addAction(tr("Show these &examples"), this,
                    [this, shows = hit->shows] { exampleList_->show(shows); });
    whatIf_->addActions(*menu, hit->shows);
    menu->addSeparator();
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        return workspace_.selection.clear();
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
