// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/timeline_view.h"

#include "views/drawing/figure_text.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

constexpr int notch = 120; // of a wheel, in eighths of a degree

QString phaseName(bool constrained) {
    return constrained ? TimelineView::tr("constrained") : TimelineView::tr("free");
}

QColor mixed(const QColor& ground, const QColor& ink, double share) {
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
    return {part(ground.red(), ink.red()), part(ground.green(), ink.green()),
            part(ground.blue(), ink.blue())};
}

} // namespace

QString momentText(const Moment& moment, bool constraint) {
    return TimelineView::tr("epoch %1, %2, step %3")
        .arg(numberText(moment.epoch, 1), phaseName(constraint && moment.phase == constrainedPhase),
             QLocale(QLocale::English).toString(static_cast<qlonglong>(moment.step)));
}

TimelineView::TimelineView(QWidget* parent) : QAbstractSlider(parent) {
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Timeline"));
    setRange(0, 0);
    connect(this, &QAbstractSlider::valueChanged, this, [this](int value) { // by assistive technology
        if (!placing_)
            choose(value);
    });
    describe();
}

void TimelineView::setContent(const TimelineContent& content) {
    const bool atPresent = shown_ == count();
    const bool moved = content.presentStep != content_.presentStep;
    const bool sameMarks = content.moments == content_.moments && content.endStep == content_.endStep &&
                           content.stepsPerEpoch == content_.stepsPerEpoch;
    if (sameMarks && !moved && content.constraint == content_.constraint)
        return;
    content_ = content;
    cachedLayout_.reset();
    if (!sameMarks)
        cachedMarks_.reset();
    placing_ = true;
    setRange(0, count());
    placing_ = false;
    shown_ = atPresent ? count() : std::min(shown_, count());
    if (!isSliderDown())
        place(shown_);
    describe();
    update();
}

void TimelineView::showMoment(int index) {
    shown_ = std::clamp(index, 0, count());
    if (!isSliderDown())
        place(shown_);
}

void TimelineView::showPresent() {
    showMoment(count());
}

std::optional<int> TimelineView::moment() const {
    return value() < count() ? std::optional(value()) : std::nullopt;
}

void TimelineView::place(int value) {
    placing_ = true;
    setValue(value);
    placing_ = false;
    describe();
    update();
}

void TimelineView::choose(int value) {
    shown_ = std::clamp(value, 0, count()); // until it is said to be another
    place(shown_);
    if (shown_ < count())
        emit momentChosen(shown_);
    else
        emit presentChosen();
}

/// Where a step back from the present leads from: the moment that is just now is no step.
int TimelineView::presentOrBefore() const {
    return count() > 1 && content_.moments->back().step == content_.presentStep ? count() - 1 : count();
}

void TimelineView::stepBy(int moments) {
    if (count() == 0)
        return;
    const int from = value() == count() && moments < 0 ? presentOrBefore() : value();
    choose(std::clamp(from + moments, 0, count()));
}

void TimelineView::stepByEpoch(int direction) {
    const auto& moments = *content_.moments;
    const std::int64_t perEpoch = content_.stepsPerEpoch;
    const std::int64_t step =
        moment() ? moments[static_cast<std::size_t>(*moment())].step : content_.presentStep;
    const std::int64_t target = direction < 0 ? std::max<std::int64_t>(0, step - 1) / perEpoch * perEpoch
                                              : (step / perEpoch + 1) * perEpoch;
    const auto found = std::lower_bound(moments.begin(), moments.end(), target,
                                        [](const Moment& moment, std::int64_t s) { return moment.step < s; });
    choose(static_cast<int>(found - moments.begin()));
}

void TimelineView::dragTo(double x) {
    const int index = places().momentAt(x);
    if (index >= 0 && index != value())
        choose(index);
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || count() == 0)
        return event->ignore();
    setSliderDown(true);
    dragTo(event->position().x());
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown())
        dragTo(event->position().x());
    const int index = places().momentAt(event->position().x());
    if (index < 0)
        return;
    const bool behind = !isSliderDown() && places().isBehind(event->position().x());
    QToolTip::showText(
        event->globalPosition().toPoint(),
        behind ? tr("The present (End)")
               : momentText((*content_.moments)[static_cast<std::size_t>(index)], content_.constraint),
        this);
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !isSliderDown())
        return event->ignore();
    setSliderDown(false);
    if (places().isBehind(event->position().x()))
        choose(count());
    else
        place(shown_); // a moment that could not be read is not held on to
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    wheel_ += std::abs(turned.y()) >= std::abs(turned.x()) ? turned.y() : -turned.x();
    const int notches = wheel_ / notch;
    wheel_ -= notches * notch;
    if (notches != 0 && count() > 0 && !isSliderDown())
        stepBy(notches);
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    if (count() == 0)
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left:
        return stepBy(-1);
    case Qt::Key_Right:
        return stepBy(1);
    case Qt::Key_Home:
        return choose(0);
    case Qt::Key_End:
        return choose(count());
    case Qt::Key_PageUp:
        return stepByEpoch(-1);
    case Qt::Key_PageDown:
        return stepByEpoch(1);
    default:
        QWidget::keyPressEvent(event);
    }
}

