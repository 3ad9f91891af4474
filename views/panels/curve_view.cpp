// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/curve_view.h"

#include "views/panels/epoch_marker.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <qcustomplot.h>

#include <algorithm>

namespace expertscope {

namespace {
constexpr int shortestPause = 250; // ms between two drawings

/// "layer 1, expert 3"; empty where no expert is chosen.
QString chosenText(const Selection& chosen) {
    QStringList experts;
    for (const auto& [layer, expert] : expertsOf(chosen))
        experts << CurveView::tr("layer %1, expert %2").arg(layer + 1).arg(expert + 1);
    return experts.join(QStringLiteral("; "));
}

} // namespace

CurveView::CurveView(QWidget* parent)
    : QWidget(parent), plot_(new QCustomPlot(this)), marker_(new EpochMarker(plot_)) {
    setFocusPolicy(Qt::StrongFocus);
    plot_->setFocusPolicy(Qt::NoFocus);
    plot_->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    plot_->setMouseTracking(true);
    // Segment by segment: thousands of points as one outline take three times as long to stroke.
    plot_->setPlottingHint(QCP::phFastPolylines);
    plot_->installEventFilter(this);
    plot_->hide();
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &CurveView::refresh);
    describe();
}

void CurveView::setFigure(std::shared_ptr<const CurveFigure> figure) {
    figure_ = std::move(figure);
    describe();
    const qint64 since = sinceDrawn_.isValid() ? sinceDrawn_.elapsed() : shortestPause;
    if (!timer_.isActive())
        timer_.start(static_cast<int>(std::max<qint64>(0, shortestPause - since)));
}

void CurveView::setSelection(const Selection& selection) {
    if (selection == selection_)
        return;
    selection_ = selection;
    describe();
    refresh();
}

void CurveView::setMarker(std::optional<double> epoch) {
    marker_->setEpoch(epoch);
}

std::optional<double> CurveView::marker() const {
    return marker_->epoch();
}

void CurveView::refresh() {
    if (!isVisible())
        return; // showEvent comes back to it
    const bool any = figure_ && !figure_->isEmpty();
    plot_->setVisible(any);
    update();
    if (!any)
        return;
    const FigureStyle look = screenStyle(*this);
    rebuildIfNeeded(look);
    const QCPRange kept = plot_->axisRect(0)->axis(QCPAxis::atBottom)->range();
    sharing_ = true; // fill() sets the ranges: that is not the user's doing
    figure_->fill(*plot_, look, selection_);
    sharing_ = false;
    if (zoomed_)
        setEpochs(kept, false);
    if (cursor_)
        readAt(*cursor_, {});
    // QCustomPlot does not notice by itself that it came to a screen of another density.
    if (plot_->bufferDevicePixelRatio() != devicePixelRatioF())
        plot_->setBufferDevicePixelRatio(devicePixelRatioF());
    plot_->replot(QCustomPlot::rpQueuedReplot);
    sinceDrawn_.start();
}

void CurveView::rebuildIfNeeded(const FigureStyle& look) {
    const QString shape = figure_->shape(selection_), plain = figure_->shape({});
    if (builtStyle_ == look && builtShape_ == shape && builtId_ == figure_->id())
        return;
    const bool sameFigure = builtId_ == figure_->id() && builtPlainShape_ == plain;
    const QCPRange kept = sameFigure ? plot_->axisRect(0)->axis(QCPAxis::atBottom)->range() : QCPRange();
    figure_->build(*plot_, look, selection_);
    builtStyle_ = look;
    builtShape_ = shape;
    builtPlainShape_ = plain;
    builtId_ = figure_->id();
    zoomed_ = zoomed_ && sameFigure;
    shareEpochs();
    if (zoomed_)
        setEpochs(kept, false);
}

void CurveView::shareEpochs() {
    for (QCPAxisRect* panel : plot_->axisRects()) {
        QCPAxis* epochs = panel->axis(QCPAxis::atBottom);
        panel->setRangeDrag(Qt::Horizontal);
        panel->setRangeZoom(Qt::Horizontal);
        panel->setRangeDragAxes({epochs});
        panel->setRangeZoomAxes({epochs});
        connect(epochs, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
                [this](const QCPRange& range) { setEpochs(range, true); });
    }
}

