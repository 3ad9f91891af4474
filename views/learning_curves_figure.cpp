#include "views/learning_curves_figure.h"

#include "views/csv.h"
#include "views/plot_setup.h"

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

/// Fills a panel's two curves, (train, test), times a factor, and its range. A logarithm has no place for 0:
/// it is drawn at the least value that is not.
void fillPanel(QCustomPlot& plot, int panel, const std::vector<MetricsRecord>& history,
               double MetricsRecord::*train, double MetricsRecord::*test, double factor) {
    double least = 1e300, most = 0;
    Curve curves[2];
    for (int i = 0; i < 2; ++i) {
        const auto number = i == 0 ? train : test;
        curves[i] = curveOf(history, [&](const MetricsRecord& record) { return factor * record.*number; });
        for (const double value : curves[i].values) {
            least = value > 0 ? std::min(least, value) : least;
            most = std::max(most, value);
        }
    }
    const bool any = most > 0;
    for (int i = 0; i < 2; ++i) {
        for (double& value : curves[i].values)
            value = std::max(value, any ? least : 1);
        plot.graph(2 * panel + i)->setData(curves[i].epochs, curves[i].values, true);
    }
    setLogRange(plot.axisRect(panel)->axis(QCPAxis::atLeft), any ? least : factor / 100, any ? most : factor);
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

QString LearningCurvesFigure::readOutAt(double epoch) const {
    const MetricsRecord* record = nearest(epoch);
    if (!record)
        return {};
    QStringList lines{tr("Epoch %1, step %2").arg(numberText(record->epoch, 2)).arg(record->step)};
    lines << tr("train error %1 %, loss %2")
                 .arg(numberText(100 * record->trainError, 2), numberText(record->trainLoss, 4));
    if (std::isfinite(record->testError))
        lines << tr("test error %1 %, loss %2")
                     .arg(numberText(100 * record->testError, 2), numberText(record->testLoss, 4));
    return lines.join('\n');
}

void LearningCurvesFigure::build(QCustomPlot& plot, const FigureStyle& style) const {
    clearPlot(plot, style);
    const QStringList labels{tr("error (%)"), tr("loss (nats)")};
    for (int i = 0; i < 2; ++i) {
        QCPAxisRect* panel = addPanel(plot, labels[i], i == 1, style);
        QCPGraph* train = addCurve(plot, panel, style.mutedInk, 0.7, style);
        QCPGraph* test = addCurve(plot, panel, style.ink, 1.2, style);
        train->setName(tr("train"));
        test->setName(tr("test"));
        if (i > 0)
            continue;
        QCPLegend* legend = makeLegend(style);
        panel->insetLayout()->addElement(legend, Qt::AlignTop | Qt::AlignRight);
        legend->setLayer("legend");
        legend->addItem(new QCPPlottableLegendItem(legend, train));
        legend->addItem(new QCPPlottableLegendItem(legend, test));
    }
    alignPanels(plot);
}

void LearningCurvesFigure::fill(QCustomPlot& plot, const FigureStyle& style) const {
    for (QCPAxisRect* panel : plot.axisRects())
        panel->axis(QCPAxis::atBottom)->setRange(0, rightEnd());
    fillPanel(plot, 0, history(), &MetricsRecord::trainError, &MetricsRecord::testError, 100);
    fillPanel(plot, 1, history(), &MetricsRecord::trainLoss, &MetricsRecord::testLoss, 1);
    // Few measurements are shown as such; many would only thicken the line.
    for (const int test : {1, 3}) {
        const bool few = plot.graph(test)->dataCount() <= 60;
        plot.graph(test)->setScatterStyle(
            few ? QCPScatterStyle(QCPScatterStyle::ssDisc, style.ink, style.ink, style.points(2.6))
                : QCPScatterStyle());
    }
    shadePhases(plot, history(), style);
}

} // namespace expertscope
