// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/common/window_layout.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QByteArray>
#include <QDockWidget>
#include <QLayout>
#include <QMainWindow>
#include <QMouseEvent>
#include <QTimerEvent>

namespace expertscope {

namespace {

/// A panel still in the user's hand would go back to its place in the middle of QMainWindow::restoreState,
/// and so change what that is building.
void dropWhatIsDragged() {
    auto* dragged = qobject_cast<QDockWidget*>(QWidget::mouseGrabber());
    if (!dragged)
        return;
    const QPointF here = dragged->mapFromGlobal(QPointF(QCursor::pos()));
    QMouseEvent release(QEvent::MouseButtonRelease, here, QCursor::pos(), Qt::LeftButton, Qt::NoButton, {});
    QApplication::sendEvent(dragged, &release);
}

/// Of a layout restored into a hidden window that will fill the screen Qt keeps a copy, which it tries again
/// with each size that the window then gets, until it fits or 150 ms have gone by. The next restore deletes
/// what that copy points to, and trying it crashes: it has had its time.
void giveUpLayoutBefore(QMainWindow& window) {
    QLayout& layout = *window.layout();
    layout.setGeometry(layout.geometry()); // else the time may not have begun
    for (const auto& timer : QAbstractEventDispatcher::instance()->registeredTimers(&layout)) {
        QTimerEvent over(timer.timerId);
        QCoreApplication::sendEvent(&layout, &over);
    }
}

} // namespace

void restoreLayout(QMainWindow& window, const QByteArray& layout, int version) {
    dropWhatIsDragged();
    giveUpLayoutBefore(window);
    window.restoreState(layout, version);
}

} // namespace expertscope
