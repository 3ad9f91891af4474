// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/timeline_controller.h"
#include "app/expertscope/window/main_window.h"
#include "tests/app/expertscope/window/window_test.h"
#include "views/panels/curve_view.h"
#include "views/panels/figure_view.h"
#include "views/panels/message_bar.h"
#include "views/panels/timeline_bar.h"
#include "views/panels/timeline_view.h"

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QTabWidget>
#include <QToolButton>

using namespace expertscope;
using testing::patience;
using State = EngineStatus::State;

namespace {

constexpr int perEpoch = 30; // 600 examples in minibatches of 20

} // namespace

/// Going back in the window: by mouse and keys, on real training.
class TestWindowTimeline : public testing::WindowTest {
    Q_OBJECT

    std::filesystem::path run() const { return std::filesystem::directory_iterator(path("runs"))->path(); }
    TimelineController* timeline() const { return window_->findChild<TimelineController*>(); }
    TimelineView* view() const { return window_->findChild<TimelineView*>(); }
    QString statusText() const { return window_->findChild<QLabel*>("statusText")->text(); }
    QString inspectorNote() const {
        const auto* note = window_->findChild<QLabel*>("inspectorNote");
        return note->isVisible() ? note->text() : QString();
    }
    const std::vector<Moment>& moments() const { return timeline()->timeline().moments(); }
    std::int64_t shownStep() const { return window_->moment().snapshot()->step; }
    std::int64_t stepOf(int moment) const { return moments()[std::size_t(moment)].step; }
    int last() const { return int(moments().size()) - 1; }
    QPoint at(int moment) const {
        return {qRound(view()->places().x(moment)), qRound(view()->places().track().center().y())};
    }
    /// So many whole epochs from where it is.
    void trainEpochs(int epochs) {
        for (int i = 0; i < epochs; ++i) {
            const std::int64_t end = (step() / perEpoch + 1) * perEpoch;
            QTest::keyClick(window_.get(), Qt::Key_E);
            QTRY_COMPARE_WITH_TIMEOUT(step(), end, patience);
            waitReady();
        }
        QTRY_VERIFY_WITH_TIMEOUT(
            !moments().empty() && moments().back().step == step() && shownStep() == step(), patience);
    }
    void choose(int moment) {
        // The line is empty until the window knows how long it is: a click on it would go nowhere.
        QTRY_COMPARE_WITH_TIMEOUT(view()->moments(), int(moments().size()), patience);
        QTest::mouseClick(view(), Qt::LeftButton, {}, at(moment));
        QTRY_COMPARE_WITH_TIMEOUT(shownStep(), stepOf(moment), patience);
    }

  private slots:
    void init() {
        testing::writeSmallData(path("data"));
        open();
        RunConfig config = testing::smallConfig(path("data"));
        config.training.epochs = {20, 20};
        window_->begin(config, {});
        waitReady();
    }
    void cleanup() { closeAndForget(); }

    void nothingIsRecordedBeforeTheFirstStep() {
        QVERIFY(moments().empty());
        QTest::keyClick(view(), Qt::Key_Home);
        QVERIFY(!window_->moment().isPast());
        QTest::keyClick(window_.get(), Qt::Key_Space, Qt::ShiftModifier);
        QVERIFY(!window_->moment().isPast());
    }

    void everyMomentCanBeShown() {
        trainEpochs(4);
        QCOMPARE(moments().front().step, 0);
        QTest::mousePress(view(), Qt::LeftButton, {}, at(last()));
        QList<QImage> pictures;
        for (int moment = last() - 1; moment >= 0; --moment) {
            QTest::mouseMove(view(), at(moment));
            QTRY_COMPARE_WITH_TIMEOUT(shownStep(), stepOf(moment), patience);
            QCOMPARE(view()->moment(), std::optional(moment));
            QVERIFY(window_->moment().snapshot()->probe);
            QCOMPARE(window_->moment().snapshot()->history->back().step, stepOf(moment)); // as it was then
            if (moment == 0 || moment == last() - 1)
                pictures << panels()->gating()->grab().toImage();
        }
        QTest::mouseRelease(view(), Qt::LeftButton, {}, at(0));
        QVERIFY(pictures.first() != pictures.last());
        QVERIFY(message().isEmpty());
    }

