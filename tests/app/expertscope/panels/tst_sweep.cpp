// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/sweep_controller.h"
#include "tests/app/expertscope/window/ready_window.h"
#include "tests/app/expertscope/window/small_sweep.h"
#include "views/panels/message_bar.h"
#include "views/panels/sweep_table_view.h"

#include <QDockWidget>
#include <QTabWidget>
#include <QTableView>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

bool goOn(const SweepRunner::Progressed&) {
    return true;
}

} // namespace

/// A real sweep of small networks, opened in the window.
class TestSweep : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        writeSmallData(path("data"));
        QVERIFY(begin(path("whole")).run(1, 1, goOn).finished());
    }
    void init() {
        window_ = std::make_unique<MainWindow>(2);
        testing::showWindow(*window_, path("runs"));
    }
    void cleanup() { window_.reset(); }

    // Nothing else was open: its first run is there to be seen at once.
    void opensWithItsFirstRun() {
        open("whole");
        QTRY_COMPARE_WITH_TIMEOUT(runFolder(), QStringLiteral("whole/margin-10/seed-0"), patience);
        QCOMPARE(table()->model()->rowCount(), 2);
        QCOMPARE(dock()->windowTitle(), QStringLiteral("Sweep small"));
        auto* tabs = dock()->findChild<QTabWidget*>();
        QCOMPARE(tabs->count(), 2);
        QVERIFY(tabs->tabText(1).startsWith("test error (%) against"));
    }
    void opensRunsByKeyAndByMouse() {
        open("whole");
        QTRY_COMPARE_WITH_TIMEOUT(runFolder(), QStringLiteral("whole/margin-10/seed-0"), patience);
        const QPoint second = table()->visualRect(table()->model()->index(1, 0)).center();
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, second);
        QTest::mouseDClick(table()->viewport(), Qt::LeftButton, {}, second);
        QTRY_COMPARE_WITH_TIMEOUT(runFolder(), QStringLiteral("whole/margin-100/seed-0"), patience);
        QVERIFY(dock()->isVisible()); // for the next one
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Up);
        QTest::keyClick(table(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(runFolder(), QStringLiteral("whole/margin-10/seed-0"), patience);
    }
    /// A run's folder that cannot be looked at is not said to have not begun.
    void saysWhatCannotBeLookedAt() {
        open("whole");
        QTRY_COMPARE_WITH_TIMEOUT(runFolder(), QStringLiteral("whole/margin-10/seed-0"), patience);
        const fs::path cell = path("whole") / "margin-100", aside = cell.string() + ".aside";
        fs::rename(cell, aside);
        fs::create_symlink("margin-100", cell);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Down);
        QTest::keyClick(table(), Qt::Key_Return);
        const QString said = window_->findChild<MessageBar*>()->message();
        fs::remove(cell);
        fs::rename(aside, cell);
        QVERIFY2(said.contains("seed-0 cannot be looked at: Too many levels of symbolic links"),
                 qPrintable(said));
    }
    void followsASweepThatGoesOn() {
        begin(path("growing"));
        open("growing");
        QCOMPARE(ended(), 0);
        QTest::keyClick(table(), Qt::Key_Down);
        QVERIFY(begin(path("growing")).run(1, 1, goOn).finished());
        QTRY_COMPARE_WITH_TIMEOUT(ended(), 2, patience);
    }

    void bad_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("message");
        QTest::newRow("newer") << "newer"
                               << "is no sweep of this version (expertscope-sweep-1)";
        QTest::newRow("cut") << "cut"
                             << "sweep.json";
        QTest::newRow("a damaged report") << "report"
                                          << "report.json";
    }
    // The sweep that is shown stays.
    void bad() {
        QFETCH(QString, what);
        QFETCH(QString, message);
        open("whole");
        QTRY_COMPARE_WITH_TIMEOUT(runFolder(), QStringLiteral("whole/margin-10/seed-0"), patience);
        const fs::path folder = path(what.toStdString());
        fs::copy(path("whole"), folder, fs::copy_options::recursive);
        const fs::path file =
            what == "report" ? folder / "margin-100" / "seed-0" / "report.json" : folder / "sweep.json";
        std::string text = fileText(file);
        if (what == "newer")
            text.replace(text.find("sweep-1"), 7, "sweep-9");
        else
            text.resize(text.size() / 2);
        writeText(file, text);
        window_->openFolder(QString::fromStdString(folder.string()));
        const auto* bar = window_->findChild<MessageBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patience);
        QVERIFY2(bar->message().contains(message), qPrintable(bar->message()));
        QCOMPARE(table()->model()->rowCount(), 2);
        QCOMPARE(runFolder(), QStringLiteral("whole/margin-10/seed-0"));
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }
    SweepRunner begin(const fs::path& out) const {
        return SweepRunner(smallSweep(path(""), path("data")), out);
    }
    QDockWidget* dock() const { return window_->findChild<QDockWidget*>("sweep"); }
    QTableView* table() const { return window_->findChild<SweepTableView*>()->table(); }
    int ended() const {
        int count = 0;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            count += table()->model()->index(row, 3).data().toString() == "finished";
        return count;
    }
    void open(const char* name) {
        window_->openFolder(QString::fromStdString(path(name).string()));
        QTRY_VERIFY_WITH_TIMEOUT(dock()->isVisible() && table()->model()->rowCount() > 0, patience);
    }
    /// Of the run that is open, below the test's own folder.
    QString runFolder() const { return QDir(folder_.path()).relativeFilePath(window_->windowFilePath()); }

    QTemporaryDir folder_{temporaryPlace()};
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestSweep)
#include "tst_sweep.moc"
