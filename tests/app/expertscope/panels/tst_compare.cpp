// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/common/recent_runs.h"
#include "app/expertscope/panels/compare_controller.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/timeline_controller.h"
#include "app/expertscope/window/desktop_manners.h"
#include "app/expertscope/window/main_window.h"
#include "tests/app/expertscope/window/window_test.h"
#include "views/panels/compare_view.h"
#include "views/panels/curve_view.h"
#include "views/panels/figure_view.h"
#include "views/panels/message_bar.h"
#include "views/panels/timeline_bar.h"
#include "views/panels/timeline_view.h"

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

using namespace expertscope;
using testing::patience;
using State = EngineStatus::State;

namespace {

constexpr int perEpoch = 30; // 600 examples in minibatches of 20

} // namespace

/// Two runs beside each other, and experts in a stable order: by mouse and keys, on real training.
class TestCompare : public testing::WindowTest {
    Q_OBJECT

    CompareView* view() const { return window_->findChild<CompareView*>(); }
    TimelineView* timeline() const { return window_->findChild<TimelineView*>(); }
    QString text(const char* label) const { return view()->findChild<QLabel*>(label)->text(); }
    bool comparing() const { return view()->isVisible(); }
    /// The names of the docks that are shown.
    QStringList docks() const {
        QStringList names;
        for (const QDockWidget* dock : window_->findChildren<QDockWidget*>())
            if (!dock->isHidden())
                names << dock->objectName();
        names.sort();
        return names;
    }
    static QPoint centreOf(const FigureView* shown, const Selection& wanted) {
        for (const FigureCell& cell : shown->figure()->cells(shown->rect(), shown->figureStyle()))
            if (agree(cell.shows, wanted))
                return cell.area.center().toPoint();
        return {};
    }
    void trainEpochs(int epochs) {
        for (int i = 0; i < epochs; ++i) {
            const std::int64_t end = (step() / perEpoch + 1) * perEpoch;
            QTest::keyClick(window_.get(), Qt::Key_E);
            QTRY_COMPARE_WITH_TIMEOUT(step(), end, patience);
            waitReady();
        }
        QTRY_COMPARE_WITH_TIMEOUT(moment().snapshot()->step, step(), patience);
    }
    /// A new run with other random numbers; the one so far stays on disk.
    void begin(std::uint64_t seed, const char* setting = "seed=0") {
        RunConfig config = withSettings(testing::smallConfig(path("data")), {setting});
        config.training.epochs = {20, 20};
        config.seed = seed;
        window_->begin(config, {});
        QTRY_COMPARE_WITH_TIMEOUT(window_->session().config().seed, seed, patience);
        waitReady();
        QTRY_VERIFY_WITH_TIMEOUT(step() == 0 && moment().snapshot()->step == 0 &&
                                     !moment().snapshot()->statistics.layers.empty(),
                                 patience);
    }
    /// As stored: a run of so many epochs, by its folder.
    QString stored(int epochs, std::uint64_t seed) {
        begin(seed);
        trainEpochs(epochs);
        const QString run = window_->windowFilePath();
        begin(seed + 100, "training.margin=1000");
        return run;
    }
    void compareByMenu() {
        auto* menu = window_->findChild<QMenu*>("compareWith");
        emit menu->aboutToShow();
        QVERIFY(menu->actions().first()->isEnabled());
        menu->actions().first()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(comparing(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!text("rightTitle").isEmpty(), patience);
    }
    /// Names a folder in the dialog that Ctrl+M opens.
    void compareByDialog(const QString& folder) {
        QTimer::singleShot(0, window_.get(), [folder] {
            QTRY_VERIFY_WITH_TIMEOUT(QApplication::activeModalWidget(), patience);
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
            name->setText(folder);
            QTest::keyClick(name, Qt::Key_Return);
        });
        QTest::keyClick(window_.get(), Qt::Key_M, Qt::ControlModifier);
        window_->activateWindow(); // keys are the window's again
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }

  private slots:
    void init() {
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        testing::writeSmallData(path("data"));
        open();
    }
    void cleanup() { closeAndForget(); }

    void aStoredRunBesideALiveOne() {
        const QString run = stored(3, 1);
        const QStringList before = docks();
        compareByMenu();
        QVERIFY(docks().isEmpty());
        QVERIFY(!panels()->gating()->isVisible());
        QVERIFY2(text("rightTitle").startsWith(QDir(run).dirName() + ": epoch 0.0"),
                 qPrintable(text("rightTitle")));
        QVERIFY(text("leftTitle").contains("not stored yet"));
        QVERIFY2(text("differences").contains("training.margin 100 → 1000") ||
                     text("differences").contains("training.margin 1000 → 100"),
                 qPrintable(text("differences")));
        QVERIFY(text("differences").contains("seed 101 → 1"));
        QVERIFY2(text("matching").contains("Layer 1: right's") && text("matching").contains("Layer 2"),
                 qPrintable(text("matching")));

        // The right one follows the epoch of the left one, as it trains, as far as it goes.
        trainEpochs(2);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 2.0"), patience);
        QVERIFY(text("leftTitle").contains("epoch 2.0"));
        trainEpochs(2);
        QTRY_VERIFY_WITH_TIMEOUT(text("leftTitle").contains("epoch 4.0"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 3.0"), patience);

        // And as the timeline goes back.
        const int first = qRound(timeline()->places().x(0));
        QTest::mouseClick(timeline(), Qt::LeftButton, {},
                          {first, qRound(timeline()->places().track().center().y())});
        QTRY_VERIFY_WITH_TIMEOUT(text("leftTitle").contains("epoch 0.0"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 0.0"), patience);
        auto* moment = view()->findChild<QComboBox*>("comparedMoment");
        QTest::keyClick(moment, Qt::Key_Down); // the last
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 3.0"), patience);
        QVERIFY(text("leftTitle").contains("epoch 0.0"));
        QTest::keyClick(moment, Qt::Key_Up);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 0.0"), patience);

        QTest::keyClick(window_.get(), Qt::Key_M, Qt::ControlModifier);
        QVERIFY(!comparing());
        QVERIFY(panels()->gating()->isVisible());
        QCOMPARE(docks(), before);
        QVERIFY(message().isEmpty());
    }

    void chosenInTheDialogAndEndedByTheButton() {
        const QString run = stored(1, 2);
        const QStringList before = docks();
        compareByDialog(run);
        QTRY_VERIFY_WITH_TIMEOUT(comparing() && !text("rightTitle").isEmpty(), patience);
        QCOMPARE(action("compareRuns")->text(), "End &comparison");
        QTest::mouseClick(view()->findChild<QToolButton*>("endComparison"), Qt::LeftButton);
        QVERIFY(!comparing());
        QCOMPARE(docks(), before);
        QCOMPARE(action("compareRuns")->text(), "&Compare…");
    }

    // The same run on both sides: everybody's partner is himself, and stands in the same place.
    void theRunItself() {
        begin(4);
        trainEpochs(4);
        window_->compare().open(window_->windowFilePath());
        QTRY_VERIFY_WITH_TIMEOUT(comparing() && text("matching").contains("similarity 1.00"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 4.0"), patience);
        QCOMPARE(text("matching").count("similarity 1.00"), 2);
        QVERIFY(text("differences").contains("the same configuration"));
        QTRY_VERIFY_WITH_TIMEOUT(view()->gating(CompareView::Left)->grab().toImage() ==
                                     view()->gating(CompareView::Right)->grab().toImage(),
                                 patience);
    }

    void whatIsChosenIsChosenInBoth() {
        stored(3, 5);
        compareByMenu();
        trainEpochs(3);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 3.0"), patience);
        FigureView *left = view()->gating(CompareView::Left), *right = view()->gating(CompareView::Right);
        const QImage plainLeft = left->grab().toImage(), plainRight = right->grab().toImage();
        Selection expert;
        expert.layer = 1;
        expert.expert = 2;
        QTest::mouseClick(right, Qt::LeftButton, {}, centreOf(right, expert));
        QTRY_VERIFY_WITH_TIMEOUT(left->grab().toImage() != plainLeft, patience);
        QVERIFY(right->grab().toImage() != plainRight);
        QTest::keyClick(window_.get(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(left->grab().toImage() == plainLeft, patience);
        QVERIFY(right->grab().toImage() == plainRight);
    }

    void refused_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("said");
        QTest::newRow("no run") << "no run"
                                << "holds no config.json, so it is no run; name the folder of a run.";
        QTest::newRow("of a newer version") << "newer"
                                            << "swarm";
        QTest::newRow("a damaged snapshot") << "damaged"
                                            << "epoch-00002.safetensors";
        QTest::newRow("no snapshots") << "none"
                                      << "has no recorded figures to show";
    }
    void refused() {
        QFETCH(QString, what);
        QFETCH(QString, said);
        const std::filesystem::path run = stored(2, 3).toStdString();
        if (what == "no run")
            std::filesystem::remove(run / "config.json");
        else if (what == "newer")
            testing::writeFile(run / "config.json", "{\"swarm\": {}}\n");
        else if (what == "damaged")
            std::filesystem::resize_file(run / "snapshots" / "epoch-00002.safetensors", 100);
        else
            std::filesystem::remove_all(run / "snapshots");
        const QStringList before = docks();
        compareByDialog(QString::fromStdString(run.string()));
        QTRY_VERIFY2_WITH_TIMEOUT(message().contains(said), qPrintable(message()), patience);
        QVERIFY(!comparing());
        QCOMPARE(docks(), before);
        QVERIFY(panels()->gating()->isVisible());
        trainEpochs(1); // and goes on
    }

    void aRefusedRunLeavesTheComparisonAsItIs() {
        const QString run = stored(2, 3);
        window_->compare().open(run);
        QTRY_VERIFY_WITH_TIMEOUT(comparing() && !text("rightTitle").isEmpty(), patience);
        const QString title = text("rightTitle");
        window_->compare().open(folder_.path());
        QTRY_VERIFY_WITH_TIMEOUT(message().contains("is no run"), patience);
        QVERIFY(comparing());
        QCOMPARE(text("rightTitle"), title);
    }

    void aDamagedMomentIsSaidOnceAndTheLastOneStays() {
        const QString run = stored(4, 6);
        std::filesystem::resize_file(
            std::filesystem::path(run.toStdString()) / "snapshots" / "epoch-00000.safetensors", 100);
        window_->compare().open(run);
        QTRY_VERIFY_WITH_TIMEOUT(comparing() && message().contains("epoch-00000.safetensors"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 4.0"), patience); // what could be read
        window_->findChild<MessageBar*>()->hide();
        trainEpochs(2);
        QTRY_VERIFY_WITH_TIMEOUT(text("leftTitle").contains("epoch 2.0"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 2.0"), patience); // and can again
        QVERIFY(message().isEmpty());
    }

    void otherNumbersOfExperts() {
        begin(7, "network.layers.0.experts=6");
        trainEpochs(2);
        const QString run = window_->windowFilePath();
        begin(8);
        window_->compare().open(run);
        QTRY_VERIFY_WITH_TIMEOUT(comparing() && text("matching").contains("without partner"), patience);
        trainEpochs(2);
        QTRY_VERIFY_WITH_TIMEOUT(text("rightTitle").contains("epoch 2.0"), patience);
        auto* tabs = view()->findChild<QTabWidget*>("compareTabs");
        for (int tab = 0; tab < tabs->count(); ++tab)
            QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(tab).center());
        // One layer beside two.
        RunConfig single = testing::smallConfig(path("data"));
        single.network.layers.pop_back();
        window_->session().open(single);
        QTRY_VERIFY_WITH_TIMEOUT(text("matching").contains("1 mixture layers on the left, 2 on the right"),
                                 patience);
    }

    void otherModesGiveTheDocksBack_data() {
        QTest::addColumn<QStringList>("actions");
        QTest::newRow("reset layout") << QStringList{"compare", "resetLayout", "compare"};
        QTest::newRow("presented within") << QStringList{"compare", "present", "present", "compare"};
        QTest::newRow("compared within") << QStringList{"present", "compare", "compare", "present"};
        QTest::newRow("presentation ends later") << QStringList{"compare", "present", "compare", "present"};
        QTest::newRow("comparison ends later") << QStringList{"present", "compare", "present", "compare"};
    }
    void otherModesGiveTheDocksBack() {
        QFETCH(QStringList, actions);
        const QString run = stored(1, 9);
        const QStringList before = docks();
        for (const QString& name : actions) {
            if (name != "compare")
                action(qPrintable(name))->trigger();
            else if (comparing())
                action("compareRuns")->trigger();
            else {
                window_->compare().open(run);
                QTRY_VERIFY_WITH_TIMEOUT(comparing(), patience);
            }
            QVERIFY(!comparing() || docks().isEmpty());
        }
        QVERIFY(!comparing());
        QCOMPARE(docks(), before);
    }

    void theLayoutIsRememberedWithItsDocks() {
        const QString run = stored(1, 9);
        const auto settings = [this] {
            return std::make_unique<QSettings>(folder_.filePath("settings.ini"), QSettings::IniFormat);
        };
        window_->desktop().keepSettings(settings(), false);
        const QStringList before = docks();
        window_->compare().open(run);
        QTRY_VERIFY_WITH_TIMEOUT(comparing(), patience);
        QTest::keyClick(window_.get(), Qt::Key_O);
        QVERIFY(!action("sorted")->isChecked());
        window_->close();
        window_.reset();
        open();
        QVERIFY(action("sorted")->isChecked()); // unless told otherwise
        window_->desktop().keepSettings(settings(), false);
        QCOMPARE(docks(), before);
        QVERIFY(!action("sorted")->isChecked());
        QVERIFY(panels()->orders() == ExpertOrders());
    }

    void expertsStandWhereTheirMassLies() {
        begin(11);
        trainEpochs(8);
        const ExpertOrders orders = panels()->orders();
        QVERIFY(orders == orderExperts(moment().snapshot()->statistics, orders)); // settled
        QCOMPARE(orders.layers.size(), std::size_t(2));
        FigureView* gating = panels()->gating();
        const auto cells = [&] { return gating->figure()->cells(gating->rect(), gating->figureStyle()); };
        const QImage sorted = gating->grab().toImage();
        QCOMPARE(*cells().front().shows.expert, orders.expert(0, 0));

        QTest::keyClick(window_.get(), Qt::Key_O);
        QCOMPARE(*cells().front().shows.expert, 0);
        const bool asNumbered = orders == ExpertOrders{{{0, 1, 2, 3}, {0, 1, 2, 3}}};
        QCOMPARE(gating->grab().toImage() == sorted, asNumbered);
        QTest::keyClick(window_.get(), Qt::Key_O);
        QCOMPARE(*cells().front().shows.expert, panels()->orders().expert(0, 0));

        // Hovering and clicking name the expert that stands there, in all figures alike.
        for (int place = 0; place < 4; ++place) {
            const FigureCell cell = cells()[std::size_t(place) * 25]; // 5 x 5 shifts a map
            const int expert = panels()->orders().expert(0, place);
            QString said;
            const auto heard =
                connect(gating, &FigureView::hovered, [&](const QString& text) { said = text; });
            QTest::mouseMove(gating, cell.area.center().toPoint());
            QTRY_VERIFY2(said.contains(QString("Layer 1, expert %1,").arg(expert + 1)), qPrintable(said));
            disconnect(heard);
        }
        const QString csv = gating->figure()->toCsv();
        QCOMPARE(csv.split('\n')[1].split(',')[3], QString::number(panels()->orders().expert(0, 0) + 1));
    }
};

QTEST_MAIN(TestCompare)
#include "tst_compare.moc"
