// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/common/recent_runs.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/window/about.h"
#include "app/expertscope/window/desktop_manners.h"
#include "app/expertscope/window/lessons.h"
#include "app/expertscope/window/main_window.h"
#include "app/expertscope/window/theme.h"
#include "model/run/config_difference.h"
#include "tests/app/expertscope/window/window_test.h"
#include "views/dialogs/export_dialog.h"
#include "views/dialogs/numbers_dialog.h"
#include "views/panels/curve_view.h"
#include "views/panels/experiment_panel.h"
#include "views/panels/figure_view.h"
#include "views/panels/inspector_view.h"
#include "views/panels/message_bar.h"
#include "views/panels/probe_results.h"
#include "views/panels/timeline_view.h"

#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTableWidget>

using namespace expertscope;
using testing::patience;
using State = EngineStatus::State;

/// What a desktop program owes its user, by mouse and keys on a real window.
class TestDesktopManners : public testing::WindowTest {
    Q_OBJECT

    TrainingPlan plan() const { return window_->status()->plan; }
    QUndoStack& undoStack() const { return window_->desktop().history().stack(); }
    QDoubleSpinBox* rate() const { return window_->findChild<QDoubleSpinBox*>("training.learning_rate"); }
    QString hint() const {
        const auto* bar = window_->findChild<MessageBar*>("hintBar");
        return bar->isVisible() ? bar->message() : QString();
    }
    std::unique_ptr<QSettings> settings() const {
        return std::make_unique<QSettings>(folder_.filePath("settings.ini"), QSettings::IniFormat);
    }
    std::unique_ptr<MainWindow> open() const {
        auto window = std::make_unique<MainWindow>(2);
        window->session().setRunsFolder(path("runs"));
        window->resize(1280, 800);
        return window;
    }
    void trainOneStep() {
        QTest::keyClick(window_.get(), Qt::Key_Period);
        QTRY_COMPARE_WITH_TIMEOUT(step(), 1, patience);
        waitReady();
    }

  private slots:
    void init() {
        testing::writeSmallData(path("data"));
        window_ = open();
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->activateWindow();
        window_->begin(testing::smallConfig(path("data")), {});
        waitReady();
    }
    void cleanup() {
        closeAndForget();
        QFile::remove(folder_.filePath("settings.ini"));
        applyTheme({});
    }

