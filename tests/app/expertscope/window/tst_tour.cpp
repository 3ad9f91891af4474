// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/desktop_manners.h"
#include "app/expertscope/window/main_window.h"
#include "app/expertscope/window/tour.h"
#include "tests/app/expertscope/window/small_data.h"

#include <QAction>
#include <QDockWidget>
#include <QPushButton>
#include <QSettings>

using namespace expertscope;

/// The four hints at the first start, by mouse and keys.
class TestTour : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;

    std::unique_ptr<QSettings> settings() const {
        return std::make_unique<QSettings>(folder_.filePath("settings.ini"), QSettings::IniFormat);
    }
    Tour* tour() const { return window_->findChild<Tour*>(); }
    void open() {
        window_ = std::make_unique<MainWindow>(1);
        window_->session().setRunsFolder((folder_.path() + "/runs").toStdString());
        window_->resize(1280, 800);
    }
    void showWindow() {
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->activateWindow();
    }
    bool gone() {
        return QTest::qWaitFor([this] { return !tour(); });
    }

  private slots:
    void init() {
        QFile::remove(folder_.filePath("settings.ini"));
        open();
        showWindow();
    }
    void cleanup() { window_.reset(); }

    void isOfferedOnceAndOnlyWhereItCanBeRemembered() {
        window_->desktop().offerTour(); // as in pictures and tests: nothing is kept
        QVERIFY(!tour());
        window_->desktop().keepSettings(settings(), false);
        window_->desktop().offerTour();
        QVERIFY(tour());
        window_.reset(); // not even looked at to its end
        open();
        showWindow();
        window_->desktop().keepSettings(settings(), false);
        window_->desktop().offerTour();
        QVERIFY(!tour());
    }

    void enterAndArrowsLeadThroughIt() {
        window_->findChild<QAction*>("tourAction")->trigger();
        QVERIFY(tour());
        QCOMPARE(Tour::stops().size(), 4);
        for (int stop = 0; stop < 4; ++stop) {
            QCOMPARE(tour()->current(), stop);
            QVERIFY(window_->rect().contains(tour()->geometry()));
            QCOMPARE(tour()->accessibleName(), Tour::stops()[stop].title);
            if (stop == 1) {
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
                QCOMPARE(tour()->current(), 0);
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
                QCOMPARE(tour()->current(), 1);
            }
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        }
        QVERIFY(gone());
    }

    // As the first hint says.
    void spaceStartsTraining() {
        bool started = false;
        QAction* start = window_->findChild<QAction*>("start");
        start->setEnabled(true); // there is no experiment here
        connect(start, &QAction::triggered, this, [&] { started = true; });
        window_->findChild<QAction*>("tourAction")->trigger();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(started);
        QCOMPARE(tour()->current(), 0);
    }
    void aRaisedPanelDoesNotCoverAHint() {
        window_->findChild<QAction*>("tourAction")->trigger();
        for (const char* name : {"probe", "whatIf", "inspector"}) {
            auto* dock = window_->findChild<QDockWidget*>(name);
            tour()->move(window_->width() - 360, 100); // over all three
            dock->raise();
            const auto isAbove = [&] {
                const QWidget* there = window_->childAt(tour()->geometry().center() + QPoint(60, 0));
                return there == tour() || tour()->isAncestorOf(there);
            };
            QVERIFY2(QTest::qWaitFor(isAbove), name);
        }
    }

    void everyHintIsAboutSomethingThatIsThere() {
        for (const TourStop& stop : Tour::stops()) {
            const auto* target = window_->findChild<QWidget*>(stop.target);
            QVERIFY2(target && target->isVisible(), qPrintable(stop.target));
            QVERIFY2(stop.text.size() < 240, qPrintable(stop.text)); // short
        }
    }

    void aHintDoesNotCoverWhatItIsAbout() {
        window_->findChild<QAction*>("tourAction")->trigger();
        for (int stop = 0; stop < 4; ++stop, tour() ? tour()->next() : void()) {
            const auto* target = window_->findChild<QWidget*>(Tour::stops()[stop].target);
            const QRect area(target->mapTo(window_.get(), QPoint()), target->size());
            QVERIFY2((tour()->geometry() & area).isEmpty(), qPrintable(Tour::stops()[stop].target));
        }
        QVERIFY(gone());
    }

    void escapeSkipsWhereverTheFocusIs() {
        window_->findChild<QAction*>("tourAction")->trigger();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(gone());
        window_->findChild<QAction*>("tourAction")->trigger();
        window_->centralWidget()->setFocus();
        QTest::keyClick(window_.get(), Qt::Key_Escape);
        QVERIFY(gone());
    }

    void theMouseSkipsToo() {
        window_->findChild<QAction*>("tourAction")->trigger();
        QTest::mouseClick(tour()->findChild<QPushButton*>("tourNext"), Qt::LeftButton);
        QCOMPARE(tour()->current(), 1);
        QTest::mouseClick(tour()->findChild<QPushButton*>("tourSkip"), Qt::LeftButton);
        QVERIFY(gone());
    }

    void aHiddenPanelIsShownForItsHint() {
        window_->findChild<QDockWidget*>("examples")->hide();
        window_->findChild<QAction*>("tourAction")->trigger();
        tour()->next();
        tour()->next();
        QVERIFY(window_->findChild<QDockWidget*>("examples")->isVisible());
    }

    void staysInTheWindowThatIsMadeSmaller() {
        window_->findChild<QAction*>("tourAction")->trigger();
        tour()->next();
        window_->resize(900, 640);
        QTRY_VERIFY(window_->rect().contains(tour()->geometry()));
    }
};

QTEST_MAIN(TestTour)
#include "tst_tour.moc"
