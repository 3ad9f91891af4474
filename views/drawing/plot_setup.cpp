// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/plot_setup.h"

#include "views/drawing/strokes.h"

#include <QCoreApplication>

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

int units(double points, const FigureStyle& style) {
    return std::max(1, static_cast<int>(std::lround(style.points(points))));
}

void dress(QCPAxis* axis, const FigureStyle& style) {
    const QPen line(style.grid, style.points(0.6));
    axis->setBasePen(line);
    axis->setTickPen(line);
    axis->setSubTickPen(line);
    axis->setSubTicks(false);
    axis->setTickLengthIn(0);
    axis->setTickLengthOut(units(2, style));
    axis->setTickLabelPadding(units(2, style));
    axis->setLabelPadding(units(2, style));
    axis->setTickLabelFont(style.font(0.9));
    axis->setLabelFont(style.font(0.9));
    axis->setTickLabelColor(style.mutedInk);
    axis->setLabelColor(style.mutedInk);
    axis->grid()->setPen(QPen(style.shade, style.points(0.5)));
    axis->grid()->setZeroLinePen(Qt::NoPen);
    axis->setNumberFormat("gb");
    axis->setNumberPrecision(6);
}

struct Phase {
    double from, to;
    bool constrained;
};

std::vector<Phase> phasesOf(const std::vector<MetricsRecord>& history) {
    std::vector<Phase> phases;
    for (const MetricsRecord& record : history) {
        // A record tells of the step after it: up to it, the phase was still the one before.
        if (!phases.empty())
            phases.back().to = record.epoch;
        if (phases.empty() || phases.back().constrained != record.constrained())
            phases.push_back({record.epoch, record.epoch, record.constrained()});
    }
    return phases;
}

void addShade(QCustomPlot& plot, QCPAxisRect* panel, const Phase& phase, const FigureStyle& style) {
    auto* shade = new QCPItemRect(&plot);
    shade->setLayer("background");
    shade->setClipAxisRect(panel);
    shade->setPen(Qt::NoPen);
    shade->setBrush(style.shade);
    for (QCPItemPosition* position : {shade->topLeft, shade->bottomRight}) {
        position->setAxisRect(panel);
        position->setAxes(panel->axis(QCPAxis::atBottom), panel->axis(QCPAxis::atLeft));
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    shade->topLeft->setCoords(phase.from, 0);
    shade->bottomRight->setCoords(phase.to, 1);
}

/// As tick labels of an axis above the panel: they move along when it is zoomed.
void namePhases(QCPAxisRect* panel, const QSharedPointer<QCPAxisTickerText>& names) {
    QCPAxis* above = panel->axis(QCPAxis::atTop);
    above->setVisible(true);
    above->setBasePen(Qt::NoPen);
    above->setTickPen(QColor(Qt::transparent)); // a picture played back would draw a pen of no style
    above->setTickLengthOut(0);
    above->grid()->setVisible(false);
    above->setTicker(names);
    above->setRange(panel->axis(QCPAxis::atBottom)->range());
}

} // namespace

void clearPlot(QCustomPlot& plot, const FigureStyle& style) {
    plot.clearItems();
    plot.clearPlottables();
    plot.plotLayout()->clear();
    plot.plotLayout()->setRowSpacing(units(4, style));
    plot.setBackground(QBrush(style.background));
    plot.setNoAntialiasingOnDrag(false);
    plot.setFont(style.font());
    plot.setLocale(QLocale::c()); // numbers as in all other figures, whatever the desktop's language
}

QCPAxisRect* addPanel(QCustomPlot& plot, const QString& verticalLabel, bool last, const FigureStyle& style) {
    auto* panel = new QCPAxisRect(&plot, true);
    const bool first = plot.axisRectCount() == 0;
    plot.plotLayout()->addElement(plot.plotLayout()->rowCount(), 0, panel);
    panel->setMinimumMargins(
        QMargins(units(4, style), units(first ? 3 : 1, style), units(8, style), units(3, style)));
    // By name: the panel's own list has them in an order that differs from one process to the next, and what
    // comes to a layer first is drawn first.
    for (const QCPAxis::AxisType side :
         {QCPAxis::atLeft, QCPAxis::atRight, QCPAxis::atTop, QCPAxis::atBottom}) {
        QCPAxis* axis = panel->axis(side);
        dress(axis, style);
        axis->setLayer("axes");
        axis->grid()->setLayer("grid");
    }
    panel->axis(QCPAxis::atBottom)->setTickLabels(last);
    panel->axis(QCPAxis::atBottom)->grid()->setVisible(false);
    if (last)
        panel->axis(QCPAxis::atBottom)->setLabel(QCoreApplication::translate("Figure", "epoch"));
    panel->axis(QCPAxis::atLeft)->setLabel(verticalLabel);
    return panel;
}

void alignPanels(QCustomPlot& plot) {
    qDeleteAll(plot.findChildren<QCPMarginGroup*>()); // of what was built before
    auto* group = new QCPMarginGroup(&plot);
    for (QCPAxisRect* panel : plot.axisRects())
        panel->setMarginGroup(QCP::msLeft | QCP::msRight, group);
}