    void trainingGoesOnAndThePastStays() {
        window_->session().open(testing::smallConfig(path("data"))); // a long run
        QTRY_COMPARE_WITH_TIMEOUT(window_->status()->plan.epochs[0], 500, patience);
        waitReady();
        QCOMPARE(inspectorNote(), QString());
        trainEpochs(1);
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(window_->moment().present()->step > 2 * perEpoch, patience);

        QTest::mousePress(view(), Qt::LeftButton, {}, at(9));
        QTRY_VERIFY_WITH_TIMEOUT(window_->moment().isPast(), patience);
        const int chosen = *view()->moment(); // in a long run moments are closer than pixels
        QVERIFY(std::abs(chosen - 9) <= 1);
        const auto verifyNothingMoves = [&] {
            QTest::qWait(20); // the latest is drawn
            const QImage gating = panels()->gating()->grab().toImage();
            const QImage curves = panels()->tabs()->currentWidget()->grab().toImage();
            const std::int64_t before = window_->moment().present()->step;
            QTRY_VERIFY_WITH_TIMEOUT(window_->moment().present()->step > before + 2 * perEpoch, patience);
            QCOMPARE(shownStep(), stepOf(chosen));
            QVERIFY(panels()->gating()->grab().toImage() == gating);
            QVERIFY(panels()->tabs()->currentWidget()->grab().toImage() == curves);
            QCOMPARE(view()->moment(), std::optional(chosen));
        };
        QTest::qWait(400);    // curves are drawn four times a second
        verifyNothingMoves(); // while held
        QTest::mouseRelease(view(), Qt::LeftButton, {}, at(9));
        verifyNothingMoves(); // and when let go
        QCOMPARE(state(), State::Running);
        QVERIFY2(statusText().startsWith(QString("Shown: epoch 0.%1, constrained, step %2 · now: epoch")
                                             .arg(stepOf(chosen) / 3)
                                             .arg(stepOf(chosen))),
                 qPrintable(statusText()));
        QVERIFY2(inspectorNote().toLower().contains("checkpoint"), qPrintable(inspectorNote()));
        auto* curves = qobject_cast<CurveView*>(panels()->tabs()->currentWidget());
        QCOMPARE(curves->marker(), std::optional(double(stepOf(chosen)) / perEpoch));

        click("live");
        QVERIFY(!window_->moment().isPast());
        QCOMPARE(shownStep(), window_->moment().present()->step);
        const std::int64_t before = shownStep();
        QTRY_VERIFY_WITH_TIMEOUT(shownStep() > before, patience);
        QVERIFY(statusText().startsWith("epoch"));
        QCOMPARE(inspectorNote(), QString());
        QVERIFY(!curves->marker());
    }

    void byKeys() {
        trainEpochs(2);
        QTest::keyClick(window_.get(), Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(shownStep(), stepOf(last() - 1), patience);
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Home);
        QTRY_COMPARE_WITH_TIMEOUT(shownStep(), 0, patience);
        QTest::keyClick(view(), Qt::Key_PageDown);
        QTRY_COMPARE_WITH_TIMEOUT(shownStep(), perEpoch, patience);
        QTest::keyClick(view(), Qt::Key_End);
        QVERIFY(!window_->moment().isPast());
        QCOMPARE(shownStep(), 2 * perEpoch);
    }

