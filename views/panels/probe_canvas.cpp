// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/probe_canvas.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/tile_image.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

ProbeCanvas::ProbeCanvas(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("probeCanvas"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Canvas to draw on"));
    setToolTip(tr("Left button draws, right button erases; the arrow keys move the image, Ctrl+Z undoes"));
    updateCursor();
}

void ProbeCanvas::setTranslation(const Translation& translation) {
    if (translation.image() == translation_.image() && translation.jitter() == translation_.jitter())
        return;
    translation_ = translation;
    image_ = DrawnImage(translation.image());
    moved_ = {};
    drag_ = Drag::None;
    updateGeometry();
    announce();
}

ProbeCanvas::Offset ProbeCanvas::drawnAt() const {
    const DrawnImage::Offset offset = image_.inkOffset();
    return {static_cast<int>(std::lround(offset.y)), static_cast<int>(std::lround(offset.x))};
}

Shift ProbeCanvas::shift() const {
    const Offset drawn = drawnAt();
    const int most = translation_.jitter();
    return {static_cast<std::int8_t>(std::clamp(drawn.dy + moved_.dy, -most, most)),
            static_cast<std::int8_t>(std::clamp(drawn.dx + moved_.dx, -most, most))};
}

void ProbeCanvas::moveTo(int dy, int dx) {
    const Offset drawn = drawnAt();
    const int most = translation_.jitter();
    const Offset moved{std::clamp(dy, -most, most) - drawn.dy, std::clamp(dx, -most, most) - drawn.dx};
    if (moved.dy == moved_.dy && moved.dx == moved_.dx)
        return;
    moved_ = moved;
    announce();
}

void ProbeCanvas::take(std::vector<float> pixels, Shift shift) {
    image_.startFrom(std::move(pixels));
    moved_ = {shift.dy, shift.dx};
    announce();
}

void ProbeCanvas::setTool(Tool tool) {
    tool_ = tool;
    updateCursor();
    update();
    emit toolChanged();
}

void ProbeCanvas::setBrush(double radius) {
    brush_ = std::clamp(radius, thinnest, thickest);
    update();
    emit toolChanged();
}

void ProbeCanvas::undo() {
    if (!image_.canUndo() || drag_ != Drag::None)
        return;
    image_.undo();
    announce();
}

void ProbeCanvas::redo() {
    if (!image_.canRedo() || drag_ != Drag::None)
        return;
    image_.redo();
    announce();
}

void ProbeCanvas::clear() {
    image_.clear();
    moved_ = {};
    announce();
}

void ProbeCanvas::announce() {
    setAccessibleDescription(
        image_.isEmpty() ? tr("Nothing is drawn.")
                         : tr("An image, moved %1 down and %2 right.").arg(shift().dy).arg(shift().dx));
    update();
    emit changed();
}

int ProbeCanvas::heightForWidth(int width) const {
    return width * translation_.canvas().rows / std::max(1, translation_.canvas().columns);
}

ProbeSheet ProbeCanvas::sheet() const {
    return {size(), translation_, moved_.dy, moved_.dx};
}

QRectF ProbeCanvas::area() const {
    return sheet().area();
}

void ProbeCanvas::mousePressEvent(QMouseEvent* event) {
    if (drag_ != Drag::None) // a second button changes nothing
        return;
    const QPointF at = sheet().toImage(event->position());
    const bool left = event->button() == Qt::LeftButton, right = event->button() == Qt::RightButton;
    if (event->button() == Qt::MiddleButton || (left && tool_ == Tool::Move)) {
        drag_ = Drag::Image;
        dragFrom_ = event->position();
        shiftFrom_ = shift();
        updateCursor();
    } else if ((left && tool_ == Tool::Erase) || (right && tool_ != Tool::Move)) {
        drag_ = Drag::Eraser;
        image_.beginErasing(at.x(), at.y(), std::max(brush_, 1.0) + 0.5);
        announce();
    } else if (left) {
        drag_ = Drag::Ink;
        image_.beginStroke(at.x(), at.y(), brush_);
        announce();
    }
}

void ProbeCanvas::mouseMoveEvent(QMouseEvent* event) {
    pointer_ = event->position();
    const QPointF at = sheet().toImage(event->position());
    if (drag_ == Drag::Image) {
        const QPointF way = (event->position() - dragFrom_) / sheet().cell();
        return moveTo(shiftFrom_.dy + qRound(way.y()), shiftFrom_.dx + qRound(way.x()));
    }
    if (drag_ == Drag::Ink)
        image_.continueStroke(at.x(), at.y());
    else if (drag_ == Drag::Eraser)
        image_.continueErasing(at.x(), at.y());
    if (drag_ != Drag::None)
        announce();
    else if (tool_ != Tool::Move)
        update();
}

void ProbeCanvas::mouseReleaseEvent(QMouseEvent*) {
    drag_ = Drag::None;
    updateCursor();
}

void ProbeCanvas::leaveEvent(QEvent*) {
    pointer_ = {-1, -1};
    update();
}

void ProbeCanvas::updateCursor() {
    if (drag_ == Drag::Image)
        setCursor(Qt::ClosedHandCursor);
    else
        setCursor(tool_ == Tool::Move ? Qt::OpenHandCursor : Qt::CrossCursor);
}

bool ProbeCanvas::handles(const QKeyEvent& event) const {
    if (event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo) ||
        event.keyCombination() == (Qt::CTRL | Qt::Key_Y))
        return true;
    if (event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
    case Qt::Key_D:
    case Qt::Key_X:
    case Qt::Key_M:
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        return true;
    default:
        return false;
    }
}