void CurveView::setEpochs(const QCPRange& range, bool byUser) {
    if (sharing_ || !figure_)
        return;
    sharing_ = true;
    const double end = figure_->rightEnd();
    const double size = std::clamp(range.size(), end * 1e-4, end);
    const double from = std::clamp(range.lower, 0., end - size);
    for (QCPAxisRect* panel : plot_->axisRects())
        for (const QCPAxis::AxisType side : {QCPAxis::atBottom, QCPAxis::atTop})
            panel->axis(side)->setRange(from, from + size);
    sharing_ = false;
    if (!byUser)
        return;
    zoomed_ = size < 0.999 * end;
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void CurveView::showAll() {
    zoomed_ = false;
    if (figure_ && plot_->axisRectCount() > 0)
        setEpochs(QCPRange(0, figure_->rightEnd()), true);
}

void CurveView::zoom(double factor) {
    if (plot_->axisRectCount() == 0)
        return;
    const QCPRange range = plot_->axisRect(0)->axis(QCPAxis::atBottom)->range();
    const double half = range.size() * factor / 2, centre = cursor_.value_or(range.center());
    setEpochs(QCPRange(centre - half, centre + half), true);
}

void CurveView::readAt(double epoch, const QPoint& globalPosition) {
    const MetricsRecord* record = figure_ ? figure_->nearest(epoch) : nullptr;
    if (!record)
        return;
    cursor_ = record->epoch;
    const QString text = figure_->readOutAt(*cursor_, selection_);
    emit hovered(text);
    if (!globalPosition.isNull())
        QToolTip::showText(globalPosition, text, this);
    else if (QToolTip::isVisible() && underMouse())
        QToolTip::showText(QCursor::pos(), text, this);
}

void CurveView::step(int records) {
    if (!figure_ || figure_->isEmpty())
        return;
    const std::vector<MetricsRecord>& history = figure_->history();
    const auto index = figure_->nearest(cursor_.value_or(figure_->lastEpoch())) - history.data();
    const auto last = static_cast<std::ptrdiff_t>(history.size()) - 1;
    const double epoch = history[std::clamp<std::ptrdiff_t>(index + records, 0, last)].epoch;
    const QCPAxis* epochs =
        plot_->axisRectCount() > 0 ? plot_->axisRect(0)->axis(QCPAxis::atBottom) : nullptr;
    const int x = epochs ? static_cast<int>(epochs->coordToPixel(epoch)) : width() / 2;
    readAt(epoch, mapToGlobal(QPoint(std::clamp(x, 0, width()), height() / 3)));
}

void CurveView::chooseAt(const QPointF& place) {
    const QCPAbstractPlottable* near = plot_->plottableAt(place, true);
    Selection found;
    for (int i = 0; i < plot_->graphCount(); ++i)
        if (plot_->graph(i) == near)
            found = figure_->shownBy(i, selection_);
    emit selected(found);
}

/// The curve that many further on than the one that is chosen, round and round. Whether there is one.
bool CurveView::chooseNext(int curves) {
    std::vector<Selection> all;
    for (int i = 0; figure_ && i < plot_->graphCount(); ++i)
        if (const Selection shows = figure_->shownBy(i, selection_); !shows.isEmpty())
            all.push_back(shows);
    if (all.empty())
        return false;
    const auto now = std::find(all.begin(), all.end(), selection_) - all.begin();
    const auto count = std::ssize(all);
    const auto next = now == count ? (curves > 0 ? 0 : count - 1) : (now + curves + count) % count;
    const Selection& found = all[static_cast<std::size_t>(next)];
    emit selected(found);
    emit hovered(chosenText(found));
    return true;
}

bool CurveView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == plot_ && event->type() == QEvent::MouseMove && plot_->axisRectCount() > 0) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const double epoch = plot_->axisRect(0)->axis(QCPAxis::atBottom)->pixelToCoord(mouse->position().x());
        if (mouse->buttons() == Qt::NoButton)
            readAt(epoch, mouse->globalPosition().toPoint());
    } else if (watched == plot_ && event->type() == QEvent::MouseButtonPress) {
        setFocus(Qt::MouseFocusReason);
        pressed_ = static_cast<QMouseEvent*>(event)->position().toPoint();
    } else if (watched == plot_ && event->type() == QEvent::MouseButtonRelease && figure_) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const bool dragged =
            (mouse->position().toPoint() - pressed_).manhattanLength() >= QApplication::startDragDistance();
        if (mouse->button() == Qt::LeftButton && !dragged)
            chooseAt(mouse->position());
    } else if (watched == plot_ && event->type() == QEvent::MouseButtonDblClick) {
        showAll();
    }
    return QWidget::eventFilter(watched, event);
}

void CurveView::leaveEvent(QEvent* event) {
    cursor_.reset();
    emit hovered(QString());
    QWidget::leaveEvent(event);
}

void CurveView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return step(-1);
    case Qt::Key_Right:
        return step(1);
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!chooseNext(event->key() == Qt::Key_Up ? -1 : 1))
            QWidget::keyPressEvent(event);
        return;
    case Qt::Key_Escape:
        return emit selected({});
    case Qt::Key_PageUp:
        return step(-10);
    case Qt::Key_PageDown:
        return step(10);
    case Qt::Key_Plus:
        return zoom(0.5);
    case Qt::Key_Minus:
        return zoom(2);
    case Qt::Key_0:
        return showAll();
    case Qt::Key_N:
        return emit numbersRequested();
    default:
        QWidget::keyPressEvent(event);
    }
}

void CurveView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const FigureStyle look = screenStyle(*this);
    if (figure_ && figure_->isEmpty())
        figure_->paint(painter, rect(), look);
    else
        painter.fillRect(rect(), look.background);
}

void CurveView::resizeEvent(QResizeEvent* event) {
    plot_->setGeometry(rect());
    QWidget::resizeEvent(event);
}

void CurveView::showEvent(QShowEvent* event) {
    refresh();
    QWidget::showEvent(event);
}

void CurveView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        refresh();
    QWidget::changeEvent(event);
}

void CurveView::describe() {
    const QString chosen = chosenText(selection_);
    setAccessibleName(!figure_           ? tr("Curves")
                      : chosen.isEmpty() ? figure_->title()
                                         : tr("%1, %2 chosen").arg(figure_->title(), chosen));
    setAccessibleDescription(!figure_ ? QString()
                             : figure_->isEmpty()
                                 ? figure_->emptyText()
                                 : tr("%1 N shows the numbers as a table.").arg(figure_->summary()));
}

} // namespace expertscope