    void anEditIsUndoneAndRedone() {
        const double before = plan().margin;
        QVERIFY(!undoStack().canUndo());
        window_->findChild<QDoubleSpinBox*>("training.margin")->setValue(50);
        QTRY_COMPARE_WITH_TIMEOUT(plan().margin, 50.0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(undoStack().canUndo(), patience);
        QCOMPARE(undoStack().undoText(), "margin");
        waitReady();
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(plan().margin, before, patience);
        waitReady();
        QTRY_COMPARE(window_->findChild<QDoubleSpinBox*>("training.margin")->value(), before);
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(plan().margin, 50.0, patience);
        QCOMPARE(undoStack().count(), 1);
    }

    void undoWorksInTheFieldThatWasEdited() {
        auto* margin = window_->findChild<QDoubleSpinBox*>("training.margin");
        const double before = margin->value();
        margin->setFocus();
        margin->selectAll();
        QTest::keyClicks(margin, "70");
        QTest::keyClick(margin, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(plan().margin, 70.0, patience);
        waitReady();
        QTRY_VERIFY_WITH_TIMEOUT(undoStack().canUndo(), patience);
        QTest::keyClick(margin, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(plan().margin, before, patience);
    }

    void aChangeOfARunIsUndoneByAnother() {
        trainOneStep();
        const double before = plan().learningRate[0];
        rate()->setValue(0.011);
        QTRY_COMPARE_WITH_TIMEOUT(plan().learningRate[0], 0.011, patience);
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(plan().learningRate[0], before, patience);
        QCOMPARE(step(), 1); // the run goes on
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(plan().learningRate[0], 0.011, patience);
        const auto events =
            RunDirectory::open(std::filesystem::directory_iterator(path("runs"))->path()).events();
        QCOMPARE(std::count_if(events.begin(), events.end(),
                               [](const TrainingEvent& e) { return e.key == "training.learning_rate"; }),
                 3);
    }

    void aRefusedChangeLeavesTheHistory() {
        trainOneStep();
        rate()->setValue(0.011);
        QTRY_COMPARE_WITH_TIMEOUT(plan().learningRate[0], 0.011, patience);
        window_->session().change("training.margin", -1);
        QTRY_VERIFY_WITH_TIMEOUT(!window_->status()->error.empty(), patience);
        QTest::qWait(50);
        QVERIFY(undoStack().canUndo());
        action("reset")->trigger(); // but it ends with the run
        QTRY_COMPARE_WITH_TIMEOUT(step(), 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!undoStack().canUndo(), patience);
    }

    void aRunInProgressIsNotUndone() {
        window_->findChild<QDoubleSpinBox*>("training.margin")->setValue(50);
        QTRY_VERIFY_WITH_TIMEOUT(undoStack().canUndo(), patience);
        waitReady();
        trainOneStep();
        QTRY_VERIFY_WITH_TIMEOUT(!undoStack().canUndo(), patience);
    }

    void spaceTicksTheBoxThatHasTheFocus() {
        auto* box = window_->findChild<QCheckBox*>("constraint");
        const bool before = box->isChecked();
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(box->isChecked(), !before);
        QTest::qWait(50);
        QVERIFY(state() != State::Running);
    }

    void everyLessonOpensWithItsHint() {
        for (const Lesson& lesson : lessons()) {
            action(qPrintable(lesson.name))->trigger();
            QTRY_VERIFY_WITH_TIMEOUT(
                [&] {
                    RunConfig wanted = lesson.config;
                    wanted.seed = window_->session().config().seed;
                    return settingsThatDiffer(wanted, window_->session().config()).empty();
                }(),
                patience);
            QCOMPARE(hint(), lesson.hint);
            waitReady();
            trainOneStep(); // it can be trained, and the hint stays
            QCOMPARE(hint(), lesson.hint);
        }
        QTest::mouseClick(window_->findChild<MessageBar*>("hintBar")->findChild<QAbstractButton*>(),
                          Qt::LeftButton);
        QVERIFY(hint().isEmpty());
    }

    void theCommandIsCopied() {
        QTest::keyClick(window_.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QString line = QGuiApplication::clipboard()->text();
        QCOMPARE(line.toStdString(), dmoeCommand(window_->session().config()));
        QVERIFY2(line.startsWith("dmoe train --preset mnist-") && line.contains(" --data "),
                 qPrintable(line));
        QVERIFY(hint().contains(line));
    }

    // Nothing that has a use of its own for Space has the focus at first.
    void spaceStartsAWindowJustOpened() {
        QTRY_VERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(state(), State::Running, patience);
    }

    // No list of settings says at which step one was changed.
    void theCommandOfAChangedRunReplaysIt() {
        trainOneStep();
        window_->session().change("training.margin", 7);
        QTRY_COMPARE_WITH_TIMEOUT(plan().margin, 7., patience);
        QTest::keyClick(window_.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const auto run = std::filesystem::directory_iterator(path("runs"))->path();
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(replayCommand(run)));
        QVERIFY2(hint().contains("changed while") && hint().contains(QGuiApplication::clipboard()->text()),
                 qPrintable(hint()));
        action("reset")->trigger(); // a new run, which nobody has changed
        QTRY_COMPARE_WITH_TIMEOUT(step(), 0, patience);
        waitReady();
        QTRY_VERIFY(window_->windowFilePath().isEmpty());
        QTest::keyClick(window_.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("dmoe train --preset "));
    }

    void recentRunsAreOfferedAndMissingOnesDropped() {
        trainOneStep();
        const QString run =
            QString::fromStdString(std::filesystem::directory_iterator(path("runs"))->path().string());
        const RecentRuns& recent = window_->desktop().recentRuns();
        QTRY_COMPARE(recent.paths(), QStringList{run});
        action("reset")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(step(), 0, patience);
        waitReady();
        auto* menu = window_->findChild<QMenu*>("recentRuns");
        menu->actions().first()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(step(), 1, patience);
        waitReady();
        std::filesystem::remove_all(path("runs"));
        emit menu->aboutToShow();
        QVERIFY(recent.paths().isEmpty());
        QVERIFY(!menu->actions().first()->isEnabled());
    }

    void layoutThemeAndColoursAreRemembered() {
        window_->desktop().keepSettings(settings(), true);
        window_->findChild<QDockWidget*>("inspector")->hide();
        action("theme.dark")->trigger();
        action("colours.1")->trigger();
        action("autoRange")->trigger();
        window_->resize(1100, 700);
        window_->close();
        window_.reset();
        applyTheme({});
        window_ = open();
        window_->desktop().keepSettings(settings(), true);
        window_->show();
        QVERIFY(window_->findChild<QDockWidget*>("inspector")->isHidden());
        QVERIFY(action("theme.dark")->isChecked());
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 128);
        QVERIFY(action("colours.1")->isChecked());
        const FigureStyle style = window_->findChild<FigurePanels*>()->gating()->figureStyle();
        QVERIFY(style.autoRange);
        QCOMPARE(style.map, ColourMap(static_cast<ColourMap::Kind>(1)));
        QCOMPARE(window_->size(), QSize(1100, 700));
        window_->begin(testing::smallConfig(path("data")), {});
        waitReady();
    }

    void withoutSettingsNothingIsKept() {
        QStandardPaths::setTestModeEnabled(true);
        const QSettings users;
        const bool before = QFileInfo::exists(users.fileName());
        window_->findChild<QDockWidget*>("inspector")->hide();
        window_->close();
        QCOMPARE(QFileInfo::exists(users.fileName()), before);
        QStandardPaths::setTestModeEnabled(false);
    }

    void resetLayoutPutsEveryPanelBack() {
        QMap<QString, QRect> before; // of those that are shown at first
        for (const QDockWidget* dock : window_->findChildren<QDockWidget*>())
            if (!dock->isHidden())
                before[dock->objectName()] = dock->geometry();
        QVERIFY(before.size() > 4 && !before.contains("exampleList"));
        window_->findChild<QDockWidget*>("exampleList")->show();
        window_->findChild<QDockWidget*>("inspector")->hide();
        window_->findChild<QDockWidget*>("examples")->setFloating(true);
        window_->addDockWidget(Qt::RightDockWidgetArea, window_->findChild<QDockWidget*>("experiment"));
        action("resetLayout")->trigger();
        QVERIFY(window_->findChild<QDockWidget*>("exampleList")->isHidden());
        for (const QDockWidget* dock : window_->findChildren<QDockWidget*>()) {
            if (!before.contains(dock->objectName()))
                continue;
            QVERIFY2(dock->isVisible() && !dock->isFloating(), qPrintable(dock->objectName()));
            const QRect was = before[dock->objectName()];
            QTRY_VERIFY2(std::abs(dock->x() - was.x()) < 12 && std::abs(dock->width() - was.width()) < 12 &&
                             std::abs(dock->height() - was.height()) < 12,
                         qPrintable(dock->objectName()));
        }
    }

    // Whoever drops a panel and resets the layout at once has it reset.
    void resetLayoutRightAfterAPanelWasDropped() {
        auto* dock = window_->findChild<QDockWidget*>("examples");
        for (int i = 0; i < 10; ++i) {
            const QPoint title(dock->width() / 2, 8);
            QTest::mousePress(dock, Qt::LeftButton, {}, title);
            for (const QPoint& way : {QPoint(40, 20), QPoint(200, -200), QPoint(300 + 10 * i, -300)}) {
                QMouseEvent move(QEvent::MouseMove, title + way, dock->mapToGlobal(title + way), Qt::NoButton,
                                 Qt::LeftButton, {});
                QApplication::sendEvent(dock, &move);
                QCoreApplication::processEvents();
            }
            QTest::mouseRelease(dock, Qt::LeftButton, {}, title);
            action("resetLayout")->trigger();
            QCoreApplication::processEvents();
            QVERIFY(dock->isVisible() && !dock->isFloating());
        }
    }

    // Qt 6.4 by itself crashes here: see restoreLayout.
    void layoutIsResetTwiceInAHiddenWindow() {
        window_->showMaximized();
        window_->close();
        action("resetLayout")->trigger();
        QVERIFY(window_->isMaximized());
        window_->setWindowState(Qt::WindowNoState);
        action("resetLayout")->trigger();
        window_->show();
        for (const int width : {900, 1200, 1000}) {
            window_->resize(width, 700);
            QCoreApplication::processEvents();
        }
        QVERIFY(window_->findChild<QDockWidget*>("inspector")->isVisible());
    }

    // So does it here, where a window that fills the screen begins with a layout that does not fit yet.
    void layoutIsResetAMomentAfterTheFirstShow_data() {
        QTest::addColumn<bool>("shown");
        QTest::newRow("shown") << true;
        QTest::newRow("not shown yet") << false;
    }
    void layoutIsResetAMomentAfterTheFirstShow() {
        QFETCH(bool, shown);
        window_->desktop().keepSettings(settings(), false);
        for (QDockWidget* dock : window_->findChildren<QDockWidget*>())
            dock->show();
        window_->resize(3000, 2000);
        window_->resizeDocks({window_->findChild<QDockWidget*>("inspector")}, {1500}, Qt::Horizontal);
        QCoreApplication::processEvents();
        window_->close();
        window_ = open();
        window_->setWindowState(Qt::WindowMaximized);
        settings()->setValue("window/geometry", window_->saveGeometry());
        window_->desktop().keepSettings(settings(), false);
        QVERIFY(window_->isHidden() && window_->isMaximized());
        if (shown)
            window_->show();
        action("resetLayout")->trigger();
        window_->show();
        for (const int width : {900, 1200, 1000}) {
            window_->resize(width, 700);
            QCoreApplication::processEvents();
        }
        QVERIFY(window_->findChild<QDockWidget*>("exampleList")->isHidden());
    }

    void layoutIsResetWhileADockIsDragged_data() {
        QTest::addColumn<QPoint>("step");
        QTest::newRow("to the right") << QPoint(15, 10);
        QTest::newRow("to the left") << QPoint(-15, 10);
    }
    void layoutIsResetWhileADockIsDragged() {
        QFETCH(QPoint, step);
        action("resetLayout")->trigger();
        for (const char* name : {"experiment", "inspector"})
            for (const int steps : {3, 12, 20, 30})
                for (const Qt::Key key : {Qt::Key_F11, Qt::Key_unknown}) {
                    auto* dock = window_->findChild<QDockWidget*>(name);
                    const QPoint title(dock->width() / 3, 8);
                    if (key == Qt::Key_F11) // so that the layout comes back with the next F11
                        QTest::keyClick(window_.get(), key);
                    QTest::mousePress(dock, Qt::LeftButton, {}, title);
                    for (int i = 1; i <= steps; ++i)
                        QTest::mouseMove(dock, title + i * step, 5);
                    QCOMPARE(QWidget::mouseGrabber(), dock);
                    if (key == Qt::Key_F11)
                        QTest::keyClick(window_.get(), key);
                    else
                        action("resetLayout")->trigger();
                    QCOMPARE(QWidget::mouseGrabber(), nullptr);
                    QTest::mouseRelease(dock, Qt::LeftButton, {}, title);
                    QVERIFY(!dock->isFloating() && dock->isVisible());
                }
    }

    void presentationIsLargerAndEndsAsItBegan() {
        // All that draws its own letters.
        const QList<const QWidget*> drawn{
            window_->findChild<FigurePanels*>()->gating(), window_->findChild<CurveView*>(),
            window_->findChild<InspectorView*>(), window_->findChild<ProbeResults*>(),
            window_->findChild<TimelineView*>()};
        const double scale = screenStyle(*drawn.first()).scale;
        const int timelineHeight = drawn.last()->height();
        const auto* inspector = window_->findChild<QDockWidget*>("inspector");
        const int inspectorWidth = inspector->width();
        const QFont font = QApplication::font();
        QTest::keyClick(window_.get(), Qt::Key_F11);
        for (const QWidget* widget : drawn)
            QTRY_VERIFY2(screenStyle(*widget).scale > 1.3 * scale, widget->metaObject()->className());
        QTRY_VERIFY(drawn.last()->height() > 1.2 * timelineHeight);
        QVERIFY(QApplication::font().pointSizeF() > 1.3 * font.pointSizeF());
        QVERIFY(window_->isFullScreen());
        QTest::keyClick(window_.get(), Qt::Key_F11);
        for (const QWidget* widget : drawn)
            QTRY_COMPARE(screenStyle(*widget).scale, scale);
        QTRY_COMPARE(drawn.last()->height(), timelineHeight);
        QTRY_COMPARE(inspector->width(), inspectorWidth);
        QCOMPARE(QApplication::font(), font);
        QVERIFY(!window_->isFullScreen());
        QVERIFY(window_->findChild<QDockWidget*>("experiment")->isVisible());
    }

    void theListOfKeysHasEveryKeyOnce() {
        QTest::keyClick(window_.get(), Qt::Key_F1);
        const auto* table = window_->findChild<QTableWidget*>("shortcuts");
        QVERIFY(table);
        QStringList keys;
        for (int row = 0; row < table->rowCount(); ++row) {
            keys << table->item(row, 0)->text();
            QVERIFY(!table->item(row, 1)->text().isEmpty());
        }
        for (const char* key : {"Space", "Ctrl+Z", "Ctrl+Shift+E", "F11", "F1", "Esc"})
            QCOMPARE(keys.count(QLatin1String(key)), 1);
        QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), keys.size()); // no key means two things
    }

    void exportShowsWhatTheWindowShows() {
        QTest::keyClick(window_.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = window_->findChild<ExportDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        ExportChoices choices = dialog->choices();
        choices.formats = {FigureFormat::Png};
        choices.folder = folder_.filePath("figures");
        dialog->setChoices(choices);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QPushButton*>("export")->isEnabled(), patience);
        action("step")->trigger(); // keys are the dialog's as soon as it is active
        QTRY_COMPARE_WITH_TIMEOUT(window_->moment().snapshot()->step, 1, patience);
        QTest::mouseClick(dialog->findChild<QPushButton*>("export"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QPushButton*>("export")->isEnabled(), patience);
        const QImage image(folder_.filePath("figures/figure2-gating.png"));
        QVERIFY(!image.isNull());
        const Json json = parseJson(image.text("Description").toStdString(), "metadata");
        QCOMPARE(json["step"].get<int>(), 1);
        const RunConfig config = configFromJson(json["configuration"], "metadata");
        QVERIFY(settingsThatDiffer(config, window_->session().config()).empty());
    }

    // What a screen reader gets of a plot: its name, what it is about, which key has the values, and these
    // as a table with headers, in which the arrow keys go from cell to cell.
    void aScreenReaderReachesTheNumbersByKey() {
        FigureView* gating = window_->findChild<FigurePanels*>()->gating();
        QTRY_VERIFY_WITH_TIMEOUT(!gating->figure()->isEmpty(), patience);
        QAccessibleInterface* plot = QAccessible::queryAccessibleInterface(gating);
        QCOMPARE(plot->text(QAccessible::Name), gating->figure()->title());
        QVERIFY(plot->text(QAccessible::Description).endsWith("N shows the numbers as a table."));
        gating->setFocus();
        const auto numbers = csvRows(gating->figure()->toCsv());
        QTest::keyClick(gating, Qt::Key_N);
        auto* table = window_->findChild<QTableWidget*>("numbers");
        QVERIFY(table && table->isVisible());
        QCOMPARE(table->window()->focusWidget(), table);
        QAccessibleTableInterface* cells = QAccessible::queryAccessibleInterface(table)->tableInterface();
        QCOMPARE(cells->rowCount(), int(numbers.size()) - 1);
        QCOMPARE(cells->columnCount(), int(numbers[0].size()));
        QCOMPARE(cells->columnDescription(0), numbers[0][0]);
        for (int column = 0; column < cells->columnCount(); ++column)
            QCOMPARE(cells->cellAt(1, column)->text(QAccessible::Name), numbers[2][column]);
        QTest::keyClick(table, Qt::Key_Down);
        QCOMPARE(table->currentRow(), 1);
        QTest::keyClick(table, Qt::Key_Escape);
        QVERIFY(!table->isVisible());
    }

    void aFiguresMenuCopiesItAndShowsItsNumbers() {
        FigureView* gating = window_->findChild<FigurePanels*>()->gating();
        QTRY_VERIFY_WITH_TIMEOUT(!gating->figure()->isEmpty(), patience);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {50, 50}, gating->mapToGlobal(QPoint(50, 50)));
        QApplication::sendEvent(gating, &event);
        auto* menu = gating->findChild<QMenu*>("figureMenu");
        QVERIFY(menu);
        QTest::keyClick(menu, Qt::Key_N); // copy numbers
        QCOMPARE(QGuiApplication::clipboard()->text(), gating->figure()->toCsv());
        QVERIFY(hint().contains("numbers"));
        QApplication::sendEvent(gating, &event);
        QTest::keyClick(gating->findChild<QMenu*>("figureMenu"), Qt::Key_S);
        auto* table = window_->findChild<QTableWidget*>("numbers");
        QVERIFY(table);
        const auto rows = csvRows(gating->figure()->toCsv());
        QCOMPARE(table->rowCount() + 1, static_cast<int>(rows.size()));
        QCOMPARE(table->horizontalHeaderItem(0)->text(), rows[0][0]);
        QCOMPARE(table->item(3, 2)->text(), rows[4][2]);
    }

    void aboutNamesTheVersions() {
        const QString text = versionsText();
        for (const char* part : {"Expertscope 0.", "Qt 6", "Eigen 3", "kernels"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
        QVERIFY(!programIcon().isNull());
        const QImage icon = programIcon().pixmap(64).toImage();
        QVERIFY(qAlpha(icon.pixel(32, 8)) > 0 && icon.pixel(15, 15) != icon.pixel(48, 48));
    }

    void closingSavesARunFirstAndAsksNothing() {
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(step() > 5, patience);
        window_->close();
        QTRY_VERIFY_WITH_TIMEOUT(!window_->isVisible(), patience);
        QVERIFY(!window_->status()->unsaved);
        QVERIFY(!window_->findChild<QMessageBox*>("closeQuestion"));
        QCOMPARE(RunDirectory::open(std::filesystem::directory_iterator(path("runs"))->path())
                     .checkpoints()
                     .back(),
                 step());
    }

    void closingAsksWhereTheRunCannotBeSaved() {
        trainOneStep();
        const auto run = std::filesystem::directory_iterator(path("runs"))->path();
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(step() > 5, patience);
        std::filesystem::rename(run, path("runs") / "gone");         // as if the disk went away
        QTRY_COMPARE_WITH_TIMEOUT(state(), State::Paused, patience); // it cannot write the next epoch
        QVERIFY(window_->status()->unsaved);
        const auto press = [&](const QString& text) {
            QTimer::singleShot(300, window_.get(), [&, text] {
                auto* box = window_->findChild<QMessageBox*>("closeQuestion");
                QVERIFY(box);
                QVERIFY(!box->informativeText().isEmpty());
                for (QAbstractButton* button : box->buttons())
                    if (button->text() == text)
                        QTest::mouseClick(button, Qt::LeftButton);
            });
        };
        press("Keep open");
        QVERIFY(!window_->close());
        QVERIFY(window_->isVisible());
        press("Close and lose them");
        QVERIFY(window_->close());
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setApplicationName("ExpertscopeTest");
    QApplication::setOrganizationName("ExpertscopeTest");
    TestDesktopManners test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_desktop_manners.moc"
