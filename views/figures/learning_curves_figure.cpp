// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/learning_curves_figure.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/palette.h"
#include "views/drawing/plot_setup.h"
#include "views/figures/csv.h"
#include "views/figures/figure_table.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

/// The last measured value, NaN where there is none.
double last(const std::vector<MetricsRecord>& history, double MetricsRecord::*number) {
    for (auto record = history.rbegin(); record != history.rend(); ++record)
        if (std::isfinite((*record).*number))
            return (*record).*number;
    return MetricsRecord::none;
}

using RecordNumber = double MetricsRecord::*;
using Histories = std::vector<const std::vector<MetricsRecord>*>;

struct PositiveRange {
    double least = 1e300, most = 0;
    bool any() const { return most > 0; }
};

/// Of the values above 0 of both numbers in all histories.
PositiveRange rangeOf(const Histories& histories, std::initializer_list<RecordNumber> numbers) {
    PositiveRange range;
    for (const std::vector<MetricsRecord>* history : histories)
        for (const MetricsRecord& record : *history)
            for (const RecordNumber number : numbers)
                if (const double value = record.*number; std::isfinite(value) && value > 0) {
                    range.least = std::min(range.least, value);
                    range.most = std::max(range.most, value);
                }
    return range;
}

/// Fills a panel's two curves, (train, test), times a factor, and its range, which holds all histories; the
/// curves are of the first. A logarithm has no place for 0: it is drawn at the least value that is not.
void fillPanel(QCustomPlot& plot, int panel, const Histories& histories, RecordNumber train,
               RecordNumber test, double factor) {
    const PositiveRange range = rangeOf(histories, {train, test});
    for (int i = 0; i < 2; ++i) {
        const RecordNumber number = i == 0 ? train : test;
        Curve curve = curveOf(*histories.front(), [&](const MetricsRecord& r) { return factor * r.*number; });
        for (double& value : curve.values)
            value = std::max(value, range.any() ? factor * range.least : 1);
        plot.graph(2 * panel + i)->setData(curve.epochs, curve.values, true);
    }
    setLogRange(plot.axisRect(panel)->axis(QCPAxis::atLeft), factor * (range.any() ? range.least : 0.01),
                factor * (range.any() ? range.most : 1));
}

constexpr int firstLoad = 4; // graphs before it are train and test, of error and loss

QCPLegend* addLegendTo(QCPAxisRect& panel, const FigureStyle& style) {
    QCPLegend* legend = makeLegend(style);
    panel.insetLayout()->addElement(legend, Qt::AlignTop | Qt::AlignRight);
    legend->setLayer("legend");
    return legend;
}

void addLoads(QCustomPlot& plot, const std::map<int, int>& experts, const FigureStyle& style) {
    QCPAxisRect* panel =
        addPanel(plot, QCoreApplication::translate("LearningCurvesFigure", "load"), true, style);
    panel->axis(QCPAxis::atLeft)->ticker()->setTickCount(3);
    QCPLegend* legend = addLegendTo(*panel, style);
    for (const auto& [layer, expert] : experts) {
        QCPGraph* load = addCurve(plot, panel, expertColour(expert), 1.2, style);
        if (layer != experts.begin()->first) { // whose expert may have the same number, and colour
            QPen pen = load->pen();
            pen.setStyle(Qt::DashLine);
            load->setPen(pen);
        }
        load->setName(QCoreApplication::translate("LearningCurvesFigure", "layer %1, expert %2")
                          .arg(layer + 1)
                          .arg(expert + 1));
        legend->addItem(new QCPPlottableLegendItem(legend, load));
    }
}

} // namespace

QString LearningCurvesFigure::emptyText() const {
    return tr("Here the error and the loss will appear over epochs, on training and on test examples.");
}

QString LearningCurvesFigure::summary() const {
    if (isEmpty())
        return emptyText();
    return tr("After %1 epochs the training error is %2 % and the test error %3 %.")
        .arg(numberText(lastEpoch(), 1), numberText(100 * last(history(), &MetricsRecord::trainError), 2),
             numberText(100 * last(history(), &MetricsRecord::testError), 2));
}

QString LearningCurvesFigure::toCsv() const {
    CsvTable table({"step", "epoch", "phase", "train_loss", "train_error", "test_loss", "test_error"});
    for (const MetricsRecord& record : history())
        table.add({QString::number(record.step), CsvTable::number(record.epoch),
                   QString::number(record.phase), CsvTable::number(record.trainLoss),
                   CsvTable::number(record.trainError), CsvTable::number(record.testLoss),
                   CsvTable::number(record.testError)});
    return table.text();
}

