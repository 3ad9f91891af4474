// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/timeline_controller.h"
#include "app/expertscope/window/main_window.h"
#include "model/run/past_network.h"
#include "tests/app/expertscope/window/window_test.h"
#include "views/panels/figure_view.h"
#include "views/panels/inspector_view.h"
#include "views/panels/lesion_banner.h"
#include "views/panels/probe_view.h"
#include "views/panels/what_if_view.h"

#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

using namespace expertscope;
using testing::patience;
using State = EngineStatus::State;

/// Probe and lesions in the window, by mouse and keys, on real training.
class TestProbe : public testing::WindowTest {
    Q_OBJECT

    template <class Widget> Widget* find(const char* name = "") const {
        return window_->findChild<Widget*>(QString::fromLatin1(name));
    }
    ProbeView* probe() const { return window_->findChild<ProbeView*>(); }
    /// Of the menu of the gating figure's first cell.
    QAction* openedMenuAction(const QString& text) const {
        FigureView* view = panels()->gating();
        const auto cells = view->figure()->cells(view->rect(), view->figureStyle());
        const QPoint place = cells.front().area.center().toPoint();
        QContextMenuEvent wanted(QContextMenuEvent::Mouse, place, view->mapToGlobal(place));
        QApplication::sendEvent(view, &wanted);
        const QMenu* menu = view->findChild<QMenu*>("figureMenu");
        if (menu && menu->isVisible())
            for (QAction* action : menu->actions())
                if (action->text() == text)
                    return action;
        return nullptr;
    }
    WhatIfView* whatIf() const { return window_->findChild<WhatIfView*>(); }
    LesionBanner* banner() const { return window_->findChild<LesionBanner*>(); }
    const ImageAnswer* answer() const { return probe()->results()->answer(); }
    QImage gatingPicture() const { return panels()->gating()->grab().toImage(); }

