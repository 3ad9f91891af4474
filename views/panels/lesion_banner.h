// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace expertscope {

/// Across the top of the figures while they show what would be, so that nobody takes it for what is.
class LesionBanner : public QFrame {
    Q_OBJECT

  public:
    explicit LesionBanner(QWidget* parent = nullptr);
    /// Hidden where there is nothing to say.
    void showText(const QString& text);
    QString text() const;

  signals:
    void endRequested();

  private:
    QLabel* text_;
};

} // namespace expertscope
