// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sweep/sweep_directory.h"

#include <QObject>
#include <QTimer>

#include <optional>

class QDockWidget;
class QTabWidget;

namespace expertscope {

class SweepTableView;
struct Workspace;

/// A sweep's folder in a dock across the window: its table and its plots. A run that is chosen there is
/// opened in the window. Reading happens on the query's thread; while runs are missing it is read again and
/// again, since the sweep may be going on.
class SweepController : public QObject {
    Q_OBJECT

  public:
    /// The dock must be empty.
    SweepController(QDockWidget& dock, Workspace& workspace);

    /// Shows the sweep; until it is read, and if it cannot be, all stays as it is.
    void open(const QString& path);
    SweepTableView* table() const { return table_; }

  signals:
    /// It is shown; the folder of its first run that has ended, or empty.
    void opened(const QString& firstRun);
    /// The folder of a run that is wanted.
    void runChosen(const QString& path);

  private:
    struct Read;
    void read(const QString& path, bool again);
    void show(const Read& read, bool again);
    void showPlots(const Read& read);

    QDockWidget& dock_;
    Workspace& workspace_;
    QTabWidget* tabs_;
    SweepTableView* table_;
    std::optional<SweepDirectory> directory_;
    QTimer again_;
};

} // namespace expertscope
