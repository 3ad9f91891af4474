// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/figures/factorisation_figure.h"
#include "views/figures/gating_figure.h"
#include "views/figures/joint_figure.h"
#include "views/figures/learning_curves_figure.h"
#include "views/figures/load_figure.h"
#include "views/panels/compare_view.h"
#include "views/panels/curve_view.h"
#include "views/panels/figure_view.h"
#include "views/panels/matched_selection.h"

#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QPainter>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QtTest>

#include <qcustomplot.h>

Q_DECLARE_METATYPE(expertscope::Selection)

using namespace expertscope;

namespace {

QColor colourOf(const Figure& figure, const FigureStyle& style, const Selection& shows) {
    QImage image(700, 400, QImage::Format_RGB32);
    QPainter painter(&image);
    figure.paint(painter, image.rect(), style);
    for (const FigureCell& cell : figure.cells(image.rect(), style))
        if (cell.shows == shows)
            return image.pixelColor((cell.area.topLeft() + QPointF(2, 2)).toPoint());
    return {};
}

Selection expert(int layer, int number) {
    Selection selection;
    selection.layer = layer;
    selection.expert = number;
    return selection;
}

ComparedMoment moment(const std::vector<int>& experts, int epochs, const QString& title) {
    auto snapshot = std::make_shared<TrainingSnapshot>();
    snapshot->statistics = samples::statistics(experts);
    snapshot->history = samples::history(epochs, experts);
    return {title, snapshot, snapshot->history, {}, {}};
}

const std::vector<LayerMatching> crossed{{{1, 0, 3, 2}, 0.9}, {{3, 2, 1, 0}, 0.8}};

QCPRange leftRange(const CurveFigure& figure, int panel) {
    QCustomPlot plot;
    figure.build(plot, lightStyle(), {});
    figure.fill(plot, lightStyle(), {});
    return plot.axisRect(panel)->axis(QCPAxis::atLeft)->range();
}

} // namespace

class TestCompareView : public QObject {
    Q_OBJECT

  private slots:
    void coloursThatFollowTheDataSpanBoth() {
        FigureStyle style = lightStyle();
        style.autoRange = true;
        GatingStatistics high = samples::statistics({4}), low = high;
        for (MeanGating& by : low.layers[0].byAttribute)
            by.mean *= 0.1f;
        Selection shows = expert(0, 1);
        shows.attribute = "class";
        shows.value = 3;
        GatingFigure left(high), right(low);
        const QColor alone = colourOf(right, style, shows);
        left.shareScale(right);
        right.shareScale(left);
        QVERIFY(colourOf(right, style, shows) != alone);
        // Any value has one colour in both: the same numbers look alike whatever stands beside them.
        GatingFigure again(low);
        again.shareScale(GatingFigure(high));
        QCOMPARE(colourOf(again, style, shows), colourOf(right, style, shows));
        GatingFigure narrow(high);
        narrow.shareScale(GatingFigure(low));
        QCOMPARE(colourOf(narrow, style, shows), colourOf(left, style, shows));
    }

    void jointColoursGoToTheHigherEnd() {
        GatingStatistics few = samples::statistics({4, 4}), many = samples::statistics({4, 16});
        Selection shows = expert(0, 1);
        shows.nextExpert = 2;
        JointFigure left(few), right(many);
        const QColor alone = colourOf(right, lightStyle(), shows),
                     before = colourOf(left, lightStyle(), shows);
        left.shareScale(right);
        right.shareScale(left);
        QCOMPARE(colourOf(left, lightStyle(), shows), before);
        QVERIFY(colourOf(right, lightStyle(), shows) != alone);
        const double share = many.joints[0].rowNormalised()(1, 2);
        QCOMPARE(colourOf(right, lightStyle(), shows), lightStyle().map.at(share / 0.5));
        right.shareScale(JointFigure({})); // nothing to share with
    }

    void axesSpanBoth_data() {
        QTest::addColumn<bool>("load");
        QTest::newRow("curves") << false;
        QTest::newRow("load") << true;
    }
    void axesSpanBoth() {
        QFETCH(bool, load);
        auto lower = std::make_shared<std::vector<MetricsRecord>>(*samples::history(4, {4, 4}));
        for (MetricsRecord& record : *lower) {
            record.trainError *= 0.1;
            record.testLoss *= 5;
            record.load[0][2] = 0.9f;
        }
        const auto longer = samples::history(9, {4, 4});
        const auto figure = [&](const CurveFigure::History& history) -> std::shared_ptr<CurveFigure> {
            if (load)
                return std::make_shared<LoadFigure>(history);
            return std::make_shared<LearningCurvesFigure>(history);
        };
        const auto left = figure(lower), right = figure(longer);
        QVERIFY(leftRange(*left, 0) != leftRange(*right, 0));
        left->shareScale(*right);
        right->shareScale(*left);
        QCOMPARE(left->rightEnd(), right->rightEnd());
        QVERIFY(left->rightEnd() > 9);
        for (const int panel : {0, 1})
            QVERIFY(leftRange(*left, panel) == leftRange(*right, panel));
    }

