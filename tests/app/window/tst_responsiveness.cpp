#include "app/expertscope/event_loop_watch.h"
#include "app/expertscope/figure_panels.h"
#include "app/expertscope/main_window.h"
#include "model/run/presets.h"
#include "views/figure_view.h"
#include "views/inspector_view.h"

#include <QEventLoop>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace expertscope;
using State = EngineStatus::State;

namespace {

constexpr int patience = 60000; // milliseconds: generous, for a busy machine
constexpr double longestWait = 33;

/// A real event loop, as QApplication::exec is; QTest::qWait sleeps now and then.
void spin(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

/// Whether the window answers at once while it trains as fast as it can on work of the real size.
class TestResponsiveness : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;

    State state() const { return window_->session().status()->state; }
    std::int64_t step() const { return window_->session().status()->step; }
    FigurePanels* panels() const { return window_->findChild<FigurePanels*>(); }

    void selectAnExample() {
        FigureView* view = panels()->examples();
        const auto cells = view->figure()->cells(view->rect(), view->figureStyle());
        const auto tile =
            std::find_if(cells.begin(), cells.end(), [](const FigureCell& c) { return c.shows.example; });
        QVERIFY(tile != cells.end());
        QTest::mouseClick(view, Qt::LeftButton, {}, tile->area.center().toPoint());
        QTRY_VERIFY_WITH_TIMEOUT(window_->findChild<InspectorView*>()->answer(), patience);
    }

    /// A new experiment, in training.
    void train(const RunConfig& config) {
        window_->session().open(config);
        QTRY_VERIFY_WITH_TIMEOUT(state() == State::Paused && step() == 0 && panels()->snapshot()->step == 0,
                                 patience);
        window_->session().start();
        QTRY_VERIFY_WITH_TIMEOUT(panels()->snapshot()->step > 0, patience);
    }

    /// 99 of 100 events that come at random moments are answered within 33 ms: so in the best of three times
    /// two seconds. A machine that does other things too may be slow for a moment; a window that is too slow
    /// is it each time.
    void verifyAnswers() {
        EventLoopWatch watch;
        double least = 1e9;
        for (int attempt = 0; attempt < 3 && least > longestWait; ++attempt) {
            int snapshots = 0;
            const auto counted =
                connect(&window_->session(), &TrainingSession::snapshotChanged, this, [&] { ++snapshots; });
            const std::int64_t before = panels()->snapshot()->step;
            watch.restart();
            spin(2000);
            least = std::min(least, watch.wait(0.99));
            disconnect(counted);
            qInfo("99%% wait %.1f ms at most, half %.1f ms; longest stall %.1f ms; %d snapshots, %d steps",
                  watch.wait(0.99), watch.wait(0.5), watch.longest(), snapshots,
                  static_cast<int>(panels()->snapshot()->step - before));
            QCOMPARE(state(), State::Running);
            QVERIFY(snapshots > 0 && panels()->snapshot()->step > before);
        }
        QVERIFY2(least <= longestWait, qPrintable(QString::number(least)));
    }

  private slots:
    void initTestCase() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("Times are of no use with sanitizers.");
#endif
        window_ = std::make_unique<MainWindow>(WorkerPool::defaultThreads());
        window_->session().setRunsFolder((folder_.path() + "/runs").toStdString());
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        train(presetNamed("digits-4x100-4x100").config);
    }
    void cleanupTestCase() {
        window_.reset();
    }

    void aStallIsMeasured() {
        EventLoopWatch watch;
        QTimer::singleShot(100, window_.get(), [] { QThread::msleep(50); });
        spin(500);
        // Events of a tenth of the time come into the stall; a tenth of them wait for more than 45 ms.
        QVERIFY(watch.longest() >= 50);
        QVERIFY2(watch.wait(0.99) > 35, qPrintable(QString::number(watch.wait(0.99))));
    }

    void answersWhileTraining_data() {
        QTest::addColumn<int>("tab");
        QTest::addColumn<bool>("inspecting");
        for (int tab = 0; tab < panels()->tabs()->count(); ++tab)
            QTest::newRow(qPrintable(panels()->tabs()->tabText(tab))) << tab << false;
        QTest::newRow("with an example in the inspector") << 0 << true;
    }
    void answersWhileTraining() {
        QFETCH(int, tab);
        QFETCH(bool, inspecting);
        panels()->tabs()->setCurrentIndex(tab);
        if (inspecting)
            selectAnExample();
        verifyAnswers();
    }

    // 256 combinations with nine examples each, of which few have room.
    void answersWithManyExperts() {
        RunConfig config = presetNamed("digits-4x100-4x100").config;
        for (LayerDescription& layer : config.network.layers)
            layer.experts = 16, layer.hidden = {25};
        train(config);
        verifyAnswers();
    }
};

QTEST_MAIN(TestResponsiveness)
#include "tst_responsiveness.moc"