QCPGraph* addCurve(QCustomPlot& plot, QCPAxisRect* panel, const QColor& colour, double widthInPoints,
                   const FigureStyle& style) {
    QCPGraph* graph = plot.addGraph(panel->axis(QCPAxis::atBottom), panel->axis(QCPAxis::atLeft));
    graph->removeFromLegend();
    // Round ones look the same at this width, and take several times as long.
    graph->setPen(QPen(colour, style.points(widthInPoints), Qt::SolidLine, Qt::SquareCap, Qt::BevelJoin));
    return graph;
}

QCPLegend* makeLegend(const FigureStyle& style) {
    auto* legend = new QCPLegend;
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setFont(style.font(0.9));
    legend->setTextColor(style.ink);
    // As high as the text, whose middle the line then meets.
    legend->setIconSize(units(9, style), QFontMetrics(style.font(0.9)).height());
    legend->setIconTextPadding(units(2.5, style));
    legend->setMargins(QMargins(0, units(1, style), 0, 0));
    legend->setColumnSpacing(units(7, style));
    legend->setRowSpacing(0);
    legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    return legend;
}

QCPLegend* addLegendRow(QCustomPlot& plot, const FigureStyle& style) {
    auto* row = new QCPLayoutGrid;
    plot.plotLayout()->insertRow(0);
    plot.plotLayout()->addElement(0, 0, row);
    plot.plotLayout()->setRowStretchFactor(0, 0.001);
    QCPLegend* legend = makeLegend(style);
    row->addElement(0, 0, new QCPLayoutElement(&plot));
    row->addElement(0, 1, legend);
    row->setColumnStretchFactor(1, 0.001);
    legend->setLayer("legend");
    const int edge = static_cast<int>(style.points(6));
    legend->setMargins(QMargins(edge, edge / 2, edge, 0));
    return legend;
}

namespace {

/// On screen: lines are drawn piece by piece, which takes a fraction of the time that whole ones take.
void drawPixels(QCustomPlot& plot, QPainter& painter, const QRectF& area, const QSize& size) {
    const double ratio = painter.device()->devicePixelRatioF();
    plot.setPlottingHint(QCP::phFastPolylines);
    QPixmap pixels = plot.toPixmap(size.width(), size.height(), ratio);
    pixels.setDevicePixelRatio(ratio);
    painter.drawPixmap(area.topLeft(), pixels);
}

} // namespace

void drawPlot(QCustomPlot& plot, QPainter& painter, const QRectF& area) {
    const QSize size = area.size().toSize();
    if (painter.device()->devType() == QInternal::Widget)
        return drawPixels(plot, painter, area, size);
    if (QCPPainter* recorder = recorderBehind(painter)) {
        recorder->save();
        recorder->translate(area.topLeft());
        plot.toPainter(recorder, size.width(), size.height());
        return recorder->restore();
    }
    // QCustomPlot draws with a painter of its own, which needs a device; a picture is one that keeps the
    // strokes.
    QPicture picture;
    QCPPainter recorder(&picture);
    recorder.setFont(plot.font());
    plot.toPainter(&recorder, size.width(), size.height());
    recorder.end();
    paintStrokes(painter, area.topLeft(), picture);
}

void setLogRange(QCPAxis* axis, double least, double most) {
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    double low = 0, high = 0;
    const double decades = std::log10(most / least);
    for (int power = -9; power <= 9; ++power)
        for (const int mantissa : {1, 2, 5}) {
            const double mark = mantissa * std::pow(10., power);
            if (mark <= least * 1.0001)
                low = mark;
            if (high == 0 && mark >= most * 0.9999)
                high = mark;
            // Over many decades the powers of ten are enough.
            if (decades < 2.4 || mantissa == 1) {
                ticker->addTick(mark, QString::number(mark, 'g', 3));
            }
        }
    axis->setScaleType(QCPAxis::stLogarithmic);
    axis->setTicker(ticker);
    axis->setRange(low > 0 ? low : least, high > 0 ? high : most);
}

void shadePhases(QCustomPlot& plot, const std::vector<MetricsRecord>& history, const FigureStyle& style) {
    plot.clearItems();
    if (plot.axisRectCount() == 0 || history.empty())
        return;
    const QString constrained = QCoreApplication::translate("Figure", "constrained"),
                  free = QCoreApplication::translate("Figure", "free");
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (const Phase& phase : phasesOf(history)) {
        if (phase.to - phase.from > 0.12 * history.back().epoch)
            ticker->addTick((phase.from + phase.to) / 2, phase.constrained ? constrained : free);
        for (QCPAxisRect* panel : phase.constrained ? plot.axisRects() : QList<QCPAxisRect*>{})
            addShade(plot, panel, phase, style);
    }
    namePhases(plot.axisRect(0), ticker);
}

} // namespace expertscope
