// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/figure_style.h"
#include "views/panels/timeline_layout.h"

#include <QAbstractSlider>

#include <optional>

namespace expertscope {

/// "epoch 3.2, constrained, step 1,920".
QString momentText(const Moment& moment, bool constraint);

/// The line of all recorded moments with its phases and epochs, and a handle at the one that is shown. A
/// slider whose last value, after all moments, is the present. Moves by itself only in the present; what the
/// user chooses is an intent.
class TimelineView : public QAbstractSlider {
    Q_OBJECT

  public:
    explicit TimelineView(QWidget* parent = nullptr);

    void setContent(const TimelineContent& content);
    /// Puts the handle there: a moment's index, or the present. Under a pressed mouse button it stays where
    /// the mouse is until that is released.
    void showMoment(int index);
    void showPresent();
    /// The moment that the handle is at; empty in the present.
    std::optional<int> moment() const;
    int moments() const { return content_.count(); }
    /// What the handle is at, in words.
    QString readOut() const;
    /// As the arrow keys do: so many moments on, or back.
    void stepBy(int moments);
    /// Where everything is at the present size.
    const TimelineLayout& places() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void momentChosen(int index);
    void presentChosen();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

  private:
    int count() const { return content_.count(); }
    void place(int value);
    void choose(int value);
    void stepByEpoch(int direction);
    int presentOrBefore() const;
    void dragTo(double x);
    void describe();
    void paintTrack(QPainter& painter, const FigureStyle& style) const;
    void paintMarks(QPainter& painter, const FigureStyle& style) const;
    void paintHandle(QPainter& painter, const FigureStyle& style) const;

    TimelineContent content_;
    mutable std::optional<TimelineLayout> cachedLayout_;
    mutable std::optional<std::vector<TimelineLayout::Mark>> cachedMarks_;
    int shown_ = 0;        ///< where the handle belongs when no button is pressed: a value of the slider
    bool placing_ = false; ///< the value changes by the program, not by the user
    int wheel_ = 0;        ///< turned, and not yet a whole notch
};

} // namespace expertscope
