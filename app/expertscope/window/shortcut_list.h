// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace expertscope {

/// Every key of the window and its figures, and what it does, as a table. The window's are read from its
/// actions, so that the list is never out of date.
class ShortcutList : public QDialog {
    Q_OBJECT

  public:
    explicit ShortcutList(QWidget& window);
};

} // namespace expertscope
