// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/window/main_window.h"
#include "model/run/run_directory.h"
#include "tests/app/expertscope/window/window_test.h"
#include "views/panels/experiment_panel.h"
#include "views/panels/figure_view.h"
#include "views/panels/inspector_view.h"
#include "views/panels/message_bar.h"

#include <QAction>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

using namespace expertscope;
using testing::patience;
using State = EngineStatus::State;

/// The window as a person uses it: by mouse and keys, on real training.
class TestMainWindow : public testing::WindowTest {
    Q_OBJECT

    QString statusText() const { return window_->findChild<QLabel*>("statusText")->text(); }

  private slots:
    void init() { openOnSmallData(); }
    void cleanup() { closeAndForget(); }

    void whatIsAskedForIsShownBeforeItIsThere() {
        MainWindow another(1);
        another.session().setRunsFolder(path("runs"));
        RunConfig config = testing::smallConfig(path("data"));
        config.seed = 20;
        another.begin(config, {});
        QCOMPARE(another.findChild<QLineEdit*>("seed")->text(), "20");
        QCOMPARE(another.findChild<QDoubleSpinBox*>("training.margin")->value(), config.training.margin);
    }

    void spaceStartsAndPauses() {
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(state() == State::Running, patience);
        QTRY_VERIFY_WITH_TIMEOUT(statusText().contains("examples/s"), patience);
        QCOMPARE(window_->findChild<QAction*>("start")->text(), "Pause");
        QTest::keyClick(window_.get(), Qt::Key_Space);
        waitReady();
        QVERIFY(step() > 0);
        const std::int64_t paused = step();
        QTest::qWait(50);
        QCOMPARE(step(), paused);
        QTRY_VERIFY_WITH_TIMEOUT(statusText().contains("paused"), patience);
    }

