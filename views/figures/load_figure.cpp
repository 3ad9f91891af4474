// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/load_figure.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/heatmap_painting.h"
#include "views/drawing/palette.h"
#include "views/drawing/plot_setup.h"
#include "views/figures/csv.h"
#include "views/figures/figure_table.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

double highestLoad(const std::vector<const std::vector<MetricsRecord>*>& histories, int layer) {
    double highest = 0;
    for (const std::vector<MetricsRecord>* history : histories)
        for (const MetricsRecord& record : *history)
            if (layer < static_cast<int>(record.load.size()))
                for (const double load : record.load[layer])
                    if (std::isfinite(load))
                        highest = std::max(highest, load);
    return highest;
}

} // namespace

LoadFigure::LoadFigure(History history) : CurveFigure(std::move(history)) {
    for (const MetricsRecord& record : this->history()) {
        if (record.load.empty())
            continue;
        for (const std::vector<float>& layer : record.load)
            experts_.push_back(static_cast<int>(layer.size()));
        return;
    }
}

QString LoadFigure::emptyText() const {
    return tr("Here the load of every expert will appear over epochs: the share of the gating it gets.");
}

QString LoadFigure::shape(const Selection& chosen) const {
    QStringList counts;
    QString marked;
    int graph = 0;
    for (const int n : experts_) {
        counts << QString::number(n);
        for (int e = 0; e <= n; ++e)
            marked += agree(shownBy(graph++, chosen), chosen) ? '1' : '0';
    }
    return counts.join(' ') + ' ' + marked;
}

/// In the order of build(): of each layer the even share, and then its experts.
Selection LoadFigure::shownBy(int graph, const Selection&) const {
    Selection shows;
    for (std::size_t layer = 0; layer < experts_.size(); ++layer) {
        if (graph > 0 && graph <= experts_[layer]) {
            shows.layer = static_cast<int>(layer);
            shows.expert = graph - 1;
        }
        graph -= experts_[layer] + 1;
    }
    return shows;
}

QString LoadFigure::summary() const {
    if (isEmpty())
        return emptyText();
    QStringList parts;
    for (std::size_t layer = 0; layer < experts_.size(); ++layer) {
        DomainFinder finder;
        for (int e = 0; e < experts_[layer]; ++e)
            finder.include(loadOf(history().back(), static_cast<int>(layer), e));
        parts << tr("layer %1 from %2 to %3")
                     .arg(layer + 1)
                     .arg(numberText(finder.domain().low, 2), numberText(finder.domain().high, 2));
    }
    return tr("Load of the experts now: %1.").arg(parts.join("; "));
}

QString LoadFigure::toCsv() const {
    CsvTable table({"step", "epoch", "phase", "layer", "expert", "load"});
    for (const MetricsRecord& record : history())
        for (std::size_t layer = 0; layer < record.load.size(); ++layer)
            for (std::size_t e = 0; e < record.load[layer].size(); ++e)
                table.add({QString::number(record.step), CsvTable::number(record.epoch),
                           QString::number(record.phase), QString::number(layer + 1), QString::number(e + 1),
                           CsvTable::number(record.load[layer][e])});
    return table.text();
}

QString LoadFigure::readOutAt(double epoch, const Selection&) const {
    const MetricsRecord* record = nearest(epoch);
    if (!record)
        return {};
    QStringList lines{tr("Epoch %1, step %2").arg(numberText(record->epoch, 2)).arg(record->step)};
    for (std::size_t layer = 0; layer < record->load.size(); ++layer) {
        QStringList loads;
        for (const float load : record->load[layer])
            loads << numberText(load, 2);
        lines << tr("layer %1: %2").arg(layer + 1).arg(loads.join("  "));
    }
    return lines.join('\n');
}

double LoadFigure::heightInMm(double widthMm) const {
    return 10 +
           static_cast<double>(std::max<std::size_t>(1, experts_.size())) * std::max(26., 0.25 * widthMm);
}

void LoadFigure::build(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const {
    clearPlot(plot, style);
    std::vector<QCPGraph*> named;
    for (std::size_t layer = 0; layer < experts_.size(); ++layer) {
        QCPAxisRect* panel =
            addPanel(plot, tr("layer %1 load").arg(layer + 1), layer + 1 == experts_.size(), style);
        QCPGraph* even = addCurve(plot, panel, style.mutedInk, 0.5, style);
        even->setPen(QPen(style.mutedInk, style.points(0.5), Qt::DashLine));
        even->setSelectable(QCP::stNone);
        std::vector<QCPGraph*> graphs;
        for (int e = 0; e < experts_[layer]; ++e) {
            graphs.push_back(addCurve(plot, panel, expertColour(e), 1.2, style));
            graphs.back()->setName(QString::number(e + 1));
        }
        if (graphs.size() > named.size())
            named = graphs;
    }
    alignPanels(plot);
    QCPLegend* legend = addLegendRow(plot, style);
    legend->setWrap(8);
    for (QCPGraph* graph : named)
        legend->addItem(new QCPPlottableLegendItem(legend, graph));
    mark(plot, style, chosen);
}

void LoadFigure::fill(QCustomPlot& plot, const FigureStyle& style, const Selection&) const {
    int graph = 0;
    for (std::size_t layer = 0; layer < experts_.size(); ++layer) {
        const double even = 1. / std::max(1, experts_[layer]);
        const double most =
            std::max(std::min(1., 2 * even), highestLoad(histories(), static_cast<int>(layer)));
        plot.graph(graph++)->setData({0, rightEnd()}, {even, even}, true);
        for (int e = 0; e < experts_[layer]; ++e) {
            const Curve curve = curveOf(history(), [&](const MetricsRecord& record) {
                return loadOf(record, static_cast<int>(layer), e);
            });
            plot.graph(graph++)->setData(curve.epochs, curve.values, true);
        }
        QCPAxisRect* panel = plot.axisRect(static_cast<int>(layer));
        panel->axis(QCPAxis::atLeft)->setRange(0, most * 1.03);
        panel->axis(QCPAxis::atLeft)->ticker()->setTickCount(3);
        panel->axis(QCPAxis::atBottom)->setRange(0, rightEnd());
    }
    shadePhases(plot, history(), style);
}

FigureKind loadFigure() {
    return {.id = QStringLiteral("load"),
            .place = FigureKind::Place::Tab,
            .tab = 2,
            .name = QT_TRANSLATE_NOOP("Figures", "Load"),
            .tip = QT_TRANSLATE_NOOP("Figures", "How much each expert is used"),
            .curves = true,
            .make = [](const FigureMoment& moment) -> std::shared_ptr<Figure> {
                return std::make_shared<LoadFigure>(moment.course);
            }};
}

} // namespace expertscope