    void waitReady() {
        testing::waitReady(
            *window_, [this] { return moment().snapshot()->step == step() && moment().snapshot()->probe; });
    }
    void trainEpochs(int epochs) {
        for (int i = 0; i < epochs; ++i) {
            const std::int64_t before = step();
            find<QAction>("epoch")->trigger();
            QTRY_COMPARE_WITH_TIMEOUT(step(), before + 30, patience);
            waitReady();
        }
    }
    void raise(const char* dock) {
        find<QDockWidget>(dock)->raise();
        QTRY_VERIFY(find<QDockWidget>(dock)->widget()->isVisible());
    }
    void draw() {
        ProbeCanvas* canvas = probe()->canvas();
        const QRectF area = canvas->area();
        QTest::mousePress(canvas, Qt::LeftButton, {}, (area.center() - QPointF(30, 20)).toPoint());
        QTest::mouseMove(canvas, (area.center() + QPointF(30, -20)).toPoint());
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, (area.center() + QPointF(30, -20)).toPoint());
        QVERIFY(!canvas->image().isEmpty());
    }
    void selectAnExample() {
        FigureView* view = panels()->examples();
        const auto cells = view->figure()->cells(view->rect(), view->figureStyle());
        const auto tile =
            std::find_if(cells.begin(), cells.end(), [](const FigureCell& c) { return c.shows.example; });
        QVERIFY(tile != cells.end());
        QTest::mouseClick(view, Qt::LeftButton, {}, tile->area.center().toPoint());
    }
    /// By the switch of that expert.
    void switchExpert(int layer, int expert) {
        auto* button = find<QToolButton>(qPrintable(QString("expert.%1.%2").arg(layer).arg(expert)));
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void waitEffect() { QTRY_VERIFY_WITH_TIMEOUT(whatIf()->effect(), patience); }

    std::shared_ptr<const Network<float>> network() {
        std::shared_ptr<const Network<float>> result;
        const auto connection =
            connect(&window_->session(), &TrainingSession::networkChanged, this,
                    [&](std::shared_ptr<const Network<float>> n) { result = std::move(n); });
        window_->session().requestNetwork();
        [&] { QTRY_VERIFY_WITH_TIMEOUT(result, patience); }();
        disconnect(connection);
        return result;
    }

  private slots:
    void init() {
        openOnSmallData();
        waitReady();
    }
    void cleanup() { closeAndForget(); }

    void aDrawingIsAnsweredWhilePaused() {
        raise("probe");
        QVERIFY(!answer());
        draw();
        QTRY_VERIFY_WITH_TIMEOUT(answer(), patience);
        QCOMPARE(answer()->gates.size(), 2u);
        QCOMPARE(answer()->side, 5); // jitter 2
        const ImageAnswer expected = answerImage(*network(), probe()->canvas()->translation(),
                                                 probe()->canvas()->image().pixels(), Shift{});
        QCOMPARE(answer()->posterior, expected.posterior);
        QTest::keyClick(probe()->canvas(), Qt::Key_Right);
        QTRY_VERIFY_WITH_TIMEOUT((answer()->shift == Shift{0, 1}), patience);
        QTest::keyClick(probe()->canvas(), Qt::Key_Delete);
        QVERIFY(!answer());
    }

    void theAnswerFollowsTraining() {
        raise("probe");
        draw();
        QTRY_VERIFY_WITH_TIMEOUT(answer(), patience);
        const std::vector<float> before = answer()->posterior;
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(answer()->posterior != before, patience);
        QTest::keyClick(probe()->canvas(), Qt::Key_Left);
        QTRY_VERIFY_WITH_TIMEOUT((answer()->shift == Shift{0, -1}), patience);
        QCOMPARE(state(), State::Running);
        QTest::keyClick(probe()->canvas(), Qt::Key_Space); // the canvas leaves the window its key
        waitReady();
        // And ends with the network that training was paused with.
        const auto last = network();
        QTRY_VERIFY_WITH_TIMEOUT(answer()->posterior == answerImage(*last, probe()->canvas()->translation(),
                                                                    probe()->canvas()->image().pixels(),
                                                                    Shift{0, -1})
                                                            .posterior,
                                 patience);
    }

    void aSelectedExampleCanBeTaken() {
        raise("probe");
        auto* take = find<QPushButton>("takeExample");
        QVERIFY(!take->isEnabled());
        selectAnExample();
        QVERIFY(take->isEnabled());
        auto* inspector = window_->findChild<InspectorView*>();
        QTRY_VERIFY_WITH_TIMEOUT(inspector->answer(), patience);
        QTest::mouseClick(take, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(answer(), patience);
        const ExampleAnswer& example = *inspector->answer();
        QVERIFY(answer()->shift == moment().snapshot()->probe->shift(example.example));
        QCOMPARE(answer()->answer, example.answer);
        for (std::size_t c = 0; c < example.posterior.size(); ++c)
            QVERIFY(std::abs(answer()->posterior[c] - example.posterior[c]) < 1e-5f);
    }

    void anotherExperimentIsAnswered() {
        raise("probe");
        draw();
        QTRY_VERIFY_WITH_TIMEOUT(answer(), patience);
        const std::vector<float> before = answer()->posterior;
        find<QAction>("newSeed")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(answer() && answer()->posterior != before, patience);
        RunConfig config = testing::smallConfig(path("data"));
        config.data.jitter = 1; // another canvas: what was drawn does not fit
        window_->session().open(config);
        QTRY_VERIFY_WITH_TIMEOUT(probe()->canvas()->translation().jitter() == 1, patience);
        QVERIFY(!answer());
        draw();
        QTRY_VERIFY_WITH_TIMEOUT(answer() && answer()->side == 3, patience);
    }

    void aLesionChangesTheFiguresAndTheirEndRestoresThem() {
        trainEpochs(3);
        raise("whatIf");
        const QImage before = gatingPicture();
        QVERIFY(!banner()->isVisible());
        switchExpert(0, 1);
        waitEffect();
        QTRY_VERIFY(moment().shown() != moment().snapshot());
        QCOMPARE(moment().shown()->statistics.layers[0].load[1], 0.0f);
        QVERIFY(gatingPicture() != before);
        QVERIFY(banner()->isVisible());
        QVERIFY2(banner()->text().startsWith("Expert 2 of layer 1 off"), qPrintable(banner()->text()));
        QVERIFY(find<QLabel>("lesionError")->text().contains("→"));

        // What it shows is what the network does.
        WorkerPool pool(1);
        const LesionEffect expected = lesionEffect(*std::make_unique<Evaluator>(pool), *network(),
                                                   *moment().snapshot()->probe, whatIf()->lesion());
        QCOMPARE(whatIf()->effect()->errorAfter, expected.errorAfter);
        QCOMPARE(whatIf()->effect()->errorBefore, expected.errorBefore);
        QCOMPARE(moment().shown()->statistics.top.entries, expected.statistics.top.entries);

        QTest::mouseClick(banner()->findChild<QPushButton*>("endLesion"), Qt::LeftButton);
        QVERIFY(!banner()->isVisible());
        QVERIFY(moment().shown() == moment().snapshot());
        QVERIFY(find<QToolButton>("expert.0.1")->isChecked());
        // The central figure had to make room for the banner.
        QTRY_VERIFY(gatingPicture().size() == before.size());
        QVERIFY(gatingPicture() == before);
    }

    void theLastExpertCannotBeSwitchedOff() {
        raise("whatIf");
        for (int expert = 0; expert < 3; ++expert)
            switchExpert(1, expert);
        QVERIFY(!find<QToolButton>("expert.1.3")->isEnabled());
        waitEffect();
        QCOMPARE(whatIf()->lesion().forced(1), 3);
        switchExpert(1, 0);
        QVERIFY(find<QToolButton>("expert.1.3")->isEnabled());
        QTest::mouseClick(find<QPushButton>("allOn"), Qt::LeftButton);
        QVERIFY(whatIf()->lesion().isEmpty() && !whatIf()->effect());
    }

    // How much of the mixture is needed.
    void anExampleCanHaveFewerExperts() {
        trainEpochs(1);
        raise("whatIf");
        auto* slider = find<QSlider>("mostExperts");
        QCOMPARE(slider->maximum(), 4);
        QCOMPARE(slider->value(), 4);
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        waitEffect();
        QCOMPARE(whatIf()->lesion().mostOfExample(), 1);
        QVERIFY2(banner()->text().startsWith("Only the largest gate of each layer"),
                 qPrintable(banner()->text()));
        QTRY_VERIFY(moment().shown() != moment().snapshot());
        for (const LayerStatistics& layer : moment().shown()->statistics.layers)
            QVERIFY(std::abs(layer.load.sum() - 1) < 1e-5f);
        QTest::keyClick(slider, Qt::Key_Right);
        waitEffect();
        QCOMPARE(whatIf()->lesion().mostOfExample(), 2);
        QTest::mouseClick(find<QPushButton>("allOn"), Qt::LeftButton);
        QVERIFY(whatIf()->lesion().isEmpty() && slider->value() == 4);
    }

    void aCombinationCanBeForced() {
        trainEpochs(1);
        raise("whatIf");
        QVERIFY(!find<QPushButton>("forceExperts")->isEnabled());
        selectAnExample(); // of a combination
        QTRY_VERIFY(find<QPushButton>("forceExperts")->isEnabled());
        QTest::mouseClick(find<QPushButton>("forceExperts"), Qt::LeftButton);
        waitEffect();
        const Lesion& lesion = whatIf()->lesion();
        QVERIFY(lesion.forced(0) >= 0 && lesion.forced(1) >= 0);
        QCOMPARE(whatIf()->effect()->statistics.joints[0].mean(lesion.forced(0), lesion.forced(1)), 1.0f);
        // The Inspector follows: what the example is answered as is what that combination answers alone.
        auto* inspector = window_->findChild<InspectorView*>();
        QTRY_VERIFY_WITH_TIMEOUT(
            inspector->answer() && inspector->answer()->gates[0][lesion.forced(0)] == 1.0f, patience);
        QCOMPARE(inspector->answer()->answer,
                 inspector->answer()
                     ->alone[lesion.forced(0) * inspector->answer()->columns + lesion.forced(1)]
                     .answer);
    }

    void theProbeIsLesionedToo() {
        raise("whatIf");
        switchExpert(0, 2);
        waitEffect();
        raise("probe");
        draw();
        QTRY_VERIFY_WITH_TIMEOUT(answer(), patience);
        QCOMPARE(answer()->gates[0][2], 0.0f);
        QTest::mouseClick(banner()->findChild<QPushButton*>("endLesion"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(answer()->gates[0][2] > 0, patience);
    }

    void aFiguresMenuSwitchesAnExpertOff() {
        QAction* off = openedMenuAction("Switch expert 1 of layer 1 off");
        QVERIFY(off);
        off->trigger();
        qobject_cast<QMenu*>(off->parent())->close();
        QVERIFY(whatIf()->lesion().isOff(0, 0));
        waitEffect();
    }

    void aMenuThatStaysOpenKnowsNothingOfAnotherNetwork() {
        const QPointer<QAction> off = openedMenuAction("Switch expert 1 of layer 1 off");
        QVERIFY(off);
        RunConfig config = testing::smallConfig(path("data"));
        config.network.layers[0].experts = 6;
        window_->session().open(config);
        QTRY_VERIFY_WITH_TIMEOUT(find<QToolButton>("expert.0.5"), patience);
        QVERIFY(off);
        off->trigger();
        QVERIFY(whatIf()->lesion().isEmpty());
        qobject_cast<QMenu*>(off->parent())->close();
    }

    void trainingDoesNotNotice() {
        trainEpochs(2);
        const Vector<float> free = network()->parameters();
        find<QAction>("reset")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(step(), 0, patience);
        waitReady();
        raise("whatIf");
        switchExpert(0, 0);
        switchExpert(1, 3);
        trainEpochs(2);
        QVERIFY(!whatIf()->lesion().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(moment().shown()->step, 60, patience); // and it follows training
        QCOMPARE(moment().shown()->statistics.layers[0].load[0], 0.0f);
        QVERIFY(network()->parameters() == free);
    }

    void aMomentOfThePastIsAnsweredByTheNearestCheckpoint() {
        trainEpochs(3);
        raise("probe");
        draw();
        QTRY_VERIFY_WITH_TIMEOUT(answer(), patience);
        const auto live = network();
        const auto asked = [&](const Network<float>& of) {
            return answerImage(of, probe()->canvas()->translation(), probe()->canvas()->image().pixels(),
                               Shift{})
                .posterior;
        };
        QTRY_VERIFY_WITH_TIMEOUT(answer()->posterior == asked(*live), patience);

        const auto run = std::filesystem::directory_iterator(path("runs"))->path();
        const PastNetwork past = nearestCheckpoint(RunDirectory::open(run), live->description(), 61);
        QCOMPARE(past.step, std::int64_t{60});
        auto* timeline = window_->findChild<TimelineController*>();
        const auto& moments = timeline->timeline().moments();
        timeline->showMoment(static_cast<int>(
            std::find_if(moments.begin(), moments.end(), [](const auto& m) { return m.step == 60; }) -
            moments.begin()));
        QTRY_VERIFY_WITH_TIMEOUT(moment().isPast() && moment().snapshot()->step == 60, patience);
        QTRY_VERIFY_WITH_TIMEOUT(answer()->posterior == asked(*past.network), patience);
        QVERIFY(asked(*past.network) != asked(*live));
        raise("whatIf");
        switchExpert(0, 1);
        waitEffect();
        QVERIFY2(find<QLabel>("lesionDetail")->text().contains("Checkpoint at step 60"),
                 qPrintable(find<QLabel>("lesionDetail")->text()));
        QVERIFY(banner()->text().contains("Checkpoint at step 60"));
        WorkerPool pool(1);
        Evaluator evaluator(pool);
        QCOMPARE(whatIf()->effect()->errorBefore,
                 evaluator.evaluate(*past.network, *moment().snapshot()->probe).error);

        timeline->showPresent();
        QTRY_VERIFY_WITH_TIMEOUT(!banner()->text().contains("Checkpoint"), patience);
        QTest::mouseClick(find<QPushButton>("allOn"), Qt::LeftButton);
        raise("probe");
        QTRY_VERIFY_WITH_TIMEOUT(answer()->posterior == asked(*live), patience);
        QCOMPARE(step(), 90); // nothing of it touched training
    }

    void aNewExperimentEndsIt() {
        raise("whatIf");
        switchExpert(0, 0);
        waitEffect();
        find<QAction>("newSeed")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(whatIf()->lesion().isEmpty(), patience);
        QVERIFY(!banner()->isVisible());
        waitReady();
        switchExpert(0, 0);
        waitEffect();
        RunConfig config = testing::smallConfig(path("data"));
        config.network.layers[0].experts = 6;
        window_->session().open(config);
        QTRY_VERIFY_WITH_TIMEOUT(find<QToolButton>("expert.0.5"), patience);
        QVERIFY(whatIf()->lesion().isEmpty());
        QVERIFY(moment().shown() == moment().snapshot());
        raise("probe"); // which is not held up by the lesion of a network that is gone
        draw();
        QTRY_VERIFY_WITH_TIMEOUT(answer(), patience);
    }
};

QTEST_MAIN(TestProbe)
#include "tst_probe.moc"
