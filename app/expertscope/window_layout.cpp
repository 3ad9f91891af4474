#include "app/expertscope/window_layout.h"

#include <QByteArray>
#include <QMainWindow>

namespace expertscope {

void restoreLayout(QMainWindow& window, const QByteArray& layout, int version) {
    const Qt::WindowStates states = window.windowState();
    // Of a layout restored into a hidden window that will fill the screen Qt 6.4 keeps a copy until it is shown.
    // The next restore deletes what that copy points to, and showing the window then crashes.
    const bool wouldBeCopied = window.isHidden() && (states & (Qt::WindowMaximized | Qt::WindowFullScreen));
    if (wouldBeCopied)
        window.setWindowState(Qt::WindowNoState);
    window.restoreState(layout, version);
    if (wouldBeCopied)
        window.setWindowState(states);
}

} // namespace expertscope
