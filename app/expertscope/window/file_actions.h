// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QKeySequence;
class QMainWindow;
class QMenu;

namespace expertscope {

/// What to work on: a preset, a run or data set from a folder, data from the net. Says what was chosen; opens
/// nothing.
class FileActions : public QObject {
    Q_OBJECT

  public:
    explicit FileActions(QMainWindow& window);

    /// A new experiment from each of the presets.
    QMenu* presetMenu() const { return presets_; }
    QAction* openRun() const { return openRun_; }
    QAction* openData() const { return openData_; }
    QAction* download() const { return download_; }
    QAction* quit() const { return quit_; }
    void chooseDataFolder();

  signals:
    void presetChosen(const QString& name);
    /// A run or a data set.
    void folderChosen(const QString& path);

  private:
    QAction* add(const QString& text, const QKeySequence& key, const QString& tip, const char* name);
    void buildPresets();
    void chooseRunFolder();
    void downloadMnist();

    QMainWindow& window_;
    QMenu* presets_;
    QAction *openRun_, *openData_, *download_, *quit_;
};

} // namespace expertscope
