// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/figures/learning_curves_figure.h"
#include "views/figures/load_figure.h"
#include "views/panels/curve_view.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

#include <qcustomplot.h>

using namespace expertscope;

class TestCurves : public QObject {
    Q_OBJECT

  private slots:
    void unmeasuredPointsAreSkipped() {
        const auto history = samples::history(10, {4, 4});
        const Curve train = curveOf(*history, [](const MetricsRecord& r) { return r.trainError; });
        const Curve test = curveOf(*history, [](const MetricsRecord& r) { return r.testError; });
        QCOMPARE(train.epochs.size(), 100);
        QCOMPARE(test.epochs.size(), 10);
        QCOMPARE(test.epochs.first(), 1.0);
        for (const double value : train.values + test.values)
            QVERIFY(std::isfinite(value));
    }

    void longCurvesAreThinned_data() {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 1999, 2000, 2001, 4000, 12345})
            QTest::addRow("%d", count) << count;
    }

    void longCurvesAreThinned() {
        QFETCH(int, count);
        std::vector<MetricsRecord> history(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            history[i].epoch = history[i].trainLoss = i;
        const Curve curve = curveOf(history, [](const MetricsRecord& r) { return r.trainLoss; });
        QVERIFY(curve.epochs.size() <= qsizetype(mostPoints));
        QVERIFY(curve.epochs.size() >= std::min(count, 900));
        QVERIFY(count == 0 || curve.epochs.last() == count - 1);
    }

    /// Though a small picture has fewer points than the history has records.
    void aPeakIsDrawnHoweverSmallThePicture_data() {
        QTest::addColumn<int>("at");
        for (const int at : {0, 1, 777, 778, 779, 1498, 1499})
            QTest::addRow("%d", at) << at;
    }
    void aPeakIsDrawnHoweverSmallThePicture() {
        QFETCH(int, at);
        const auto picture = [](int peak) {
            auto history = std::make_shared<std::vector<MetricsRecord>>(1500);
            for (int i = 0; i < 1500; ++i) {
                (*history)[i].epoch = i;
                (*history)[i].load = {{0.5F, i == peak ? 1.F : 0.5F}};
            }
            QImage image(120, 90, QImage::Format_RGB32);
            QPainter painter(&image);
            FigureStyle style = lightStyle();
            style.scale = 0.5;
            LoadFigure(history).paint(painter, image.rect(), style);
            return image;
        };
        QVERIFY(picture(at) != picture(-1));
    }

    void nearestRecord() {
        const LearningCurvesFigure figure(samples::history(2, {4}));
        QCOMPARE(figure.nearest(-5)->epoch, 0.0);
        QCOMPARE(figure.nearest(1.04)->epoch, 1.0);
        QCOMPARE(figure.nearest(1.06)->epoch, 1.1);
        QCOMPARE(figure.nearest(99)->epoch, 2.0);
        QVERIFY(!LearningCurvesFigure(nullptr).nearest(1));
    }

    void readOutNamesWhatWasMeasured() {
        const LearningCurvesFigure figure(samples::history(2, {4}));
        QVERIFY(figure.readOutAt(1, {}).contains("test error"));
        QVERIFY(!figure.readOutAt(1.3, {}).contains("test error"));
        QVERIFY(LoadFigure(samples::history(2, {4, 3})).readOutAt(1, {}).contains("layer 2"));
    }

    void drawsWithoutDataAndWithOddData() {
        auto odd = std::make_shared<std::vector<MetricsRecord>>(3);
        (*odd)[1].epoch = 1; // nothing measured at all
        (*odd)[2].epoch = 2;
        (*odd)[2].trainError = 0; // has no logarithm
        auto noLayers = samples::history(2, {});
        for (const CurveFigure::History& history :
             {CurveFigure::History(), CurveFigure::History(odd), CurveFigure::History(noLayers),
              samples::history(3, {16, 2})}) {
            const LearningCurvesFigure curves(history);
            const LoadFigure load(history);
            for (const Figure* figure :
                 {static_cast<const Figure*>(&curves), static_cast<const Figure*>(&load)}) {
                QImage image(340, 330, QImage::Format_RGB32);
                QPainter painter(&image);
                figure->paint(painter, image.rect(), darkStyle());
                QVERIFY(!figure->summary().isEmpty());
                QVERIFY(figure->sizeInMm().height() > 0);
            }
        }
        QVERIFY(LoadFigure(noLayers).isEmpty());
    }

    // Of layers of two and three experts, graphs are: even, 1, 2, even, 1, 2, 3.
    void chosenExpertsStandOut_data() {
        QTest::addColumn<int>("layer"); // below 0: none
        QTest::addColumn<int>("expert");
        QTest::addColumn<int>("next");
        QTest::addColumn<QList<int>>("wide");
        QTest::addColumn<QList<int>>("faded");
        QTest::addColumn<int>("loads"); // curves of loads below the errors
        QTest::newRow("nothing") << -1 << -1 << -1 << QList<int>{} << QList<int>{} << 0;
        QTest::newRow("an expert") << 0 << 1 << -1 << QList<int>{2} << QList<int>{1, 4, 5, 6} << 1;
        QTest::newRow("of the second layer") << 1 << 2 << -1 << QList<int>{6} << QList<int>{1, 2, 4, 5} << 1;
        QTest::newRow("a combination") << 0 << 0 << 1 << QList<int>{1, 5} << QList<int>{2, 4, 6} << 2;
        QTest::newRow("a layer") << 1 << -1 << -1 << QList<int>{4, 5, 6} << QList<int>{1, 2} << 0;
        QTest::newRow("one that is not there") << 1 << 7 << -1 << QList<int>{} << QList<int>{} << 0;
    }
    void chosenExpertsStandOut() {
        QFETCH(int, layer);
        QFETCH(int, expert);
        QFETCH(int, next);
        Selection chosen;
        for (const auto& [number, member] :
             {std::pair(layer, &Selection::layer), std::pair(expert, &Selection::expert),
              std::pair(next, &Selection::nextExpert)})
            if (number >= 0)
                chosen.*member = number;
        const auto history = samples::history(10, {2, 3});
        QCustomPlot plain, plot;
        const LoadFigure load(history);
        load.build(plain, lightStyle(), {});
        load.build(plot, lightStyle(), chosen);
        QCOMPARE(plot.graphCount(), 7);
        QList<int> wide, faded;
        for (int i = 0; i < plot.graphCount(); ++i) {
            if (plot.graph(i)->pen().widthF() > plain.graph(i)->pen().widthF())
                wide << i;
            if (plot.graph(i)->pen().color().lightness() > plain.graph(i)->pen().color().lightness())
                faded << i;
            QCOMPARE(plot.graph(i)->layer()->name(),
                     wide.contains(i) ? "chosen" : "main"); // before the others
        }
        QTEST(wide, "wide");
        QTEST(faded, "faded");

        const LearningCurvesFigure curves(history);
        curves.build(plot, lightStyle(), chosen);
        curves.fill(plot, lightStyle(), chosen);
        QFETCH(int, loads);
        QCOMPARE(plot.graphCount(), 4 + loads);
        QCOMPARE(plot.axisRectCount(), loads > 0 ? 3 : 2);
        QCOMPARE(plot.findChildren<QCPMarginGroup*>().size(),
                 1); // of all that was built here, the last one's
        QCOMPARE(curves.readOutAt(3, chosen).count("load"), loads);
        QVERIFY(curves.shownBy(0, chosen).isEmpty() && curves.shownBy(4 + loads, chosen).isEmpty());
        if (loads == 2)
            QVERIFY(plot.graph(4)->pen().style() != plot.graph(5)->pen().style());
        for (int i = 4; i < plot.graphCount(); ++i) {
            const auto experts = expertsOf(chosen);
            const auto of = std::next(experts.begin(), i - 4);
            QCOMPARE(curves.shownBy(i, chosen).layer, std::optional(of->first));
            QCOMPARE(curves.shownBy(i, chosen).expert, std::optional(of->second));
            QCOMPARE((plot.graph(i)->data()->constEnd() - 1)->value,
                     double(history->back().load[std::size_t(of->first)][std::size_t(of->second)]));
        }
    }

    void aCurveIsWhereItsValueIs() {
        // A constant load of 0.5 of two experts: on the same height all along.
        auto history = std::make_shared<std::vector<MetricsRecord>>(50);
        for (int i = 0; i < 50; ++i) {
            (*history)[i].epoch = i;
            (*history)[i].load = {{0.5f, 0.5f}};
        }
        QCustomPlot plot;
        const LoadFigure figure(history);
        figure.build(plot, lightStyle(), {});
        figure.fill(plot, lightStyle(), {});
        QCOMPARE(plot.axisRectCount(), 1);
        QCOMPARE(plot.graphCount(), 3);
        for (const QCPGraphData& point : *plot.graph(1)->data())
            QCOMPARE(point.value, 0.5);
    }

    // A record at the end of a phase has the next phase already. Without the constraint margins are infinite.
    void shadedIsWhatWasConstrained_data() {
        QTest::addColumn<QList<int>>("phases"); // of the records at epochs 0, 1, 2 ...
        QTest::addColumn<double>("margin");
        QTest::addColumn<double>("until"); // the shade begins at 0; 0: there is none
        QTest::newRow("constrained for two epochs") << QList<int>{0, 0, 1, 1, 1} << 100. << 2.;
        QTest::newRow("constrained for one") << QList<int>{0, 1, 1, 1} << 100. << 1.;
        QTest::newRow("to the end") << QList<int>{0, 0, 0} << 100. << 2.;
        QTest::newRow("without the constraint") << QList<int>{0, 0, 1, 1} << qInf() << 0.;
    }

    void shadedIsWhatWasConstrained() {
        QFETCH(QList<int>, phases);
        QFETCH(double, margin);
        QFETCH(double, until);
        auto history = std::make_shared<std::vector<MetricsRecord>>(phases.size());
        for (int i = 0; i < phases.size(); ++i) {
            (*history)[i].epoch = i;
            (*history)[i].phase = phases[i];
            (*history)[i].margin = margin;
            (*history)[i].trainError = 0.5;
        }
        QCustomPlot plot;
        const LearningCurvesFigure figure(history);
        figure.build(plot, lightStyle(), {});
        figure.fill(plot, lightStyle(), {});
        QStringList names;
        for (const QString& name :
             plot.axisRect(0)->axis(QCPAxis::atTop)->ticker().staticCast<QCPAxisTickerText>()->ticks())
            names << name;
        QCOMPARE(names.contains("constrained"), until > 0);
        QCOMPARE(names.count("free"), until < phases.size() - 1);
        QCOMPARE(plot.itemCount(), until > 0 ? 2 : 0); // one a panel
        if (until == 0)
            return;
        const auto* shade = qobject_cast<QCPItemRect*>(plot.item(0));
        QVERIFY(shade);
        QCOMPARE(shade->topLeft->coords().x(), 0.);
        QCOMPARE(shade->bottomRight->coords().x(), until);
    }

    void newNumbersLeaveAZoomWhereItIs() {
        CurveView view;
        view.resize(340, 330);
        view.setFigure(std::make_shared<LearningCurvesFigure>(samples::history(10, {4})));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto* plot = view.findChild<QCustomPlot*>();
        QTRY_COMPARE(plot->axisRectCount(), 2);
        QTest::keyClick(&view, Qt::Key_Plus);
        QVERIFY(view.isZoomed());
        const QCPRange range = plot->axisRect(0)->axis(QCPAxis::atBottom)->range();
        QCOMPARE(plot->axisRect(1)->axis(QCPAxis::atBottom)->range(), range);
        view.setFigure(std::make_shared<LearningCurvesFigure>(samples::history(20, {4})));
        QTRY_COMPARE(plot->graph(1)->dataCount(), 20);
        QCOMPARE(plot->axisRect(0)->axis(QCPAxis::atBottom)->range(), range);
        QTest::mouseDClick(plot, Qt::LeftButton, {}, plot->rect().center());
        QVERIFY(!view.isZoomed());
        QVERIFY(plot->axisRect(1)->axis(QCPAxis::atBottom)->range().upper > 19.9);
    }

    void arrowKeysReadValues() {
        CurveView view;
        view.setFigure(std::make_shared<LearningCurvesFigure>(samples::history(3, {4})));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy spy(&view, &CurveView::hovered);
        QTest::keyClick(&view, Qt::Key_Left);
        QTest::keyClick(&view, Qt::Key_Left);
        QVERIFY(spy.count() >= 2);
        QVERIFY(spy.last().first().toString().startsWith("Epoch 2.80"));
    }
};

QTEST_MAIN(TestCurves)
#include "tst_curves.moc"
