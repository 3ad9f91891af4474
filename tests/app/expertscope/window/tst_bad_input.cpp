// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/timeline_controller.h"
#include "tests/app/expertscope/window/damaged_runs.h"
#include "tests/app/expertscope/window/ready_window.h"
#include "tests/app/expertscope/window/small_data.h"
#include "views/dialogs/export_dialog.h"
#include "views/panels/experiment_panel.h"
#include "views/panels/figure_view.h"
#include "views/panels/message_bar.h"

#include <QCheckBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

using namespace expertscope;
using testing::patience;
using State = EngineStatus::State;
namespace fs = std::filesystem;

namespace {

/// One sentence, which ends as one.
bool isOneSentence(const QString& said) {
    static const QRegularExpression another(QStringLiteral("[.?] "));
    return (said.endsWith('.') || said.endsWith('?')) && !said.contains(another) && !said.contains('\n');
}

} // namespace

/// What cannot be opened or written is said in one sentence; the window stays as it was, and goes on.
class TestBadInput : public QObject {
    Q_OBJECT

    QTemporaryDir folder_{testing::temporaryPlace()};
    std::unique_ptr<MainWindow> window_;

    fs::path path(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }
    State state() const { return window_->status()->state; }
    std::int64_t step() const { return window_->status()->step; }
    FigurePanels* panels() const { return window_->findChild<FigurePanels*>(); }
    const ShownMoment& moment() const { return window_->moment(); }
    QString message() const {
        const auto* bar = window_->findChild<MessageBar*>("messageBar");
        return bar->isVisible() ? bar->message() : QString();
    }
    void closeMessage() {
        auto* bar = window_->findChild<MessageBar*>("messageBar");
        QTest::mouseClick(bar->findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(message().isEmpty());
    }
    void open(const fs::path& folder) { window_->openFolder(QString::fromStdString(folder.string())); }
    void makeWindow() {
        window_ = std::make_unique<MainWindow>(2);
        testing::showWindow(*window_, path("runs"));
    }
    /// Damages a copy of the good run.
    fs::path damaged(const testing::RunDamage& damage) {
        const fs::path run = path("damaged");
        fs::remove_all(run);
        fs::copy(path("good"), run, fs::copy_options::recursive);
        damage.make(run);
        return run;
    }
    void startTraining() {
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(state() == State::Running && moment().snapshot()->step > 0, patience);
    }
    void verifyTrainingGoesOn() {
        QTRY_COMPARE_WITH_TIMEOUT(state(), State::Running, patience);
        const std::int64_t before = moment().snapshot()->step;
        QTRY_VERIFY_WITH_TIMEOUT(moment().snapshot()->step > before, patience);
        QTRY_VERIFY_WITH_TIMEOUT(window_->findChild<QAction*>("start")->text() == "Pause", patience);
    }

  private slots:
    void initTestCase() {
        testing::writeSmallData(path("data"));
        makeWindow();
        window_->begin(testing::smallConfig(path("data")), {});
        testing::waitReady(*window_);
        for (const std::int64_t end : {30, 60}) { // two epochs
            QTest::keyClick(window_.get(), Qt::Key_E);
            QTRY_COMPARE_WITH_TIMEOUT(step(), end, patience);
            testing::waitReady(*window_);
        }
        const fs::path run = fs::directory_iterator(path("runs"))->path();
        window_.reset();
        fs::rename(run, path("good"));
    }
    void init() {
        makeWindow();
        window_->begin(testing::smallConfig(path("data")), {});
        testing::waitReady(*window_);
    }
    void cleanup() {
        window_.reset();
        fs::remove_all(path("runs"));
    }

    void aDamagedRun_data() {
        QTest::addColumn<int>("damage");
        for (std::size_t i = 0; i < testing::runDamages().size(); ++i)
            if (testing::runDamages()[i].shows == testing::RunDamage::Shows::Refused)
                QTest::newRow(testing::runDamages()[i].name) << int(i);
    }
    void aDamagedRun() {
        QFETCH(int, damage);
        const testing::RunDamage& what = testing::runDamages()[std::size_t(damage)];
        const fs::path run = damaged(what);
        startTraining();
        const QString title = window_->windowTitle();
        const auto shape = moment().snapshot()->probe;
        open(run);
        QTRY_VERIFY_WITH_TIMEOUT(!message().isEmpty(), patience);
        QVERIFY2(message().contains(what.says), qPrintable(message()));
        QVERIFY2(message().contains(QString::fromStdString(run.string())), qPrintable(message()));
        QVERIFY2(isOneSentence(message()), qPrintable(message()));
        verifyTrainingGoesOn();
        QVERIFY(!message().isEmpty()); // it stays to be read
        QCOMPARE(window_->windowTitle(), title);
        QCOMPARE(moment().snapshot()->probe, shape);
        QCOMPARE(window_->session().config().data.path, path("data").string());
        closeMessage();
        QTest::keyClick(window_.get(), Qt::Key_Space);
        testing::waitReady(*window_);
        open(path("good")); // a way on
        QTRY_COMPARE_WITH_TIMEOUT(step(), 60, patience);
        QVERIFY(message().isEmpty());
    }

    // Those in memory are of the same place, and still not what that run was trained on.
    void aRunThatWasTrainedOnOtherData() {
        const fs::path run =
            damaged({"",
                     [](const fs::path& other) {
                         testing::replaceInFile(other / "config.json", "\"sha256\": \"", "\"sha256\": \"0");
                     },
                     testing::RunDamage::Shows::Refused, ""});
        open(run);
        QTRY_VERIFY_WITH_TIMEOUT(message().contains("its SHA-256 differs"), patience);
    }

    void aDamagedHistory_data() {
        QTest::addColumn<int>("damage");
        for (std::size_t i = 0; i < testing::runDamages().size(); ++i)
            if (testing::runDamages()[i].shows == testing::RunDamage::Shows::History)
                QTest::newRow(testing::runDamages()[i].name) << int(i);
    }
    void aDamagedHistory() {
        QFETCH(int, damage);
        const testing::RunDamage& what = testing::runDamages()[std::size_t(damage)];
        const fs::path run = damaged(what);
        open(run);
        QTRY_VERIFY_WITH_TIMEOUT(step() == 60 && moment().snapshot()->step == 60, patience);
        testing::waitReady(*window_);
        auto* timeline = window_->findChild<TimelineController*>();
        QTRY_VERIFY_WITH_TIMEOUT(!timeline->timeline().moments().empty(), patience);
        const ShownMoment::Snapshot before = moment().snapshot();
        timeline->showMoment(2);
        QTRY_VERIFY_WITH_TIMEOUT(!message().isEmpty(), patience);
        QVERIFY2(message().contains(what.says), qPrintable(message()));
        QVERIFY2(message().contains(QString::fromStdString(run.string())), qPrintable(message()));
        QVERIFY2(isOneSentence(message()), qPrintable(message()));
        QCOMPARE(moment().snapshot(), before);
        QVERIFY(!window_->moment().isPast());
        QTest::keyClick(window_.get(), Qt::Key_Period); // a way on
        QTRY_COMPARE_WITH_TIMEOUT(step(), 61, patience);
        testing::waitReady(*window_);
        QVERIFY2(RunDirectory::open(run).checkpoints().back() == 61, "it is not kept");
    }

    // Its weights are gone, its figures are not, and nothing that is done may remove them.
    void aRunWithoutCheckpointsIsThereToBeLookedAt() {
        const auto& damages = testing::runDamages();
        const auto& what =
            *std::find_if(damages.begin(), damages.end(), [](const testing::RunDamage& damage) {
                return damage.shows == testing::RunDamage::Shows::OnlyFigures;
            });
        const fs::path run = damaged(what);
        const std::string metrics = testing::fileText(run / "metrics.csv");
        open(run);
        QTRY_VERIFY_WITH_TIMEOUT(!message().isEmpty(), patience);
        QVERIFY2(message().contains(what.says) && message().contains(QString::fromStdString(run.string())),
                 qPrintable(message()));
        QVERIFY2(isOneSentence(message()), qPrintable(message()));
        QTRY_COMPARE_WITH_TIMEOUT(moment().snapshot()->step, 60, patience); // its last moment
        testing::waitReady(*window_);
        QTest::keyClick(window_.get(), Qt::Key_Left, Qt::AltModifier); // and the others
        QTRY_VERIFY_WITH_TIMEOUT(moment().snapshot()->step < 60, patience);
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(message().contains("no checkpoint to go on from"), patience);
        QVERIFY2(isOneSentence(message()), qPrintable(message()));
        QCOMPARE(state(), State::Paused);
        QCOMPARE(testing::fileText(run / "metrics.csv"), metrics);
        QVERIFY(!testing::filesIn(run / "snapshots").empty());
        QTest::keyClick(window_.get(), Qt::Key_R, Qt::ControlModifier); // a way on
        QTRY_VERIFY_WITH_TIMEOUT(window_->windowFilePath().isEmpty(), patience);
        testing::waitReady(*window_);
        startTraining();
        QVERIFY(message().isEmpty());
        QCOMPARE(testing::fileText(run / "metrics.csv"), metrics);
    }

    void aDamageThatIsNoReasonToStop() {
        for (const testing::RunDamage& damage : testing::runDamages()) {
            if (damage.shows != testing::RunDamage::Shows::Nothing)
                continue;
            const fs::path run = damaged(damage);
            open(run);
            QTRY_COMPARE_WITH_TIMEOUT(window_->windowFilePath(), QString::fromStdString(run.string()),
                                      patience);
            testing::waitReady(*window_);
            const std::int64_t before = step();
            QTest::keyClick(window_.get(), Qt::Key_Period);
            QTRY_COMPARE_WITH_TIMEOUT(step(), before + 1, patience);
            testing::waitReady(*window_);
            QVERIFY2(message().isEmpty(), qPrintable(message()));
            window_->session().reset(); // the next one is opened in the same place
            QTRY_VERIFY_WITH_TIMEOUT(window_->windowFilePath().isEmpty(), patience);
            testing::waitReady(*window_);
        }
    }

    // Any bit may flip. Whatever comes of it, the window shows the run or says why not.
    void aFlippedBitInTheHistory() {
        const fs::path run = path("damaged");
        fs::remove_all(run);
        fs::copy(path("good"), run, fs::copy_options::recursive);
        open(run);
        QTRY_VERIFY_WITH_TIMEOUT(step() == 60 && moment().snapshot()->step == 60, patience);
        testing::waitReady(*window_);
        auto* timeline = window_->findChild<TimelineController*>();
        const fs::path file = run / "snapshots" / testing::filesIn(run / "snapshots").front();
        const std::string whole = testing::fileText(file);
        Random random(1, Stream::Order);
        for (int i = 0; i < 200; ++i) {
            std::string text = whole;
            // Numbers and their description in equal parts.
            const std::size_t byte = random.below(
                static_cast<std::uint32_t>(i % 2 ? text.size() : std::min<std::size_t>(text.size(), 6000)));
            text[byte] = static_cast<char>(text[byte] ^ (1 << random.below(8)));
            testing::writeText(file, text);
            emit window_->session().timelineChanged(Timeline(
                RunDirectory::open(run), *timeline->timeline().history(), 30, moment().snapshot()->probe));
            timeline->showMoment(1 + static_cast<int>(random.below(4)));
            QTest::qWait(3);
            panels()->gating()->grab();
            panels()->examples()->grab();
        }
        QVERIFY(window_->isVisible());
    }

    void droppedThingsThatAreNoFolder_data() {
        QTest::addColumn<QByteArray>("uris");
        QTest::newRow("an empty list") << QByteArray();
        QTest::newRow("an address") << QByteArray("https://localhost/run\r\n");
    }
    void droppedThingsThatAreNoFolder() {
        QFETCH(QByteArray, uris);
        QMimeData data;
        data.setData("text/uri-list", uris);
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, {});
        enter.ignore();
        QApplication::sendEvent(window_.get(), &enter);
        QVERIFY(!enter.isAccepted());
        QCOMPARE(state(), State::Paused);
    }

