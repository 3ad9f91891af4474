// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/window/main_window.h"
#include "tests/app/expertscope/window/ready_window.h"
#include "tests/app/expertscope/window/small_data.h"
#include "views/panels/example_list.h"
#include "views/panels/figure_view.h"
#include "views/panels/inspector_view.h"

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QListView>
#include <QToolButton>

using namespace expertscope;
using State = EngineStatus::State;

namespace {

constexpr int patience = 30000; // milliseconds

} // namespace

/// The examples behind a cell, by mouse and keys, of a network that has trained for some steps.
class TestExampleListPanel : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        const std::filesystem::path folder = folder_.path().toStdString();
        testing::writeSmallData(folder / "data");
        window_ = std::make_unique<MainWindow>(2);
        testing::showWindow(*window_, folder / "runs");
        window_->begin(testing::smallConfig(folder / "data"), {});
        QTRY_COMPARE_WITH_TIMEOUT(window_->status()->state, State::Paused, patience);
        gating_ = window_->findChild<FigurePanels*>()->gating();
        list_ = window_->findChild<ExampleList*>();
        QTRY_VERIFY(gating_->figure() && !gating_->figure()->isEmpty());
    }
    void cleanup() { window_.reset(); }

    void doubleClickListsWhatIsBehindACell() {
        const FigureCell cell = cellOf("class");
        QTest::mouseDClick(gating_, Qt::LeftButton, {}, cell.area.center().toPoint());
        QTRY_VERIFY_WITH_TIMEOUT(list_->count() > 0, patience);
        QVERIFY(list_->isVisible());
        const auto* view = list_->findChild<QListView*>();
        QCOMPARE(view->model()->rowCount(), list_->count());
        // The class of the cell is what each of them is.
        for (int row = 0; row < list_->count(); ++row)
            QVERIFY(view->model()->index(row, 0).data().toString().startsWith(
                QString::number(*cell.shows.value)));
    }

    void keysOpenTheList() {
        gating_->setFocus();
        QTest::keyClick(gating_, Qt::Key_Right);
        QTest::keyClick(gating_, Qt::Key_Return, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(list_->count() > 0, patience);
    }

    /// Next, next, before: the Inspector follows; at the end it goes on from the front.
    void theInspectorFollows() {
        QTest::mouseDClick(gating_, Qt::LeftButton, {}, cellOf("class").area.center().toPoint());
        QTRY_VERIFY_WITH_TIMEOUT(list_->count() > 1, patience);
        const auto* inspector = window_->findChild<InspectorView*>();
        const auto* view = list_->findChild<QListView*>();
        list_->step(1);
        QTRY_VERIFY_WITH_TIMEOUT(inspector->answer(), patience);
        const int first = inspector->answer()->example;
        QCOMPARE(view->currentIndex().row(), 0);
        list_->step(1);
        QTRY_VERIFY_WITH_TIMEOUT(inspector->answer() && inspector->answer()->example != first, patience);
        list_->step(-1);
        list_->step(-1);
        QCOMPARE(view->currentIndex().row(), list_->count() - 1);
        list_->step(1);
        QCOMPARE(view->currentIndex().row(), 0);
    }

    void tilesFollowTheTheme() {
        QTest::mouseDClick(gating_, Qt::LeftButton, {}, cellOf("class").area.center().toPoint());
        QTRY_VERIFY_WITH_TIMEOUT(list_->count() > 0, patience);
        const auto* view = list_->findChild<QListView*>();
        list_->step(1);
        const auto ground = [&] {
            const QVariant icon = view->model()->index(0, 0).data(Qt::DecorationRole);
            return icon.value<QIcon>()
                .pixmap(view->iconSize())
                .toImage()
                .pixelColor(view->iconSize().width() / 2, 1);
        };
        const QColor light = ground();
        QPalette dark = list_->palette();
        dark.setColor(QPalette::Base, Qt::black);
        dark.setColor(QPalette::Text, Qt::white);
        list_->setPalette(dark);
        QVERIFY(ground().lightness() < light.lightness() / 2);
        QCOMPARE(view->currentIndex().row(), 0);
    }

    void wrongAnswersAlone() {
        QTest::mouseDClick(gating_, Qt::LeftButton, {}, cellOf("class").area.center().toPoint());
        QTRY_VERIFY_WITH_TIMEOUT(list_->count() > 0, patience);
        auto* order = list_->findChild<QComboBox*>();
        order->setFocus();
        QTest::keyClick(order, Qt::Key_End); // "Misclassified"
        const auto* view = list_->findChild<QListView*>();
        const auto onlyWrong = [&] {
            for (int row = 0; row < list_->count(); ++row)
                if (!view->model()->index(row, 0).data().toString().contains("not"))
                    return false;
            return true;
        };
        QTRY_VERIFY_WITH_TIMEOUT(onlyWrong(), patience);
    }

  private:
    FigureCell cellOf(const std::string& attribute) const {
        for (const FigureCell& cell : gating_->figure()->cells(gating_->rect(), gating_->figureStyle()))
            if (cell.shows.attribute == attribute && cell.shows.expert && cell.shows.value)
                return cell;
        return {};
    }

    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;
    FigureView* gating_ = nullptr;
    ExampleList* list_ = nullptr;
};

QTEST_MAIN(TestExampleListPanel)
#include "tst_example_list_panel.moc"
