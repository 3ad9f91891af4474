// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/figures/examples_figure.h"
#include "views/panels/examples_panel.h"
#include "views/panels/expert_chooser.h"
#include "views/panels/figure_view.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QtTest>

#include <set>

using namespace expertscope;

namespace {

/// Frames like those of speech, 40 bands of 11 frames, 600 of them.
std::shared_ptr<const ExampleSet> speechSet() {
    auto data = std::make_shared<Dataset>();
    data->name = "frames";
    data->shape = {40, 11, 1};
    data->label = classAttribute({"aa", "s"});
    data->label.title = "phone";
    data->heard.files = {"voice m8, sentence 3"};
    data->heard.texts = {"Say it again"};
    std::vector<float> pixels;
    for (int i = 0; i < 600; ++i) {
        data->label.values.push_back(static_cast<std::uint16_t>(i % 2));
        data->heard.file.push_back(0);
        data->heard.seconds.push_back(0.01f * static_cast<float>(i));
        for (int p = 0; p < 440; ++p)
            pixels.push_back(static_cast<float>((p * 7 + i * 13) % 100) / 25 - 2);
    }
    data->pixels = std::move(pixels);
    data->check();
    const Translation none(data->shape, 0);
    return std::make_shared<const ExampleSet>(withFixedTranslations(data, none, 0, Stream::ProbeSet, 0, 600));
}

/// 4 x 16 combinations with nine examples each.
GatingStatistics speechStatistics() {
    GatingStatistics statistics = samples::statistics({4, 16}, 0, 2);
    statistics.top = {4, 16, 9, {}};
    for (int i = 0; i < 4 * 16 * 9; ++i)
        statistics.top.entries.push_back({i, 0.9f});
    return statistics;
}

} // namespace

/// The examples of 4 x 16 combinations: which are shown, and how large.
class TestExamplesPanel : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        panel_ = std::make_unique<ExamplesPanel>();
        panel_->resize(420, 320);
        statistics_ = speechStatistics();
        set_ = speechSet();
        connect(panel_.get(), &ExamplesPanel::choiceChanged, this, &TestExamplesPanel::refresh);
        refresh();
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }
    void cleanup() { panel_.reset(); }

    void firstFourAtFirst() { QCOMPARE(shown(), (std::set<int>{0, 1, 2, 3})); }

    void ticks() {
        QTest::mouseClick(button("showExpert.9"), Qt::LeftButton);
        QTest::mouseClick(button("showExpert.1"), Qt::LeftButton);
        QCOMPARE(shown(), (std::set<int>{1, 2, 3, 8}));
        auto* tick = button("showExpert.12");
        tick->setFocus();
        QTest::keyClick(tick, Qt::Key_Space);
        QCOMPARE(shown(), (std::set<int>{1, 2, 3, 8, 11}));
    }

    void theLastOneStays() {
        for (const char* name : {"showExpert.1", "showExpert.2", "showExpert.3", "showExpert.4"})
            QTest::mouseClick(button(name), Qt::LeftButton);
        QCOMPARE(shown(), (std::set<int>{3}));
        QVERIFY(button("showExpert.4")->isChecked());
    }

    void pages() {
        panel_->view()->setFocus();
        QTest::keyClick(panel_->view(), Qt::Key_PageDown);
        QCOMPARE(shown(), (std::set<int>{4, 5, 6, 7}));
        QTest::keyClick(panel_->view(), Qt::Key_PageUp);
        QTest::keyClick(panel_->view(), Qt::Key_PageUp);
        QCOMPARE(shown(), (std::set<int>{12, 13, 14, 15})); // counting on behind the last
        QTest::mouseClick(button("expertsAfter"), Qt::LeftButton);
        QCOMPARE(shown(), (std::set<int>{0, 1, 2, 3}));
    }

    /// All of them have readable tiles only if one scrolls; the arrow keys take the view along.
    void allScroll() {
        QTest::mouseClick(button("allExperts"), Qt::LeftButton);
        QCOMPARE(shown().size(), std::size_t(16));
        auto* scroll = panel_->findChild<QScrollArea*>("examplesScroll");
        QTRY_VERIFY(panel_->view()->width() > scroll->viewport()->width());
        for (const FigureCell& cell : cells())
            QVERIFY(cell.area.height() >= 20);
        panel_->view()->setFocus();
        for (int i = 0; i < 80; ++i)
            QTest::keyClick(panel_->view(), Qt::Key_Right);
        QVERIFY(scroll->horizontalScrollBar()->value() > 0);
        QTest::mouseClick(button("firstExperts"), Qt::LeftButton);
        QCOMPARE(shown().size(), std::size_t(4));
    }

    void theReadOutTellsWhereItWasHeard() {
        const FigureCell cell = cells().front();
        const QString text = panel_->view()->figure()->readOut(cell.shows);
        QVERIFY2(text.contains("phone") && text.contains("voice m8, sentence 3 at") &&
                     text.contains("Say it again"),
                 qPrintable(text));
    }

    /// The whole grid, whatever is chosen in the window.
    void printedWhole() {
        const ExamplesFigure figure(statistics_, set_);
        QCOMPARE(figure.id(), "figure4-examples");
        std::set<int> experts;
        const QSizeF size = figure.sizeInMm(figure.usualWidthMm());
        const double mm = 72 / 25.4;
        for (const FigureCell& cell : figure.cells(QRectF(QPointF(), size * mm), printStyle())) {
            experts.insert(*cell.shows.nextExpert);
            QVERIFY(QRectF(QPointF(), size * mm).contains(cell.area));
        }
        QCOMPARE(experts.size(), std::size_t(16));
    }

    /// Few experts: no control, and no scrolling.
    void digitsAreAsTheyWere() {
        statistics_ = samples::statistics({4, 4});
        set_ = samples::exampleSet();
        samples::addTop(statistics_, *set_);
        refresh();
        QVERIFY(!panel_->findChild<ExpertChooser*>()->isVisible());
        QCOMPARE(shown(), (std::set<int>{0, 1, 2, 3}));
        QCOMPARE(panel_->view()->minimumSize(), QSize(0, 0));
        QCOMPARE(panel_->view()->figure()->id(), "figure3-examples");
    }

  private:
    void refresh() { panel_->setExamples(statistics_, set_, {}); }
    QToolButton* button(const char* name) const { return panel_->findChild<QToolButton*>(name); }
    std::vector<FigureCell> cells() const {
        return panel_->view()->figure()->cells(panel_->view()->rect(), panel_->view()->figureStyle());
    }
    std::set<int> shown() const {
        std::set<int> experts;
        for (const FigureCell& cell : cells())
            experts.insert(*cell.shows.nextExpert);
        return experts;
    }

    std::unique_ptr<ExamplesPanel> panel_;
    GatingStatistics statistics_;
    std::shared_ptr<const ExampleSet> set_;
};

QTEST_MAIN(TestExamplesPanel)
#include "tst_examples_panel.moc"