    // Before anything was there to go back to.
    void placesThatCannotBeLookedAt() {
        fs::create_directory_symlink(path("loop"), path("loop"));
        for (const fs::path& place : {path("loop"), path(std::string(300, 'n'))}) {
            open(place);
            QVERIFY2(message().contains(" cannot be looked at: "), qPrintable(message()));
            QVERIFY2(isOneSentence(message()), qPrintable(message()));
            closeMessage();
        }
    }

    void theFirstDataCannotBeRead() {
        makeWindow();
        window_->begin(testing::smallConfig(path("nowhere")), {});
        QTRY_VERIFY_WITH_TIMEOUT(!message().isEmpty(), patience);
        QVERIFY2(isOneSentence(message()), qPrintable(message()));
        // The panel still has the experiment that was asked for, and it can be edited.
        auto* layers = window_->findChild<ExperimentPanel*>()->findChild<QSpinBox*>("layers");
        QCOMPARE(layers->value(), 2);
        layers->setValue(3);
        QCOMPARE(layers->value(), 3);
        open(path("data"));
        testing::waitReady(*window_);
    }

    void exportToAPlaceThatCannotBeWritten_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("limited");
        QTest::addColumn<QString>("says");
        QTest::newRow("a file is in the way") << folder_.filePath("good/config.json") << false << "choose";
        QTest::newRow("below a file") << folder_.filePath("good/config.json/figures") << false << "choose";
        QTest::newRow("read-only for everybody") << "/proc/expertscope" << false << "choose";
        QTest::newRow("a full disk") << folder_.filePath("full") << true << "free space";
    }
    void exportToAPlaceThatCannotBeWritten() {
        QFETCH(QString, folder);
        QFETCH(bool, limited);
        QFETCH(QString, says);
        QTRY_VERIFY_WITH_TIMEOUT(!panels()->gating()->figure()->isEmpty(), patience);
        window_->findChild<QAction*>("exportFigures")->trigger();
        auto* dialog = window_->findChild<ExportDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        dialog->findChild<QLineEdit*>("folder")->setText(folder);
        const auto write = [&] {
            QTest::mouseClick(dialog->findChild<QPushButton*>("exportAll"), Qt::LeftButton);
        };
        const auto* bar = dialog->findChild<MessageBar*>();
        std::optional<testing::FileSizeLimit> limit;
        if (limited)
            limit.emplace(1000);
        write();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patience);
        limit.reset();
        QVERIFY2(bar->message().contains(says), qPrintable(bar->message()));
        QVERIFY2(bar->message().contains(folder), qPrintable(bar->message()));
        QVERIFY2(isOneSentence(bar->message()), qPrintable(bar->message()));
        if (limited)
            QVERIFY(!QFileInfo::exists(folder));                                    // nothing half-written
        dialog->findChild<QLineEdit*>("folder")->setText(folder_.filePath("free")); // a way on
        write();
        QTRY_VERIFY_WITH_TIMEOUT(bar->message().startsWith("Wrote "), patience);
        QVERIFY(testing::filesIn(path("free")).size() > 2);
        fs::remove_all(path("free"));
    }
};

QTEST_MAIN(TestBadInput)
#include "tst_bad_input.moc"
