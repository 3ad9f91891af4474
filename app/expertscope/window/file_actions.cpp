// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/file_actions.h"

#include "app/expertscope/common/window_action.h"
#include "app/expertscope/window/download_dialog.h"
#include "model/run/data_places.h"
#include "model/run/presets.h"
#include "model/run/run_directory.h"

#include <QAction>
#include <QFileDialog>
#include <QMainWindow>
#include <QMenu>

namespace expertscope {

FileActions::FileActions(QMainWindow& window) : QObject(&window), window_(window) {
    buildPresets();
    openRun_ = add(tr("Open &run…"), QKeySequence::Open, tr("Open a run's folder"), "openRun");
    openData_ =
        add(tr("Open &data…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, tr("Train on another data set"), "openData");
    download_ = add(tr("Do&wnload MNIST…"), {}, tr("Fetch the handwritten digits, 11 MB, and train on them"),
                    "download");
    quit_ = add(tr("&Quit"), QKeySequence::Quit, tr("Close the program; a run in progress is kept"), "quit");
    connect(openRun_, &QAction::triggered, this, &FileActions::chooseRunFolder);
    connect(openData_, &QAction::triggered, this, &FileActions::chooseDataFolder);
    connect(download_, &QAction::triggered, this, &FileActions::downloadMnist);
    connect(quit_, &QAction::triggered, &window, &QWidget::close);
}

QAction* FileActions::add(const QString& text, const QKeySequence& key, const QString& tip,
                          const char* name) {
    return addWindowAction(window_, text, key, tip, QLatin1String(name));
}

void FileActions::buildPresets() {
    presets_ = new QMenu(tr("New from &preset"), &window_);
    presets_->setToolTipsVisible(true);
    for (const Preset& preset : presets()) {
        const QString name = QString::fromStdString(preset.name);
        QAction* action = presets_->addAction(name, this, [this, name] { emit presetChosen(name); });
        action->setToolTip(QString::fromStdString(preset.description));
    }
}

void FileActions::chooseDataFolder() {
    const QString path = QFileDialog::getExistingDirectory(&window_, tr("Folder of a data set"));
    if (!path.isEmpty())
        emit folderChosen(path);
}

void FileActions::chooseRunFolder() {
    const QString path = QFileDialog::getExistingDirectory(&window_, tr("Folder of a run"),
                                                           QString::fromStdString(userRunsFolder().string()));
    if (!path.isEmpty())
        emit folderChosen(path);
}

void FileActions::downloadMnist() {
    if (const auto folder = findDataFolder("mnist"); !folder.empty()) // it is here already
        return emit folderChosen(QString::fromStdString(folder.string()));
    auto* dialog = new DownloadDialog(&window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DownloadDialog::fetched, this, &FileActions::folderChosen);
    dialog->show();
    dialog->start();
}

} // namespace expertscope