QString LearningCurvesFigure::readOutAt(double epoch, const Selection& chosen) const {
    const MetricsRecord* record = nearest(epoch);
    if (!record)
        return {};
    QStringList lines{tr("Epoch %1, step %2").arg(numberText(record->epoch, 2)).arg(record->step)};
    lines << tr("train error %1 %, loss %2")
                 .arg(numberText(100 * record->trainError, 2), numberText(record->trainLoss, 4));
    if (std::isfinite(record->testError))
        lines << tr("test error %1 %, loss %2")
                     .arg(numberText(100 * record->testError, 2), numberText(record->testLoss, 4));
    for (const auto& [layer, expert] : loadsOf(chosen))
        if (const double load = loadOf(*record, layer, expert); std::isfinite(load))
            lines
                << tr("layer %1, expert %2: load %3").arg(layer + 1).arg(expert + 1).arg(numberText(load, 2));
    return lines.join('\n');
}

QString LearningCurvesFigure::shape(const Selection& chosen) const {
    QStringList loads;
    for (const auto& [layer, expert] : loadsOf(chosen))
        loads << QStringLiteral("%1.%2").arg(layer).arg(expert);
    return loads.join(' ');
}

Selection LearningCurvesFigure::shownBy(int graph, const Selection& chosen) const {
    Selection shows;
    int load = firstLoad;
    for (const auto& [layer, expert] : loadsOf(chosen))
        if (load++ == graph) {
            shows.layer = layer;
            shows.expert = expert;
        }
    return shows;
}

std::map<int, int> LearningCurvesFigure::loadsOf(const Selection& chosen) const {
    std::map<int, int> experts = expertsOf(chosen);
    std::erase_if(experts, [this](const auto& of) {
        return std::none_of(history().begin(), history().end(), [&](const MetricsRecord& record) {
            return std::isfinite(loadOf(record, of.first, of.second));
        });
    });
    return experts;
}

void LearningCurvesFigure::build(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const {
    clearPlot(plot, style);
    const QStringList labels{tr("error (%)"), tr("loss (nats)")};
    const std::map<int, int> experts = loadsOf(chosen);
    for (int i = 0; i < 2; ++i) {
        QCPAxisRect* panel = addPanel(plot, labels[i], i == 1 && experts.empty(), style);
        QCPGraph* train = addCurve(plot, panel, style.mutedInk, 0.7, style);
        QCPGraph* test = addCurve(plot, panel, style.ink, 1.2, style);
        train->setName(tr("train"));
        test->setName(tr("test"));
        if (i > 0)
            continue;
        QCPLegend* legend = addLegendTo(*panel, style);
        legend->addItem(new QCPPlottableLegendItem(legend, train));
        legend->addItem(new QCPPlottableLegendItem(legend, test));
    }
    if (!experts.empty())
        addLoads(plot, experts, style);
    alignPanels(plot);
}

void LearningCurvesFigure::fill(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const {
    for (QCPAxisRect* panel : plot.axisRects())
        panel->axis(QCPAxis::atBottom)->setRange(0, rightEnd());
    fillPanel(plot, 0, histories(), &MetricsRecord::trainError, &MetricsRecord::testError, 100);
    fillPanel(plot, 1, histories(), &MetricsRecord::trainLoss, &MetricsRecord::testLoss, 1);
    int graph = firstLoad;
    for (const auto& of : loadsOf(chosen)) { // as many as build() made, for shape() names them
        const Curve curve = curveOf(
            history(), [&](const MetricsRecord& record) { return loadOf(record, of.first, of.second); });
        plot.graph(graph++)->setData(curve.epochs, curve.values, true);
        plot.axisRect(2)->axis(QCPAxis::atLeft)->setRange(0, 1);
    }
    // Few measurements are shown as such; many would only thicken the line.
    for (const int test : {1, 3}) {
        const bool few = plot.graph(test)->dataCount() <= 60;
        plot.graph(test)->setScatterStyle(
            few ? QCPScatterStyle(QCPScatterStyle::ssDisc, style.ink, style.ink, style.points(2.6))
                : QCPScatterStyle());
    }
    shadePhases(plot, history(), style);
}

FigureKind learningCurvesFigure() {
    return {.id = QStringLiteral("learning-curves"),
            .place = FigureKind::Place::Tab,
            .tab = 1,
            .name = QT_TRANSLATE_NOOP("Figures", "Curves"),
            .tip = QT_TRANSLATE_NOOP("Figures", "Train and test error and loss"),
            .curves = true,
            .make = [](const FigureMoment& moment) -> std::shared_ptr<Figure> {
                return std::make_shared<LearningCurvesFigure>(moment.course);
            }};
}

} // namespace expertscope