    void stepTrainsOneMinibatch() {
        click("step");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 1, patience);
        waitReady();
        click("step");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 2, patience);
    }

    void epochEndsWithTheEpoch() {
        click("epoch");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 30, patience); // 600 examples in minibatches of 20
        waitReady();
    }

    void resetBeginsAgainWithTheSameWeights() {
        const auto weights = [&] {
            std::shared_ptr<const Network<float>> network;
            const auto connection =
                connect(&window_->session(), &TrainingSession::networkChanged, this,
                        [&](std::shared_ptr<const Network<float>> n) { network = std::move(n); });
            window_->session().requestNetwork();
            [&] { QTRY_VERIFY_WITH_TIMEOUT(network, patience); }();
            disconnect(connection);
            return network->parameters();
        };
        const Vector<float> first = weights();
        click("epoch");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 30, patience);
        waitReady();
        QVERIFY(weights() != first);
        click("reset");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 0, patience);
        waitReady();
        QVERIFY(weights() == first);
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path("runs")), {}), 1);
    }

    void newSeedChangesTheSeed() {
        const std::uint64_t before = window_->session().config().seed;
        click("newSeed");
        QTRY_VERIFY_WITH_TIMEOUT(window_->session().config().seed != before, patience);
    }

    void figuresFollowTraining() {
        auto* panels = window_->findChild<FigurePanels*>();
        QTRY_VERIFY_WITH_TIMEOUT(!panels->gating()->figure()->isEmpty(), patience);
        const QImage before = panels->gating()->grab().toImage();
        click("epoch");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 30, patience);
        QTRY_COMPARE_WITH_TIMEOUT(window_->moment().snapshot()->step, 30, patience);
        QVERIFY(panels->gating()->grab().toImage() != before);
        for (int tab = 0; tab < panels->tabs()->count(); ++tab) {
            panels->tabs()->setCurrentIndex(tab);
            QVERIFY(!panels->tabs()->currentWidget()->grab().isNull());
        }
    }

    void liftingStartsTheFreePhase() {
        click("step");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 1, patience);
        QVERIFY(window_->status()->constrained);
        QTest::keyClick(window_.get(), Qt::Key_L);
        QTRY_COMPARE_WITH_TIMEOUT(window_->status()->phase, freePhase, patience);
        QTRY_VERIFY_WITH_TIMEOUT(statusText().contains("lifted"), patience);
        QTest::keyClick(window_.get(), Qt::Key_L);
        QTRY_COMPARE_WITH_TIMEOUT(window_->status()->phase, constrainedPhase, patience);
    }

    void ratesChangeDuringARunAndTheRestIsGreyed() {
        click("step");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 1, patience);
        // Until the panel knows of the step, an edit makes a new experiment.
        QTRY_VERIFY_WITH_TIMEOUT(!window_->findChild<QWidget*>("seed")->isEnabled(), patience);
        auto* rate = window_->findChild<QDoubleSpinBox*>("training.learning_rate");
        rate->setValue(0.011);
        QTRY_COMPARE_WITH_TIMEOUT(window_->status()->plan.learningRate[0], 0.011, patience);
        QVERIFY(window_->findChild<QWidget*>("seed")->toolTip().contains("reset"));
        const auto run = std::filesystem::directory_iterator(path("runs"))->path();
        const auto events = RunDirectory::open(run).events();
        QVERIFY(std::any_of(events.begin(), events.end(), [](const TrainingEvent& e) {
            return e.key == "training.learning_rate" && e.step == 1;
        }));
    }

    void anEditBeforeTheFirstStepMakesANewExperiment() {
        window_->findChild<QDoubleSpinBox*>("training.margin")->setValue(50);
        QTRY_COMPARE_WITH_TIMEOUT(window_->status()->plan.margin, 50.0, patience);
    }

    void clickingAnExampleInspectsIt() {
        auto* panels = window_->findChild<FigurePanels*>();
        QTRY_VERIFY_WITH_TIMEOUT(!panels->examples()->figure()->isEmpty(), patience);
        FigureView* view = panels->examples();
        const auto cells = view->figure()->cells(view->rect(), view->figureStyle());
        const auto tile =
            std::find_if(cells.begin(), cells.end(), [](const FigureCell& c) { return c.shows.example; });
        QVERIFY(tile != cells.end());
        QTest::mouseClick(view, Qt::LeftButton, {}, tile->area.center().toPoint());
        auto* inspector = window_->findChild<InspectorView*>();
        QTRY_VERIFY_WITH_TIMEOUT(inspector->answer(), patience);
        QCOMPARE(inspector->answer()->example, *tile->shows.example);
        QCOMPARE(inspector->answer()->gates.size(), 2u);
        QCOMPARE(inspector->answer()->alone.size(), 16u);
        QTest::keyClick(window_.get(), Qt::Key_Escape);
        QVERIFY(!inspector->answer());
    }

    void aRunCanBeOpenedAgain() {
        click("epoch");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 30, patience);
        waitReady();
        const auto run = std::filesystem::directory_iterator(path("runs"))->path();
        click("reset");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 0, patience);
        window_->openFolder(QString::fromStdString(run.string()));
        QTRY_COMPARE_WITH_TIMEOUT(step(), 30, patience);
        waitReady();
        click("step");
        QTRY_COMPARE_WITH_TIMEOUT(step(), 31, patience);
    }

    void closingKeepsTheRun() {
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(state() == State::Running, patience);
        QTRY_VERIFY_WITH_TIMEOUT(statusText().contains("examples/s"), patience);
        window_.reset();
        const auto run = std::filesystem::directory_iterator(path("runs"))->path();
        QVERIFY(!RunDirectory::open(run).checkpoints().empty());
    }

    void whatIsWrongIsSaidInTheMessageBar_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("no such folder") << "nowhere"
                                        << "does not exist";
        QTest::newRow("empty folder") << "empty"
                                      << "holds no known data set";
        QTest::newRow("part of a data set") << "part"
                                            << "missing";
    }
    void whatIsWrongIsSaidInTheMessageBar() {
        QFETCH(QString, name);
        std::filesystem::create_directories(path("empty"));
        testing::writeFile(path("part") / "train-images-idx3-ubyte", testing::idxHeader({1, 2, 2}) + "abcd");
        window_->openFolder(QString::fromStdString(path(qPrintable(name)).string()));
        QTRY_VERIFY_WITH_TIMEOUT(!message().isEmpty(), patience);
        QFETCH(QString, says);
        QVERIFY2(message().contains(says), qPrintable(message()));
        QCOMPARE(state(), State::Paused); // the window stays as it was
    }

    void damagedDataIsSaidInTheMessageBar() {
        testing::writeSmallData(path("cut"));
        QFile images(QString::fromStdString((path("cut") / "train-images-idx3-ubyte").string()));
        QVERIFY(images.resize(images.size() / 2));
        window_->openFolder(QString::fromStdString(path("cut").string()));
        QTRY_VERIFY_WITH_TIMEOUT(message().contains("cut short"), patience);
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
