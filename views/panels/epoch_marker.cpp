// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/epoch_marker.h"

#include <QEvent>
#include <QPainter>

#include <qcustomplot.h>

namespace expertscope {

EpochMarker::EpochMarker(QCustomPlot* plot) : QWidget(plot), plot_(plot) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    plot->installEventFilter(this);
    connect(plot, &QCustomPlot::afterReplot, this, qOverload<>(&QWidget::update));
    hide();
}

void EpochMarker::setEpoch(std::optional<double> epoch) {
    if (epoch == epoch_)
        return;
    epoch_ = epoch;
    setVisible(epoch_.has_value());
    update();
}

bool EpochMarker::eventFilter(QObject* watched, QEvent* event) {
    if (watched == plot_ && event->type() == QEvent::Resize)
        setGeometry(plot_->rect());
    return QWidget::eventFilter(watched, event);
}

void EpochMarker::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QRegion free(rect());
    for (const auto* legend : plot_->findChildren<QCPLegend*>())
        free -= legend->outerRect(); // its words are to be read
    painter.setClipRegion(free);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
    for (const QCPAxisRect* panel : plot_->axisRects()) {
        const double x = panel->axis(QCPAxis::atBottom)->coordToPixel(epoch_.value_or(-1));
        if (x >= panel->left() - 0.5 && x <= panel->right() + 0.5)
            painter.drawLine(QPointF(x, panel->top()), QPointF(x, panel->bottom()));
    }
}

} // namespace expertscope
