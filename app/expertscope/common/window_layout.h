// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QByteArray;
class QMainWindow;

namespace expertscope {

/// Puts docks and tool bars as QMainWindow::saveState found them, also in a hidden window, and as often as
/// wanted. Before a window is shown for the first time QMainWindow::restoreState is better: it finds the sizes
/// again that the panels of a maximised window had.
void restoreLayout(QMainWindow& window, const QByteArray& layout, int version = 0);

} // namespace expertscope
