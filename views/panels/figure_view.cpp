// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/figure_view.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <cmath>
#include <limits>

namespace expertscope {

FigureView::FigureView(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent); // paintEvent fills everything: no erasing first, no flicker
    describe();
}

void FigureView::setFigure(std::shared_ptr<const Figure> figure) {
    figure_ = std::move(figure);
    forgetCells();
    describe();
    showReadOut();
}

void FigureView::setSelection(const Selection& selection) {
    if (selection == selection_)
        return;
    selection_ = selection;
    update();
}

void FigureView::setColourMap(ColourMap map) {
    map_ = map;
    update();
}

void FigureView::setAutoRange(bool on) {
    autoRange_ = on;
    forgetCells();
}

FigureStyle FigureView::figureStyle() const {
    FigureStyle style = screenStyle(*this);
    style.map = map_;
    style.autoRange = autoRange_;
    return style;
}

void FigureView::forgetCells() {
    cells_.reset();
    update();
}

const std::vector<FigureCell>& FigureView::cells() const {
    if (!cells_)
        cells_ = figure_ && !figure_->isEmpty() ? figure_->cells(rect(), figureStyle())
                                                : std::vector<FigureCell>{};
    return *cells_;
}

const FigureCell* FigureView::cellAt(const QPointF& position) const {
    for (const FigureCell& cell : cells())
        if (cell.area.contains(position))
            return &cell;
    return nullptr;
}

const FigureCell* FigureView::hoveredCell() const {
    for (const FigureCell& cell : cells())
        if (hovered_ && cell.shows == *hovered_)
            return &cell;
    return nullptr;
}

void FigureView::setHovered(const FigureCell* cell) {
    const std::optional<Selection> now = cell ? std::optional(cell->shows) : std::nullopt;
    if (now == hovered_)
        return;
    hovered_ = now;
    update();
    showReadOut();
}

void FigureView::showReadOut() {
    const FigureCell* cell = hoveredCell();
    const QString text = cell ? figure_->readOut(cell->shows) : QString();
    emit hovered(text);
    const bool pointedAt = underMouse() && isActiveWindow();
    if (text.isEmpty() || !(pointedAt || hasFocus())) {
        if (underMouse() || hasFocus())
            QToolTip::hideText();
        return;
    }
    const QPoint corner = cell->area.bottomRight().toPoint();
    QToolTip::showText(mapToGlobal(corner), text, this, cell->area.toAlignedRect());
}

bool FigureView::event(QEvent* event) {
    // The read-out comes at once and follows updates: Qt's own delayed tool tip would only disturb it.
    if (event->type() == QEvent::ToolTip)
        return true;
    return QWidget::event(event);
}

void FigureView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const FigureStyle look = figureStyle();
    if (!figure_) {
        painter.fillRect(rect(), look.background);
        return;
    }
    figure_->paint(painter, rect(), look);
    drawFrames(painter, look);
}

void FigureView::drawFrames(QPainter& painter, const FigureStyle& look) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const auto frame = [&](const QPainterPath& path, double width) {
        // A line of each kind, so that the frame shows on any colour of the map.
        painter.setPen(
            QPen(look.background, look.points(width + 1.5), Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawPath(path);
        painter.setPen(QPen(look.ink, look.points(width), Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawPath(path);
    };
    QRegion chosen;
    const double around = look.points(0.75); // closes the hairlines between tiles
    for (const FigureCell& cell : cells())
        if (!selection_.isEmpty() && agree(cell.shows, selection_))
            chosen += cell.area.adjusted(-around, -around, around, around).toRect();
    QPainterPath outline;
    outline.addRegion(chosen);
    if (!chosen.isEmpty())
        frame(outline.simplified(), 1.25);
    if (const FigureCell* cell = hoveredCell()) {
        QPainterPath path;
        path.addRect(cell->area);
        frame(path, 1);
    }
}

void FigureView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        forgetCells();
    QWidget::changeEvent(event);
}

void FigureView::resizeEvent(QResizeEvent* event) {
    forgetCells();
    QWidget::resizeEvent(event);
}

void FigureView::mouseMoveEvent(QMouseEvent* event) {
    setHovered(cellAt(event->position()));
}

void FigureView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    const FigureCell* cell = cellAt(event->position());
    emit selected(cell ? cell->shows : Selection{});
}

void FigureView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const FigureCell* cell = cellAt(event->position()); cell && event->button() == Qt::LeftButton)
        emit examplesRequested(Selection(cell->shows)); // a copy: who hears it may resize the view
}

void FigureView::leaveEvent(QEvent*) {
    setHovered(nullptr);
}

void FigureView::focusOutEvent(QFocusEvent* event) {
    setHovered(nullptr);
    QWidget::focusOutEvent(event);
}

void FigureView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return moveHovered(-1, 0);
    case Qt::Key_Right:
        return moveHovered(1, 0);
    case Qt::Key_Up:
        return moveHovered(0, -1);
    case Qt::Key_Down:
        return moveHovered(0, 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (hovered_ && event->modifiers().testFlag(Qt::ShiftModifier))
            emit examplesRequested(Selection(*hovered_));
        else if (hovered_)
            emit selected(Selection(*hovered_));
        return;
    case Qt::Key_N:
        return emit numbersRequested();
    case Qt::Key_Escape:
        setHovered(nullptr);
        emit selected(Selection{});
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void FigureView::moveHovered(int horizontally, int vertically) {
    const FigureCell* from = hoveredCell();
    if (!from)
        return setHovered(cells().empty() ? nullptr : &cells().front());
    // The nearest cell in that direction, one that lies beside this one before one that lies askew.
    const FigureCell* nearest = nullptr;
    double least = std::numeric_limits<double>::max();
    for (const FigureCell& cell : cells()) {
        const QPointF way = cell.area.center() - from->area.center();
        const double along = way.x() * horizontally + way.y() * vertically;
        const double aside = std::abs(way.x() * vertically) + std::abs(way.y() * horizontally);
        if (along > 0.5 && along + 4 * aside < least) {
            least = along + 4 * aside;
            nearest = &cell;
        }
    }
    if (!nearest)
        return;
    emit reached(nearest->area.toAlignedRect());
    setHovered(nearest);
}

void FigureView::describe() {
    setAccessibleName(figure_ ? figure_->title() : tr("Figure"));
    setAccessibleDescription(!figure_ ? QString()
                             : figure_->isEmpty()
                                 ? figure_->emptyText()
                                 : tr("%1 N shows the numbers as a table.").arg(figure_->summary()));
}

} // namespace expertscope
