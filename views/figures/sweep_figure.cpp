// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/sweep_figure.h"

#include "views/drawing/figure_font.h"
#include "views/drawing/figure_text.h"
#include "views/drawing/palette.h"
#include "views/drawing/plot_setup.h"
#include "views/figures/csv.h"

#include <QCoreApplication>

#include <qcustomplot.h>

#include <algorithm>

namespace expertscope {
namespace {

struct SweepText {
    Q_DECLARE_TR_FUNCTIONS(SweepFigure)
};

/// What an axis must hold.
struct AxisRange {
    double low = 1e300, high = -1e300;
    void include(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    QCPRange widened(double share) const {
        const double margin = high > low ? share * (high - low) : std::max(std::abs(high), 1.0) * share;
        return {low - margin, high + margin};
    }
};

void addSeries(QCustomPlot& plot, QCPAxisRect* panel, QCPLegend* legend, const SweepSeries& series,
               const QColor& colour, const FigureStyle& style) {
    QCPGraph* graph = addCurve(plot, panel, colour, 1.2, style);
    QCPGraph* published = addCurve(plot, panel, colour, 0.6, style);
    published->setPen(QPen(colour, style.points(0.6), Qt::DashLine));
    auto* bars = new QCPErrorBars(graph->keyAxis(), graph->valueAxis());
    bars->removeFromLegend();
    bars->setDataPlottable(graph);
    bars->setPen(QPen(colour, style.points(0.7)));
    bars->setWhiskerWidth(style.points(3));
    for (const auto& point : series.points) {
        graph->addData(point.x, point.y);
        bars->addData(point.deviation.value_or(qQNaN()));
        if (point.published)
            published->addData(point.x, *point.published);
    }
    if (series.points.size() <= 40) {
        graph->setScatterStyle({QCPScatterStyle::ssDisc, colour, colour, style.points(3.4)});
        published->setScatterStyle({QCPScatterStyle::ssCircle, colour, style.background, style.points(3.4)});
    }
    if (!legend)
        return;
    const auto add = [&](QCPGraph* of, const QString& name) {
        noteLetters(name, style.font(0.9));
        of->setName(name);
        legend->addItem(new QCPPlottableLegendItem(legend, of));
    };
    const QString name = QString::fromStdString(series.name);
    if (!name.isEmpty())
        add(graph, name);
    if (published->dataCount() > 0)
        add(published,
            name.isEmpty() ? SweepText::tr("published") : SweepText::tr("%1, published").arg(name));
}

/// In rows of at most three, as even as can be.
void arrangeLegend(QCustomPlot& plot, QCPLegend& legend) {
    const int items = legend.itemCount();
    if (items == 0) {
        plot.plotLayout()->removeAt(0);
        return plot.plotLayout()->simplify();
    }
    const int rows = (items + 2) / 3;
    legend.setWrap((items + rows - 1) / rows);
    legend.setFillOrder(QCPLayoutGrid::foColumnsFirst, true);
}

void setRanges(const SweepPlotData& data, const SweepPlotData::Panel& panel, QCPAxisRect* rect) {
    AxisRange x, y;
    for (const SweepSeries& series : panel.series)
        for (const auto& point : series.points) {
            x.include(point.x);
            const double deviation = point.deviation.value_or(0);
            y.include(point.y - deviation);
            y.include(point.y + deviation);
            if (point.published)
                y.include(*point.published);
        }
    rect->axis(QCPAxis::atLeft)->setRange(y.widened(0.08));
    rect->axis(QCPAxis::atLeft)->ticker()->setTickCount(4);
    QCPAxis* below = rect->axis(QCPAxis::atBottom);
    if (!data.ticks.empty()) {
        QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
        for (const auto& [at, name] : data.ticks)
            ticker->addTick(at, QString::fromStdString(name));
        below->setTicker(ticker);
    }
    if (data.logarithmic) {
        below->setScaleType(QCPAxis::stLogarithmic);
        below->setRange(x.low / 1.6, x.high * 1.6);
    } else {
        below->setRange(x.widened(0.05));
    }
}

} // namespace

QString SweepFigure::title() const {
    QStringList labels;
    for (const auto& panel : data_.panels)
        labels << QString::fromStdString(panel.label);
    return SweepText::tr("%1 against %2").arg(labels.join(", "), QString::fromStdString(data_.xLabel));
}

bool SweepFigure::isEmpty() const {
    return std::all_of(data_.panels.begin(), data_.panels.end(),
                       [](const auto& panel) { return panel.series.empty(); });
}

QString SweepFigure::emptyText() const {
    return SweepText::tr("Here a line will appear when the first runs of the sweep have ended.");
}

QString SweepFigure::summary() const {
    if (isEmpty())
        return emptyText();
    QStringList parts;
    for (const auto& panel : data_.panels)
        for (const SweepSeries& series : panel.series)
            if (!series.points.empty())
                parts << SweepText::tr("%1 of %2 from %3 to %4")
                             .arg(QString::fromStdString(panel.label), QString::fromStdString(series.name),
                                  numberText(series.points.front().y, 2),
                                  numberText(series.points.back().y, 2));
    return SweepText::tr("%1: %2.").arg(title(), parts.join("; "));
}

QString SweepFigure::toCsv() const {
    CsvTable table(
        {"quantity", "series", QString::fromStdString(data_.xLabel), "value", "deviation", "published"});
    const auto text = [](const std::optional<double>& value) {
        return value ? CsvTable::number(*value) : QString();
    };
    for (const auto& panel : data_.panels)
        for (const SweepSeries& series : panel.series)
            for (const auto& point : series.points)
                table.add({QString::fromStdString(panel.label), QString::fromStdString(series.name),
                           CsvTable::number(point.x), CsvTable::number(point.y), text(point.deviation),
                           text(point.published)});
    return table.text();
}

double SweepFigure::heightInMm(double widthMm) const {
    return 12 + static_cast<double>(data_.panels.size()) * std::max(28., 0.45 * widthMm);
}

void SweepFigure::draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    QCustomPlot plot;
    clearPlot(plot, style);
    std::size_t longest = 0; // the panel with most series names them
    for (std::size_t p = 0; p < data_.panels.size(); ++p)
        if (data_.panels[p].series.size() > data_.panels[longest].series.size())
            longest = p;
    QCPLegend* legend = addLegendRow(plot, style);
    for (std::size_t p = 0; p < data_.panels.size(); ++p) {
        const auto& panel = data_.panels[p];
        QCPAxisRect* rect =
            addPanel(plot, QString::fromStdString(panel.label), p + 1 == data_.panels.size(), style);
        rect->axis(QCPAxis::atBottom)
            ->setLabel(p + 1 == data_.panels.size() ? QString::fromStdString(data_.xLabel) : QString());
        int colour = 0;
        for (const SweepSeries& series : panel.series)
            addSeries(plot, rect, p == longest ? legend : nullptr, series, expertColour(colour++), style);
        setRanges(data_, panel, rect);
    }
    arrangeLegend(plot, *legend);
    alignPanels(plot);
    drawPlot(plot, painter, area);
}

} // namespace expertscope