    void smallCurvesShareTheirEpochs() {
        const GatingStatistics statistics = samples::statistics({4, 4});
        const auto shorter = samples::history(3, {4, 4}), longer = samples::history(12, {4, 4});
        const auto picture = [&](bool shared) {
            FactorisationFigure figure(statistics, shorter);
            if (shared)
                figure.shareScale(FactorisationFigure(statistics, longer));
            QImage image(500, 300, QImage::Format_RGB32);
            QPainter painter(&image);
            figure.paint(painter, image.rect(), lightStyle());
            return image;
        };
        QVERIFY(picture(true) != picture(false));
    }

    void theSameThingOnTheOtherSide_data() {
        QTest::addColumn<Selection>("chosen");
        QTest::addColumn<bool>("any");
        QTest::addColumn<Selection>("there");
        Selection combination = expert(0, 0), partners = expert(0, 1);
        combination.nextExpert = 1;
        partners.nextExpert = 2;
        Selection value, example = expert(1, 0), without = expert(1, 3);
        value.attribute = "class";
        value.value = 4;
        example.example = 7;
        QTest::newRow("nothing") << Selection() << true << Selection();
        QTest::newRow("an expert") << expert(0, 2) << true << expert(0, 3);
        QTest::newRow("a combination") << combination << true << partners;
        QTest::newRow("a class") << value << true << value;
        QTest::newRow("an example is of its run") << example << true << without;
        QTest::newRow("no such expert") << expert(0, 9) << false << Selection();
        QTest::newRow("no such layer") << expert(4, 0) << false << Selection();
        value.attribute = "phone";
        QTest::newRow("no such attribute") << value << false << Selection();
    }
    void theSameThingOnTheOtherSide() {
        QFETCH(Selection, chosen);
        QFETCH(bool, any);
        QFETCH(Selection, there);
        const GatingStatistics statistics = samples::statistics({4, 4});
        const auto found = matchedSelection(chosen, statistics, statistics, crossed);
        QCOMPARE(found.has_value(), any);
        if (!found)
            return;
        QVERIFY(*found == there);
        const auto back = matchedSelection(*found, statistics, statistics, turned(crossed, statistics));
        Selection expected = chosen;
        expected.example.reset();
        QVERIFY(back && *back == expected);
    }

    void aValueIsFoundByItsName() {
        const GatingStatistics wide = samples::statistics({4}, 4), narrow = samples::statistics({4}, 2);
        Selection centre;
        centre.attribute = "translation";
        centre.value = 40; // 0, 0 of 9 x 9
        const auto found = matchedSelection(centre, wide, narrow, {});
        QVERIFY(found);
        QCOMPARE(*found->value, 12); // of 5 x 5
        centre.value = 0;
        QVERIFY(!matchedSelection(centre, wide, narrow, {}));
    }

