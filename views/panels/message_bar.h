// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace expertscope {

/// One sentence across the top of the window, until it is closed or replaced: what went wrong and what to do.
/// Never a dialog in the way.
class MessageBar : public QFrame {
    Q_OBJECT

  public:
    explicit MessageBar(QWidget* parent = nullptr);
    void showMessage(const QString& sentence);
    /// The same, calmly: nothing is wrong.
    void showHint(const QString& sentence);
    QString message() const;

  private:
    void say(const QString& sentence, int icon);

    QLabel *icon_, *text_;
};

} // namespace expertscope
