// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>
#include <QStringList>

class QLabel;
class QPushButton;

namespace expertscope {

/// One hint of the tour: what it says, and the part of the window that it is about (by object name).
struct TourStop {
    QString target;
    QString title;
    QString text;
};

/// Four short hints for who sees the window for the first time, one after the other beside what they are
/// about. The window stays usable meanwhile. Enter or the right arrow goes on, the left arrow back, Esc skips
/// the rest.
class Tour : public QFrame {
    Q_OBJECT

  public:
    /// Shows the first hint over the window. Deletes itself at the end.
    explicit Tour(QWidget& window);
    ~Tour() override;

    int current() const { return current_; }
    static QList<TourStop> stops();

  public slots:
    void next();
    void back();
    void skip();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void build();
    void showStop(int stop);
    void place();
    void stayAbove();
    QRect targetArea() const;

    QWidget& window_;
    QList<TourStop> stops_;
    int current_ = 0;
    QPointer<QWidget> frame_; ///< around what the hint is about
    QLabel *title_, *text_, *count_;
    QPushButton *skip_, *back_, *next_;
};

} // namespace expertscope
