// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFont>
#include <QObject>

#include <optional>

class QAction;
class QMainWindow;

namespace expertscope {

/// The window for a projector: the whole screen, larger letters, thicker lines, and no room for what nobody
/// edits there. All as it was when it ends.
class Presentation : public QObject {
    Q_OBJECT

  public:
    /// layoutVersion: as for QMainWindow::saveState.
    Presentation(QMainWindow& window, int layoutVersion);
    /// The application's letters are their own size again, whatever became of the window.
    ~Presentation() override;

    /// To switch it on and off (F11).
    QAction* action() const { return action_; }
    void end();

  signals:
    /// It began or ended, and the docks changed with it.
    void presented(bool on);

  private:
    void present(bool on);

    QMainWindow& window_;
    int layoutVersion_;
    QAction* action_;
    QByteArray layoutBefore_;
    std::optional<QFont> fontBefore_; ///< while it presents
    Qt::WindowStates stateBefore_;
};

} // namespace expertscope
