// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/tour.h"

#include <QAction>
#include <QBoxLayout>
#include <QCoreApplication>
#include <QDockWidget>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>

#include <algorithm>

namespace expertscope {
namespace {

constexpr int bubbleWidth = 340;
constexpr int apart = 10; // between a hint and what it is about

/// A frame in the colour of what is selected, through which the mouse reaches the window.
class TargetFrame : public QWidget {
  public:
    explicit TargetFrame(QWidget* window) : QWidget(window) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 3));
        painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 4, 4);
    }
};

} // namespace

QList<TourStop> Tour::stops() {
    return {
        {"runControls", tr("Start training"),
         tr("Start (Space) trains two layers of four experts on digits that the program draws itself; no "
            "data "
            "are needed. Everything in the window is live meanwhile.")},
        {"centralFigures", tr("Where and what"),
         tr("Each map is one expert's mean gate at every shift of the digits: where. Right of the maps, the "
            "same by class: what. Watch layer 1 divide the places, and layer 2 the classes.")},
        {"examples", tr("Click anything"),
         tr("A click on an image, a cell or a curve marks the same in all figures, and the Inspector shows "
            "an "
            "example's gates, path and answer. The right mouse button has more.")},
        {"timeline", tr("Go back in time"),
         tr("Drag the handle to any moment since the first step: all figures follow, and training goes on. "
            "Live "
            "(Ctrl+End) returns. F1 lists all keys; this tour is in the Help menu.")}};
}

Tour::Tour(QWidget& window)
    : QFrame(&window), window_(window), stops_(stops()), frame_(new TargetFrame(&window)) {
    setObjectName(QStringLiteral("tour"));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    window.installEventFilter(this);
    for (QDockWidget* dock : window.findChildren<QDockWidget*>())
        dock->installEventFilter(this);
    showStop(0);
}

Tour::~Tour() {
    delete frame_;
}

void Tour::build() {
    setFrameStyle(QFrame::Box | QFrame::Plain); // a line that is seen on dark ground too
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    title_ = new QLabel;
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    text_ = new QLabel;
    text_->setWordWrap(true);
    count_ = new QLabel;
    count_->setEnabled(false); // quieter than what it counts
    skip_ = new QPushButton(tr("&Skip"));
    skip_->setObjectName(QStringLiteral("tourSkip"));
    skip_->setToolTip(tr("No more hints (Esc)"));
    back_ = new QPushButton(tr("&Back"));
    back_->setObjectName(QStringLiteral("tourBack"));
    back_->setToolTip(tr("The hint before (left arrow)"));
    next_ = new QPushButton;
    next_->setObjectName(QStringLiteral("tourNext"));
    next_->setToolTip(tr("The next hint (Enter, right arrow)"));
    for (QPushButton* button : {skip_, back_, next_}) {
        button->setAutoDefault(true);     // Enter presses the one that has the focus
        button->installEventFilter(this); // arrows lead through the hints, not from button to button
    }
    connect(skip_, &QPushButton::clicked, this, &Tour::skip);
    connect(back_, &QPushButton::clicked, this, &Tour::back);
    connect(next_, &QPushButton::clicked, this, &Tour::next);
    // Wherever the focus has gone meanwhile.
    auto* escape = new QShortcut(Qt::Key_Escape, this);
    connect(escape, &QShortcut::activated, this, &Tour::skip);
    auto* row = new QHBoxLayout;
    row->addWidget(count_);
    row->addStretch(1);
    for (QPushButton* button : {skip_, back_, next_})
        row->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(title_);
    layout->addWidget(text_);
    layout->addLayout(row);
}

void Tour::showStop(int stop) {
    current_ = stop;
    const TourStop& hint = stops_[stop];
    title_->setText(hint.title);
    text_->setText(hint.text);
    count_->setText(tr("%1 of %2").arg(stop + 1).arg(stops_.size()));
    back_->setEnabled(stop > 0);
    next_->setText(stop + 1 < stops_.size() ? tr("&Next") : tr("&Done"));
    setAccessibleName(hint.title);
    setAccessibleDescription(hint.text);
    if (auto* dock = window_.findChild<QDockWidget*>(hint.target)) {
        dock->show(); // it may have been closed, or be behind another one
        dock->raise();
    }
    frame_->show();
    show();
    place();
    stayAbove();
    next_->setFocus();
}

/// A panel that is raised would cover the hint.
void Tour::stayAbove() {
    if (!frame_)
        return;
    frame_->raise();
    raise();
}

QRect Tour::targetArea() const {
    const auto* target = window_.findChild<QWidget*>(stops_[current_].target);
    return target && target->isVisibleTo(&window_) ? QRect(target->mapTo(&window_, QPoint()), target->size())
                                                   : window_.rect();
}

/// Below its target, above it or beside it, wherever it fits; else over it.
void Tour::place() {
    const QRect target = targetArea(), all = window_.rect().adjusted(apart, apart, -apart, -apart);
    frame_->setGeometry(target.adjusted(-3, -3, 3, 3) & window_.rect());
    resize(bubbleWidth, layout()->totalHeightForWidth(bubbleWidth));
    const QPoint centre(target.center().x() - width() / 2, target.center().y() - height() / 2);
    QRect best(centre, size());
    for (const QPoint corner :
         {QPoint(centre.x(), target.bottom() + apart), QPoint(centre.x(), target.top() - apart - height()),
          QPoint(target.right() + apart, centre.y()), QPoint(target.left() - apart - width(), centre.y())}) {
        const QRect there(corner, size());
        if (there.top() >= all.top() && there.bottom() <= all.bottom() && (there & target).isEmpty()) {
            best = there;
            break;
        }
    }
    move(std::clamp(best.x(), all.left(), std::max(all.left(), all.right() - width())),
         std::clamp(best.y(), all.top(), std::max(all.top(), all.bottom() - height())));
}

void Tour::next() {
    if (current_ + 1 == stops_.size())
        skip();
    else
        showStop(current_ + 1);
}

void Tour::back() {
    if (current_ > 0)
        showStop(current_ - 1);
}

void Tour::skip() {
    delete frame_;
    window_.setFocus();
    close();
}

void Tour::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return next();
    QFrame::keyPressEvent(event);
}

bool Tour::eventFilter(QObject* watched, QEvent* event) {
    if (qobject_cast<QPushButton*>(watched) && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            key == Qt::Key_Left ? back() : next();
            return true;
        }
        auto* start = window_.findChild<QAction*>(QStringLiteral("start"));
        if (key == Qt::Key_Space && start) { // as the first hint says, not the button that has the focus
            start->trigger();
            return true;
        }
    }
    if (qobject_cast<QDockWidget*>(watched) && event->type() == QEvent::ZOrderChange)
        QMetaObject::invokeMethod(this, &Tour::stayAbove, Qt::QueuedConnection);
    if (watched == &window_ && frame_ &&
        (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        QMetaObject::invokeMethod(
            this, [this] { frame_ ? place() : void(); }, Qt::QueuedConnection);
    return QFrame::eventFilter(watched, event);
}

} // namespace expertscope