QString TimelineView::readOut() const {
    if (count() == 0)
        return tr("The figures recorded while training will appear here.");
    if (const auto index = moment())
        return momentText((*content_.moments)[static_cast<std::size_t>(*index)], content_.constraint);
    return tr("The present, after %1 recorded moments").arg(count());
}

void TimelineView::describe() {
    setAccessibleDescription(readOut());
}

bool TimelineView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) // the read-out comes at once, as in the figures
        return true;
    return QAbstractSlider::event(event);
}

void TimelineView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        cachedLayout_.reset();
        cachedMarks_.reset();
        updateGeometry();
        update();
    }
    QAbstractSlider::changeEvent(event);
}

void TimelineView::resizeEvent(QResizeEvent* event) {
    cachedLayout_.reset();
    cachedMarks_.reset();
    QAbstractSlider::resizeEvent(event);
}

QSize TimelineView::sizeHint() const {
    return {600, static_cast<int>(std::ceil(3.7 * screenStyle(*this).em()))};
}

QSize TimelineView::minimumSizeHint() const {
    return {160, sizeHint().height()};
}

const TimelineLayout& TimelineView::places() const {
    if (!cachedLayout_) {
        const double em = screenStyle(*this).em();
        cachedLayout_.emplace(content_, QRectF(em, 0.35 * em, width() - 2 * em, 1.8 * em));
    }
    return *cachedLayout_;
}

void TimelineView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const FigureStyle style = screenStyle(*this);
    if (count() == 0) // no track: its line would strike the words out
        return paintText(painter, places().track().adjusted(style.em(), 0, 0, 0), Qt::AlignVCenter,
                         tr("The figures recorded while training will appear here: drag to go back to them"),
                         style.font(0.9), style.mutedInk);
    paintTrack(painter, style);
    paintMarks(painter, style);
    paintHandle(painter, style);
}

void TimelineView::paintTrack(QPainter& painter, const FigureStyle& style) const {
    const QRectF& track = places().track();
    const QColor ground = palette().color(QPalette::Window);
    painter.setPen(QPen(style.grid, 1));
    painter.drawLine(QPointF(track.left(), track.center().y()), QPointF(track.right(), track.center().y()));
    for (const TimelineLayout::Phase& phase : places().phases()) {
        const QRectF area(phase.from, track.top(), phase.to - phase.from, track.height());
        painter.fillRect(area, mixed(ground, style.ink, phase.constrained ? 0.22 : 0.09));
        const QString name = phaseName(phase.constrained);
        if (const QFont font = style.font(0.9); textWidth(name, font) + style.em() < area.width())
            paintText(painter, area.adjusted(0, 0, 0, -0.5 * style.em()), Qt::AlignCenter, name, font,
                      style.mutedInk);
    }
}

void TimelineView::paintMarks(QPainter& painter, const FigureStyle& style) const {
    const QRectF& track = places().track();
    const QFont font = style.font(0.9);
    if (places().spacing() >= 3) { // else they would be a grey surface
        painter.setPen(QPen(style.mutedInk, 1));
        for (int i = 0; i < count(); ++i)
            painter.drawLine(QPointF(places().x(i), track.bottom() - 0.25 * style.em()),
                             QPointF(places().x(i), track.bottom()));
    }
    if (!cachedMarks_)
        cachedMarks_ = places().marks(
            [&](std::int64_t epoch) { return textWidth(QString::number(epoch), font) + 0.8 * style.em(); });
    const double present = places().xOfStep(content_.presentStep);
    for (const TimelineLayout::Mark& mark : *cachedMarks_) {
        painter.setPen(QPen(mark.x <= present ? style.mutedInk : style.grid, 1));
        painter.drawLine(QPointF(mark.x, track.bottom() - 0.5 * style.em()),
                         QPointF(mark.x, track.bottom() + 0.2 * style.em()));
        const QRectF label(mark.x - 50, track.bottom() + 0.2 * style.em(), 100, 1.2 * style.em());
        paintText(painter, label, Qt::AlignCenter, QString::number(mark.epoch), font, style.mutedInk);
    }
}

void TimelineView::paintHandle(QPainter& painter, const FigureStyle& style) const {
    const QRectF& track = places().track();
    const double present = places().xOfStep(content_.presentStep), half = 0.3 * style.em();
    const QColor accent = palette().color(QPalette::Highlight);
    const QColor ground = palette().color(QPalette::Window);
    if (moment()) { // the present goes on without the handle
        painter.setPen(QPen(style.ink, 1.5));
        painter.drawLine(QPointF(present, track.top()), QPointF(present, track.bottom()));
    }
    const double x = moment() ? places().x(*moment()) : present;
    const QRectF handle(x - half, track.top() - 0.2 * style.em(), 2 * half,
                        track.height() + 0.4 * style.em());
    painter.setPen(QPen(ground, 1));
    painter.setBrush(moment() ? accent : style.mutedInk);
    painter.drawRoundedRect(handle, half, half);
    if (hasFocus()) {
        painter.setPen(QPen(accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(handle.adjusted(-2.5, -1.5, 2.5, 1.5), half + 2, half + 2);
    }
}

} // namespace expertscope
