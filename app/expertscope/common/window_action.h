// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QString>

class QAction;
class QMainWindow;

namespace expertscope {

/// An action of the window whose tooltip names its key; found again by its name. Without a place in a menu it
/// works by its key alone.
QAction* addWindowAction(QMainWindow& window, const QString& text, const QKeySequence& key,
                         const QString& tip, const QString& name);

} // namespace expertscope