    void saysWhoIsMatched_data() {
        QTest::addColumn<int>("left");
        QTest::addColumn<int>("right");
        QTest::addColumn<std::vector<int>>("partner");
        QTest::addColumn<std::vector<int>>("order");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* name, int left, int right, std::vector<int> partner,
                            std::vector<int> order, const char* line) {
            QTest::newRow(name) << left << right << partner << order << QString(line);
        };
        row("all", 4, 4, {2, 0, 3, 1}, {},
            "Layer 1: right's 3 1 4 2 matched with left's 1 2 3 4, similarity 0.91");
        row("sorted", 3, 3, {2, 0, 1}, {1, 2, 0},
            "Layer 1: right's 1 2 3 matched with left's 2 3 1, similarity 0.91");
        row("more on the right", 2, 4, {3, 0}, {},
            "Layer 1: right's 4 1 matched with left's 1 2, similarity 0.91, right's 2 3 without partner");
        row("fewer on the right", 3, 2, {1, -1, 0}, {},
            "Layer 1: right's 2 1 matched with left's 1 3, similarity 0.91, left's 2 without partner");
    }
    void saysWhoIsMatched() {
        QFETCH(int, left);
        QFETCH(int, right);
        QFETCH(std::vector<int>, partner);
        QFETCH(std::vector<int>, order);
        QFETCH(QString, line);
        const CompareText text = matchingText({{partner, 0.912}}, {{order}}, samples::statistics({left}),
                                              samples::statistics({right}));
        QCOMPARE(text.line, line);
        QCOMPARE(text.whole, line);
    }

    void veryManyAreCounted() {
        const GatingStatistics many = samples::statistics({32});
        const CompareText text = matchingText(matchExperts(many, many), {}, many, many);
        QCOMPARE(text.line, "Layer 1: 32 experts matched, similarity 1.00");
        QVERIFY(text.whole.contains("right's 1 2 3"));
    }

    void anotherNumberOfLayersIsSaid() {
        const GatingStatistics two = samples::statistics({4, 4}), one = samples::statistics({4});
        const QString line = matchingText(matchExperts(two, one), {}, two, one).line;
        QVERIFY2(line.endsWith("2 mixture layers on the left, 1 on the right"), qPrintable(line));
    }

    void saysWhatDiffers() {
        QCOMPARE(differencesText({}, 0).line, "the same configuration");
        const CompareText text =
            differencesText({{"training.constraint", true, false}, {"training.margin", 1000.0, nullptr}}, 2);
        QCOMPARE(text.line, "training.constraint on → off · training.margin 1000 → none · 2 changes by hand "
                            "while the right one ran");
        std::vector<ConfigDifference> many;
        for (int i = 0; i < 8; ++i)
            many.push_back({"key" + std::to_string(i), i, i + 1});
        QVERIFY(differencesText(many, 0).line.endsWith("key4 4 → 5 · and 3 more"));
        QCOMPARE(differencesText(many, 0).whole.count('\n'), 7);
    }

    // The question for the matching may not be answered yet.
    void clicksBeforeThereAreFigures() {
        CompareView view;
        view.resize(1200, 700);
        view.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        for (const CompareView::Side side : {CompareView::Left, CompareView::Right})
            QTest::mouseClick(view.gating(side), Qt::LeftButton);
    }

    void showsBothAndForwardsChoices() {
        CompareView view;
        view.resize(1200, 700);
        ComparedMoment left = moment({4, 4}, 3, "this run"), right = moment({4, 4}, 8, "that run");
        right.orders = orderBeside(left.orders, crossed, right.snapshot->statistics);
        view.showMoments(left, right, crossed);
        view.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(view.findChild<QLabel*>("leftTitle")->text(), "this run");
        QCOMPARE(view.findChild<QLabel*>("rightTitle")->text(), "that run");
        QVERIFY(view.findChild<QLabel*>("matching")->text().contains("right's 2 1 4 3"));

        QSignalSpy chosen(&view, &CompareView::selected);
        const auto click = [&](CompareView::Side side, int place) {
            FigureView* shown = view.gating(side);
            const auto cells = shown->figure()->cells(shown->rect(), shown->figureStyle());
            QTest::mouseClick(shown, Qt::LeftButton, {},
                              cells[std::size_t(place) * 81].area.center().toPoint()); // maps come first
        };
        click(CompareView::Left, 0);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(*chosen.takeFirst().first().value<Selection>().expert, 0);
        click(CompareView::Right, 0); // its expert 2 stands beside the left's 1
        QCOMPARE(chosen.size(), 1);
        const auto fromRight = chosen.takeFirst().first().value<Selection>();
        QCOMPARE(*fromRight.layer, 0);
        QCOMPARE(*fromRight.expert, 0);

        QSignalSpy moments(&view, &CompareView::momentChosen);
        QCOMPARE(view.moment(), CompareView::SameEpoch);
        QTest::keyClick(view.findChild<QComboBox*>("comparedMoment"), Qt::Key_Down);
        QCOMPARE(view.moment(), CompareView::Last);
        QCOMPARE(moments.size(), 1);
        QSignalSpy end(&view, &CompareView::endRequested), other(&view, &CompareView::otherRunRequested);
        QTest::mouseClick(view.findChild<QToolButton*>("endComparison"), Qt::LeftButton);
        QTest::keyClick(view.findChild<QToolButton*>("otherRun"), Qt::Key_Space);
        QCOMPARE(end.size(), 1);
        QCOMPARE(other.size(), 1);
    }

    void everyTabShowsBothColumns() {
        CompareView view;
        view.resize(1200, 700);
        view.showMoments(moment({4, 4}, 3, "this"), moment({4, 16}, 8, "that"), {});
        view.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto* tabs = view.findChild<QTabWidget*>("compareTabs");
        for (int tab = 0; tab < tabs->count(); ++tab) {
            QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(tab).center());
            QCOMPARE(tabs->currentIndex(), tab);
            for (const FigureView* figure : tabs->currentWidget()->findChildren<FigureView*>())
                QVERIFY(figure->figure() && !figure->figure()->isEmpty());
            for (const CurveView* curves : tabs->currentWidget()->findChildren<CurveView*>())
                QVERIFY(curves->figure() && !curves->figure()->isEmpty());
            QVERIFY(tabs->currentWidget()->findChildren<FigureView*>().size() +
                        tabs->currentWidget()->findChildren<CurveView*>().size() ==
                    2);
        }
    }
};

QTEST_MAIN(TestCompareView)
#include "tst_compare_view.moc"
