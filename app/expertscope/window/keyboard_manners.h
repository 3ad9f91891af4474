// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace expertscope {

/// Keeps the window's one-key shortcuts from taking keys that a control needs: Space ticks the box or presses
/// the button that has the focus, and starts training otherwise. In turn Ctrl+Z in a field that holds no
/// unfinished typing undoes what was set last, not the typing of it.
class KeyboardManners : public QObject {
    Q_OBJECT

  public:
    /// For the whole program, as long as this lives.
    explicit KeyboardManners(QObject* parent = nullptr);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace expertscope
