// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/timeline_controller.h"
#include "tests/app/expertscope/window/window_test.h"
#include "views/panels/curve_view.h"
#include "views/panels/figure_view.h"

#include <QTabWidget>

#include <qcustomplot.h>

using namespace expertscope;
using testing::patience;

/// The moment that is shown and what is chosen: whoever sets them, all panels follow, and another run begins
/// without them.
class TestSharedState : public testing::WindowTest {
    Q_OBJECT

    CurveView* curves(int tab) const {
        panels()->tabs()->setCurrentIndex(tab);
        return qobject_cast<CurveView*>(panels()->tabs()->currentWidget());
    }
    CurveView* named(const char* id) const {
        for (int tab = 0; tab < panels()->tabs()->count(); ++tab)
            if (CurveView* view = curves(tab); view && view->figure() && view->figure()->id() == id)
                return view;
        return nullptr;
    }
    static FigureCell cellOfAnExpert(const FigureView& view) {
        for (const FigureCell& cell : view.figure()->cells(view.rect(), view.figureStyle()))
            if (cell.shows.expert && cell.shows.value)
                return cell;
        return {};
    }
    void trainAnEpoch() {
        click("epoch");
        QTRY_COMPARE_WITH_TIMEOUT(moment().snapshot()->step, 30, patience);
        waitReady();
    }

  private slots:
    void init() { openOnSmallData(); }
    void cleanup() { closeAndForget(); }

    /// README: what is selected in one figure is marked in all.
    void aClickIsSeenEverywhere() {
        trainAnEpoch();
        FigureView* gating = panels()->gating();
        const FigureCell cell = cellOfAnExpert(*gating);
        QVERIFY(cell.shows.expert);
        QTest::mouseClick(gating, Qt::LeftButton, {}, cell.area.center().toPoint());
        QCOMPARE(window_->selection().get(), cell.shows);
        int followed = 0;
        for (const CurveView* view : window_->findChildren<CurveView*>())
            if (panels()->tabs()->indexOf(const_cast<CurveView*>(view)) >= 0) {
                QCOMPARE(view->selection(), cell.shows);
                ++followed;
            }
        QCOMPARE(followed, 2); // curves and load
        QTest::keyClick(window_.get(), Qt::Key_Escape);
        QVERIFY(window_->selection().get().isEmpty());
        QVERIFY(named("load")->selection().isEmpty());
    }

    /// And from a curve back to the maps, by mouse and by keys.
    void aCurveIsChosen() {
        trainAnEpoch();
        CurveView* load = named("load");
        QVERIFY(load);
        QTRY_VERIFY_WITH_TIMEOUT(load->findChild<QCustomPlot*>()->graphCount() > 0, patience);
        load->setFocus();
        const QImage plain = panels()->gating()->grab().toImage();
        QTest::keyClick(load, Qt::Key_Down);
        QCOMPARE(window_->selection().get().layer, std::optional(0));
        QCOMPARE(window_->selection().get().expert, std::optional(0));
        QVERIFY(panels()->gating()->grab().toImage() != plain);
        QTest::keyClick(load, Qt::Key_Up); // round and round: the last one of all
        QCOMPARE(window_->selection().get().layer, std::optional(1));

        auto* plot = load->findChild<QCustomPlot*>();
        plot->replot();                         // at once: only then it knows where its curves are
        const QCPGraph* third = plot->graph(3); // of layer 1: the even share, and then its experts
        const QCPGraphData last = *(third->data()->constEnd() - 1);
        QTest::mouseClick(plot, Qt::LeftButton, {}, third->coordsToPixels(last.key, last.value).toPoint());
        QCOMPARE(window_->selection().get().layer, std::optional(0));
        QVERIFY(window_->selection().get().expert.has_value());
    }

    /// Whatever the curves were built from before they were hidden.
    void curvesOfAnotherNetwork() {
        trainAnEpoch();
        CurveView* learning = named("learning-curves");
        QTRY_COMPARE_WITH_TIMEOUT(learning->findChild<QCustomPlot*>()->axisRectCount(), 2, patience);
        QVERIFY(named("load")); // in front now
        RunConfig config = testing::smallConfig(path("data"));
        config.network.layers[0].experts = 8;
        window_->session().open(config);
        QTRY_COMPARE_WITH_TIMEOUT(moment().snapshot()->step, 0, patience);
        waitReady();
        trainAnEpoch();
        FigureView* gating = panels()->gating();
        FigureCell last;
        QTRY_VERIFY_WITH_TIMEOUT(gating->figure() && cellOfAnExpert(*gating).shows.expert, patience);
        for (const FigureCell& cell : gating->figure()->cells(gating->rect(), gating->figureStyle()))
            if (cell.shows.layer == 0 && cell.shows.expert == 7 && cell.shows.value)
                last = cell;
        QVERIFY(last.shows.expert);
        QTest::mouseClick(gating, Qt::LeftButton, {}, last.area.center().toPoint());
        QVERIFY(named("learning-curves"));
        QTRY_COMPARE_WITH_TIMEOUT(learning->findChild<QCustomPlot*>()->axisRectCount(), 3, patience);
        QVERIFY(learning->accessibleName().contains("layer 1, expert 8"));
        QTest::keyClick(learning, Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(learning->findChild<QCustomPlot*>()->axisRectCount(), 2, patience);
    }

    /// A window that is closed while its last question is answered.
    void whoIsAnsweredIsThere() {
        auto workspace = std::make_unique<Workspace>(1);
        std::atomic<bool> begun = false, answered = false;
        bool thereUntilThen = false;
        connect(&workspace->networks, &QObject::destroyed, this, [&] { thereUntilThen = answered; });
        workspace->queries.ask(
            &workspace->networks,
            [&] {
                begun = true;
                QThread::msleep(50);
                answered = true;
                return 0;
            },
            [](int) {});
        QTRY_VERIFY(begun);
        workspace.reset();
        QVERIFY(thereUntilThen);
    }

    void anotherRunBeginsWithNothingChosen_data() {
        QTest::addColumn<QString>("how");
        for (const char* how : {"reset", "other network", "stored run"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void anotherRunBeginsWithNothingChosen() {
        QFETCH(QString, how);
        trainAnEpoch();
        const QString run = window_->windowFilePath();
        FigureView* gating = panels()->gating();
        QTest::mouseClick(gating, Qt::LeftButton, {}, cellOfAnExpert(*gating).area.center().toPoint());
        QVERIFY(!window_->selection().get().isEmpty());
        window_->findChild<TimelineController*>()->showMoment(0);
        QTRY_VERIFY_WITH_TIMEOUT(moment().isPast(), patience);
        if (how == "reset") {
            click("reset");
        } else if (how == "stored run") {
            window_->openFolder(run);
        } else {
            RunConfig config = testing::smallConfig(path("data"));
            config.network.layers[0].experts = 2;
            window_->session().open(config);
        }
        QTRY_VERIFY_WITH_TIMEOUT(window_->selection().get().isEmpty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!moment().isPast(), patience);
        QVERIFY(panels()->gating()->selection().isEmpty());
    }
};

QTEST_MAIN(TestSharedState)
#include "tst_shared_state.moc"