    void playingBack() {
        trainEpochs(1);
        auto* speed = window_->findChild<QComboBox*>("playbackSpeed");
        speed->setCurrentIndex(speed->count() - 1);
        QList<std::int64_t> shown;
        connect(&window_->moment(), &ShownMoment::snapshotChanged, this, [&] {
            if (window_->moment().isPast())
                shown << shownStep();
        });
        QTest::keyClick(window_.get(), Qt::Key_Space, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(shown.size() > 3, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!window_->moment().isPast(), patience); // it ends in the present
        QCOMPARE(shown.size(), moments().size());
        for (int i = 0; i < shown.size(); ++i)
            QCOMPARE(shown[i], stepOf(i));
        const auto shownOften = shown.size();
        QTest::qWait(150);
        QCOMPARE(shown.size(), shownOften);

        click("playBack");
        QTRY_VERIFY_WITH_TIMEOUT(window_->moment().isPast() && shownStep() >= stepOf(2), patience);
        click("playBack"); // stops where it is
        const std::int64_t stopped = shownStep();
        QTest::qWait(150);
        QCOMPARE(shownStep(), stopped);
        QVERIFY(window_->moment().isPast());
        click("playBack"); // and goes on from there
        QTRY_VERIFY_WITH_TIMEOUT(shownStep() > stopped, patience);
        choose(1); // a choice stops it
        QTest::qWait(150);
        QCOMPARE(shownStep(), stepOf(1));
    }

    void anotherRunClearsItAndReopeningBringsItBack() {
        trainEpochs(3);
        const std::vector<Moment> recorded = moments();
        choose(4);
        const auto remembered = window_->moment().snapshot()->statistics;
        const auto first = run();
        click("reset");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(moments().empty(), patience);
        QVERIFY(!window_->moment().isPast());
        QTRY_COMPARE_WITH_TIMEOUT(shownStep(), 0, patience);

        const auto reopen = [&] {
            window_->openFolder(QString::fromStdString(first.string()));
            QTRY_COMPARE_WITH_TIMEOUT(step(), 3 * perEpoch, patience);
            waitReady();
            QTRY_VERIFY_WITH_TIMEOUT(moments() == recorded, patience);
            choose(4);
            const auto& again = window_->moment().snapshot()->statistics;
            QVERIFY(again.layers[0].byAttribute[1].mean == remembered.layers[0].byAttribute[1].mean);
            QVERIFY(again.top.entries == remembered.top.entries);
            QVERIFY(window_->moment().snapshot()->probe);
        };
        reopen();
        window_.reset();
        open(); // as the next day
        reopen();
        QTest::keyClick(window_.get(), Qt::Key_End, Qt::ControlModifier);
        trainEpochs(1);
        QCOMPARE(moments()[recorded.size() - 1].step, 3 * perEpoch);
        QVERIFY(moments().size() > recorded.size());
        for (const int moment : {0, last() - 1, 4, last()})
            choose(moment);
        QVERIFY(message().isEmpty());
    }

    // The timeline of a run that is opened is there a moment before its first snapshot and the length of the
    // line: who is so fast gets whole figures nevertheless.
    void aMomentChosenWhileTheRunIsBeingOpened() {
        trainEpochs(2);
        const auto first = run();
        click("reset");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(moments().empty(), patience); // the window has heard of it too
        waitReady();
        int movable = -1;
        connect(&window_->session(), &TrainingSession::timelineChanged, this, [&] {
            movable = view()->moments();
            timeline()->showMoment(5);
        });
        window_->openFolder(QString::fromStdString(first.string()));
        QTRY_VERIFY_WITH_TIMEOUT(movable >= 0, patience);
        QCOMPARE(movable, 0);
        QVERIFY(moments().size() > 5);
        QTRY_COMPARE_WITH_TIMEOUT(view()->moments(), int(moments().size()), patience);
        QTRY_COMPARE_WITH_TIMEOUT(window_->moment().present()->step, 2 * perEpoch, patience);
        QTRY_COMPARE_WITH_TIMEOUT(shownStep(), stepOf(5), patience);
        auto* curves = qobject_cast<CurveView*>(panels()->tabs()->currentWidget());
        QTRY_COMPARE_WITH_TIMEOUT(curves->figure()->history().size(), moments().size(), patience);
        QCOMPARE(window_->moment().snapshot()->history->back().step, stepOf(5));
        QTRY_COMPARE_WITH_TIMEOUT(view()->moment(), std::optional(5), patience);
    }

    void aDamagedFileIsSaidAndTheRestCanBeSeen() {
        trainEpochs(2);
        const auto damaged = run() / "snapshots" / "epoch-00000.safetensors";
        std::filesystem::resize_file(damaged, 100);
        choose(last() - 2); // of the second epoch
        const std::int64_t before = shownStep();
        QTest::mouseClick(view(), Qt::LeftButton, {}, at(3));
        QTRY_VERIFY_WITH_TIMEOUT(message().contains("epoch-00000.safetensors"), patience);
        QCOMPARE(shownStep(), before); // what was shown stays
        QCOMPARE(view()->moment(), std::optional(last() - 2));
        choose(last() - 1);
        // Playing back passes over it.
        auto* speed = window_->findChild<QComboBox*>("playbackSpeed");
        speed->setCurrentIndex(speed->count() - 1);
        QTest::keyClick(window_.get(), Qt::Key_End, Qt::ControlModifier);
        click("playBack");
        QTRY_VERIFY_WITH_TIMEOUT(window_->moment().isPast() && shownStep() >= perEpoch, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!window_->moment().isPast(), patience);
    }
};

QTEST_MAIN(TestWindowTimeline)
#include "tst_window_timeline.moc"
