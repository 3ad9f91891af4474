// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QToolButton;

namespace expertscope {

struct TimelineContent;
class TimelineView;

/// The timeline with what belongs to it: play back at a speed, what moment is shown, and back to the present.
/// Only draws and tells what is wanted.
class TimelineBar : public QWidget {
    Q_OBJECT

  public:
    explicit TimelineBar(QWidget* parent = nullptr);

    TimelineView* view() const { return view_; }
    void setContent(const TimelineContent& content);
    void showMoment(int index);
    void showPresent();
    void setPlaying(bool playing);
    /// In moments a second.
    int speed() const;
    /// For a menu: play, a moment back and forward, the present.
    QList<QAction*> menuActions() const { return {play_, previous_, next_, present_}; }

  signals:
    void momentChosen(int index);
    void presentChosen();
    void playToggled();
    void speedChanged();

  private:
    QAction* addAction(const QString& text, const QString& name, const QKeySequence& key, const QString& tip);
    QToolButton* button(QAction* action, Qt::ToolButtonStyle style);
    void describe();

    TimelineView* view_;
    QComboBox* speed_;
    QLabel* label_;
    QAction *play_, *previous_, *next_, *present_;
};

} // namespace expertscope
