// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/window/main_window.h"
#include "tests/app/expertscope/window/ready_window.h"
#include "tests/app/expertscope/window/small_data.h"
#include "views/dialogs/export_dialog.h"
#include "views/figures/figure_table.h"
#include "views/panels/figure_view.h"
#include "views/panels/message_bar.h"

#include <QClipboard>
#include <QLineEdit>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>

using namespace expertscope;
using testing::patience;

/// Export of a real, small run's figures: from the menu to the files, while the window goes on.
class TestFigureExporter : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;

    QString out() const { return folder_.filePath("out"); }
    QStringList written() const { return QDir(out()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }
    ExportDialog* dialog() const { return window_->findChild<ExportDialog*>(); }
    template <class Widget = QPushButton> Widget* control(const char* name) const {
        return dialog()->findChild<Widget*>(QLatin1String(name));
    }
    QString message() const {
        const auto* bar = dialog()->findChild<MessageBar*>();
        return bar->isVisible() ? bar->message() : QString();
    }
    void openDialog(ExportChoices choices = {}) {
        window_->findChild<QAction*>("exportFigures")->trigger();
        QVERIFY(dialog() && dialog()->isVisible());
        choices.folder = out();
        dialog()->setChoices(choices);
        QTRY_VERIFY_WITH_TIMEOUT(control("exportAll")->isEnabled(), patience);
    }
    /// Takes seconds.
    static ExportChoices large() {
        ExportChoices choices;
        choices.formats = {FigureFormat::Png};
        choices.widthMm = 300;
        choices.dpi = 600;
        return choices;
    }
    void press(const char* name) { QTest::mouseClick(control(name), Qt::LeftButton); }
    void waitForIt() { QTRY_VERIFY_WITH_TIMEOUT(!dialog()->running(), patience); }

  private slots:
    void init() {
        const std::filesystem::path data = folder_.filePath("data").toStdString();
        testing::writeSmallData(data);
        window_ = std::make_unique<MainWindow>(2);
        testing::showWindow(*window_, folder_.filePath("runs").toStdString());
        window_->begin(testing::smallConfig(data), {});
        testing::waitReady(*window_, [this] {
            const auto* panels = window_->findChild<FigurePanels*>();
            return panels && !panels->gating()->figure()->isEmpty();
        });
        QTest::keyClick(window_.get(), Qt::Key_E); // an epoch: curves begin
        // What is shown comes later than what has happened, and it is what is exported.
        QTRY_COMPARE_WITH_TIMEOUT(window_->moment().shown()->step, 30, patience);
        testing::waitReady(*window_);
    }
    void cleanup() {
        window_.reset();
        QDir(out()).removeRecursively();
        QDir(folder_.filePath("runs")).removeRecursively();
    }

    void everyFigureInEveryFormat() {
        ExportChoices choices;
        choices.formats = {FigureFormat::Png, FigureFormat::Svg, FigureFormat::Pdf, FigureFormat::Csv};
        openDialog(choices);
        press("exportAll");
        QVERIFY(!control("exportAll")->isEnabled() && !control("export")->isEnabled() &&
                !control("copy")->isEnabled());
        QVERIFY(control("stop")->isVisible() && control<QProgressBar>("progress")->isVisible());
        waitForIt();
        const qsizetype files =
            4 * static_cast<qsizetype>(figureTable().size()) + 3 * 3; // the paper's have no CSV
        QCOMPARE(written().size(), files);
        QCOMPARE(message(), QString("Wrote %1 files to %2.").arg(files).arg(out()));
        QVERIFY(control("exportAll")->isEnabled() && !control("stop")->isVisible());
    }

    void oneFileIsNamed() {
        ExportChoices choices;
        choices.figures = {"learning-curves"};
        openDialog(choices);
        press("export");
        waitForIt();
        QCOMPARE(written(), QStringList{"learning-curves.pdf"});
        QCOMPARE(message(), QString("Wrote %1/learning-curves.pdf.").arg(out()));
    }

    void aStoppedOneLeavesNothing() {
        openDialog(large());
        press("exportAll");
        press("stop");
        waitForIt();
        QCOMPARE(message(), "Stopped; nothing was written.");
        QVERIFY(!QFileInfo::exists(out()));
        QVERIFY(control("exportAll")->isEnabled());
    }

    void theWindowTrainsMeanwhile() {
        openDialog(large());
        press("exportAll");
        window_->findChild<QAction*>("step")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(window_->moment().snapshot()->step, 31, patience);
        testing::waitReady(*window_);
        press("stop");
        waitForIt();
    }

    void aClosedDialogStopsIt() {
        openDialog(large());
        press("exportAll");
        dialog()->close();
        QVERIFY(!dialog()->isVisible());
        waitForIt();
        QVERIFY(!QFileInfo::exists(out()));
        openDialog();
        press("export"); // and the next one is made
        waitForIt();
        QCOMPARE(written().size(), 3);
    }

    void aWindowThatGoesMeanwhileStopsIt() {
        openDialog(large());
        press("exportAll");
        QTest::qWait(20); // some of it, and perhaps of the curves
        window_.reset();
        QVERIFY(!QFileInfo::exists(out()));
    }

    void aClosedWindowStopsIt() {
        openDialog(large());
        press("exportAll");
        window_->close();
        window_.reset();
        QVERIFY(!QFileInfo::exists(out()));
    }

    void aPlaceThatTakesNoFilesIsSaidInOneSentence() {
        openDialog();
        control<QLineEdit>("folder")->setText("/proc/figures");
        press("export");
        waitForIt();
        QVERIFY2(message().contains("/proc/figures") && message().endsWith('.'), qPrintable(message()));
    }

    void copyPutsThePreviewedFigureOnTheClipboard() {
        QGuiApplication::clipboard()->setText("another's");
        openDialog();
        press("copy");
        QVERIFY(!control("copy")->isEnabled());
        waitForIt();
        QVERIFY2(message().endsWith("is on the clipboard."), qPrintable(message()));
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(qvariant_cast<QImage>(data->imageData()).width(), 992); // 84 mm at 300 dpi
        QVERIFY(data->data("image/svg+xml").contains("<svg"));
    }

    /// From the figure itself, by the menu key.
    void copyFromAFiguresMenu() {
        QGuiApplication::clipboard()->setText("another's");
        FigureView* gating = window_->findChild<FigurePanels*>()->gating();
        QContextMenuEvent wanted(QContextMenuEvent::Keyboard, {10, 10}, gating->mapToGlobal(QPoint(10, 10)));
        QApplication::sendEvent(gating, &wanted);
        QTRY_VERIFY(QApplication::activePopupWidget());
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_C);
        const auto* hint = window_->findChild<MessageBar*>("hintBar");
        QTRY_VERIFY_WITH_TIMEOUT(hint->isVisible() && hint->message().endsWith("is on the clipboard."),
                                 patience);
        QVERIFY(QGuiApplication::clipboard()->mimeData()->hasImage());
    }
};

QTEST_MAIN(TestFigureExporter)
#include "tst_figure_exporter.moc"
