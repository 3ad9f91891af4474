// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/timeline_bar.h"

#include "views/drawing/play_icon.h"
#include "views/panels/timeline_view.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace expertscope {

TimelineBar::TimelineBar(QWidget* parent)
    : QWidget(parent), view_(new TimelineView), speed_(new QComboBox), label_(new QLabel) {
    setObjectName(QStringLiteral("timelineBar"));
    play_ = addAction(tr("Play back"), QStringLiteral("playBack"), Qt::SHIFT | Qt::Key_Space,
                      tr("Show the recorded moments one after another; from the start when in the present"));
    previous_ = addAction(tr("A moment back"), QStringLiteral("previousMoment"), Qt::ALT | Qt::Key_Left,
                          tr("Show the recorded moment before"));
    next_ = addAction(tr("A moment forward"), QStringLiteral("nextMoment"), Qt::ALT | Qt::Key_Right,
                      tr("Show the recorded moment after"));
    present_ = addAction(tr("Live"), QStringLiteral("live"), Qt::CTRL | Qt::Key_End,
                         tr("Back to the present: the figures follow training again"));
    present_->setCheckable(true);

    for (const int speed : {1, 2, 5, 10, 20})
        speed_->addItem(tr("%1/s").arg(speed), speed);
    speed_->setCurrentIndex(2);
    speed_->setToolTip(tr("How many recorded moments a second are played back"));
    speed_->setAccessibleName(tr("Speed of playing back, in moments a second"));
    speed_->setObjectName(QStringLiteral("playbackSpeed"));
    label_->setObjectName(QStringLiteral("momentText"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(4);
    layout->addWidget(button(play_, Qt::ToolButtonIconOnly));
    layout->addWidget(speed_);
    layout->addWidget(view_, 1);
    layout->addWidget(label_);
    layout->addWidget(button(present_, Qt::ToolButtonTextOnly));

    connect(view_, &TimelineView::momentChosen, this, &TimelineBar::momentChosen);
    connect(view_, &TimelineView::presentChosen, this, &TimelineBar::presentChosen);
    connect(view_, &TimelineView::valueChanged, this, &TimelineBar::describe);
    connect(play_, &QAction::triggered, this, &TimelineBar::playToggled);
    connect(previous_, &QAction::triggered, this, [this] { view_->stepBy(-1); });
    connect(next_, &QAction::triggered, this, [this] { view_->stepBy(1); });
    connect(present_, &QAction::triggered, this, &TimelineBar::presentChosen);
    connect(speed_, &QComboBox::currentIndexChanged, this, &TimelineBar::speedChanged);
    setPlaying(false);
    setContent({});
}

QAction* TimelineBar::addAction(const QString& text, const QString& name, const QKeySequence& key,
                                const QString& tip) {
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setToolTip(tr("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
    QWidget::addAction(action);
    return action;
}

QToolButton* TimelineBar::button(QAction* action, Qt::ToolButtonStyle style) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(style);
    button->setAutoRaise(style == Qt::ToolButtonIconOnly);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action->text());
    return button;
}

void TimelineBar::setContent(const TimelineContent& content) {
    view_->setContent(content);
    for (QAction* action : {play_, previous_, next_})
        action->setEnabled(content.count() > 0);
    // As wide as any text will be, so that the line beside it does not move.
    const Moment longest{content.endStep,
                         static_cast<double>(content.endStep) /
                             static_cast<double>(std::max<std::int64_t>(1, content.stepsPerEpoch)),
                         0};
    QFont bold = label_->font();
    bold.setBold(true);
    label_->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(momentText(longest, content.constraint)) +
                            6);
    describe();
}

void TimelineBar::showMoment(int index) {
    view_->showMoment(index);
    describe();
}

void TimelineBar::showPresent() {
    view_->showPresent();
    describe();
}

void TimelineBar::setPlaying(bool playing) {
    play_->setText(playing ? tr("Stop playing back") : tr("Play back"));
    play_->setIcon(playIcon(playing));
}

int TimelineBar::speed() const {
    return speed_->currentData().toInt();
}

void TimelineBar::describe() {
    const bool past = view_->moment().has_value();
    QFont font = this->font();
    font.setBold(past);
    label_->setFont(font);
    label_->setEnabled(past);
    label_->setText(past ? view_->readOut() : view_->moments() == 0 ? QString() : tr("the present"));
    present_->setChecked(!past);
    present_->setEnabled(view_->moments() > 0);
}

} // namespace expertscope