// While the canvas has the focus its keys are its own, also where the window has a shortcut of that name.
bool ProbeCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && handles(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void ProbeCanvas::keyPressEvent(QKeyEvent* event) {
    if (!handles(*event) || !pressed(*event))
        QWidget::keyPressEvent(event);
}

bool ProbeCanvas::pressed(const QKeyEvent& event) {
    if (event.matches(QKeySequence::Undo))
        return undo(), true;
    if (event.matches(QKeySequence::Redo) || event.keyCombination() == (Qt::CTRL | Qt::Key_Y))
        return redo(), true;
    const Shift now = shift();
    switch (event.key()) {
    case Qt::Key_Left:
        return moveTo(now.dy, now.dx - 1), true;
    case Qt::Key_Right:
        return moveTo(now.dy, now.dx + 1), true;
    case Qt::Key_Up:
        return moveTo(now.dy - 1, now.dx), true;
    case Qt::Key_Down:
        return moveTo(now.dy + 1, now.dx), true;
    case Qt::Key_Home:
        return moveTo(0, 0), true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        return clear(), true;
    case Qt::Key_D:
        return setTool(Tool::Draw), true;
    case Qt::Key_X:
        return setTool(Tool::Erase), true;
    case Qt::Key_M:
        return setTool(Tool::Move), true;
    case Qt::Key_BracketLeft:
        return setBrush(brush_ - 0.2), true;
    case Qt::Key_BracketRight:
        return setBrush(brush_ + 0.2), true;
    default:
        return false;
    }
}

void ProbeCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    FigureStyle style = screenStyle(*this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.fillRect(area(), QColor(tileColours(style).front()));
    painter.setClipRect(area());
    // While it is drawn, ink stays under the pen; it is framed for the network only.
    if (image_.framed() && tool_ != Tool::Move && drag_ != Drag::Image)
        sheet().paintInk(painter, style, image_);
    else if (!image_.isEmpty())
        sheet().paintImage(painter, style, image_, shift());
    sheet().paintFrame(painter, style, shift());
    paintBrush(painter, style);
    painter.setClipping(false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? palette().color(QPalette::Highlight) : style.grid, hasFocus() ? 2 : 1));
    painter.drawRect(area());
    if (image_.isEmpty() && drag_ == Drag::None)
        paintText(painter, area(), Qt::AlignCenter, tr("Draw a digit here"), style.font(), style.mutedInk);
}

void ProbeCanvas::paintBrush(QPainter& painter, const FigureStyle& style) const {
    if (tool_ == Tool::Move || drag_ == Drag::Image || !area().contains(pointer_))
        return;
    const bool erases = tool_ == Tool::Erase || drag_ == Drag::Eraser;
    const double radius = sheet().cell() * (erases ? std::max(brush_, 1.0) + 0.5 : brush_);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(style.mutedInk, 1));
    painter.drawEllipse(pointer_, radius, radius);
}

} // namespace expertscope
