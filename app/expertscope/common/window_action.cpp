// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/common/window_action.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>

namespace expertscope {

QAction* addWindowAction(QMainWindow& window, const QString& text, const QKeySequence& key,
                         const QString& tip, const QString& name) {
    auto* action = new QAction(text, &window);
    action->setShortcut(key);
    action->setObjectName(name);
    action->setToolTip(key.isEmpty() ? tip
                                     : QCoreApplication::translate("WindowAction", "%1 (%2)")
                                           .arg(tip, key.toString(QKeySequence::NativeText)));
    window.addAction(action);
    return action;
}

} // namespace expertscope
