// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"
#include "tests/app/expertscope/window/ready_window.h"
#include "tests/app/expertscope/window/small_data.h"
#include "views/panels/figure_view.h"

#include <QContextMenuEvent>
#include <QMenu>

using namespace expertscope;
using testing::patience;

namespace {

void trigger(MainWindow& window, const char* action) {
    window.findChild<QAction*>(QLatin1String(action))->trigger();
}

FigureView& gating(const MainWindow& window) {
    return *window.findChild<FigurePanels*>()->gating();
}

/// Also those that are asked for by exec().
void closeAll(const MainWindow& window) {
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (widget != &window && widget->isVisible())
            widget->close();
}

} // namespace

/// What is opened and closed again, however often, leaves nothing in the window.
class TestNothingLeft : public QObject {
    Q_OBJECT

    using Open = std::function<void(MainWindow&)>;
    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;

    qsizetype objects() const {
        return window_->findChildren<QObject*>().size() + QApplication::topLevelWidgets().size();
    }
    void openAndClose(const Open& open) {
        QTimer::singleShot(20, window_.get(), [this] { closeAll(*window_); });
        open(*window_);
        QTest::qWait(40);
        closeAll(*window_);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

  private slots:
    void initTestCase() {
        const std::filesystem::path folder = folder_.path().toStdString();
        testing::writeSmallData(folder / "data");
        window_ = std::make_unique<MainWindow>(2);
        window_->session().setRunsFolder(folder / "runs");
        window_->show();
        window_->begin(testing::smallConfig(folder / "data"), {});
        testing::waitReady(*window_);
        QTRY_VERIFY_WITH_TIMEOUT(!gating(*window_).figure()->isEmpty(), patience);
    }
    void cleanupTestCase() { window_.reset(); }

    void aWindowThatGoesWhileItPresents() {
        const QFont font = QApplication::font();
        auto window = std::make_unique<MainWindow>(1);
        window->show();
        trigger(*window, "present");
        QVERIFY(QApplication::font().pointSizeF() > font.pointSizeF());
        window.reset();
        QCOMPARE(QApplication::font(), font);
    }

    // A cell that is read loses the focus while its window goes: nobody hears of it.
    void aWindowThatGoesWhileAFigureIsRead() {
        auto window = std::make_unique<MainWindow>(1);
        window->session().setRunsFolder((folder_.path() + "/runs").toStdString());
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        window->activateWindow();
        window->begin(window_->session().config(), {});
        testing::waitReady(*window);
        FigureView& figure = gating(*window);
        QTRY_VERIFY_WITH_TIMEOUT(!figure.figure()->isEmpty(), patience);
        figure.setFocus();
        QTRY_VERIFY(figure.hasFocus());
        QTest::keyClick(&figure, Qt::Key_Right);
        QPointer<FigureView> alive(&figure);
        int heard = 0;
        connect(&figure, &FigureView::hovered, this, [&] { ++heard; });
        window.reset();
        QVERIFY(!alive && heard <= 1);
    }

    void whatIsOpenedAndClosed_data() {
        QTest::addColumn<Open>("open");
        QTest::newRow("keyboard shortcuts") << Open([](MainWindow& w) { trigger(w, "shortcuts"); });
        QTest::newRow("about") << Open([](MainWindow& w) { trigger(w, "aboutAction"); });
        QTest::newRow("export") << Open([](MainWindow& w) { trigger(w, "exportFigures"); });
        QTest::newRow("numbers") << Open([](MainWindow& w) { QTest::keyClick(&gating(w), Qt::Key_N); });
        QTest::newRow("a figure's menu") << Open([](MainWindow& w) {
            QContextMenuEvent wanted(QContextMenuEvent::Keyboard, {50, 50}, w.mapToGlobal(QPoint(50, 50)));
            QApplication::sendEvent(&gating(w), &wanted);
        });
        QTest::newRow("recent runs") << Open([](MainWindow& w) {
            w.findChild<QMenu*>("recentRuns")->popup({50, 50});
        });
        QTest::newRow("dark and light") << Open([](MainWindow& w) {
            trigger(w, "theme.dark");
            trigger(w, "theme.");
        });
    }
    void whatIsOpenedAndClosed() {
        QFETCH(Open, open);
        for (int i = 0; i < 2; ++i) // what is made once and kept
            openAndClose(open);
        const qsizetype before = objects();
        for (int i = 0; i < 10; ++i)
            openAndClose(open);
        QCOMPARE(objects(), before);
    }
};

QTEST_MAIN(TestNothingLeft)
#include "tst_nothing_left.moc"
