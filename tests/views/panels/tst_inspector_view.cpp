// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/panels/competitor_strip.h"
#include "views/panels/inspector_view.h"

#include <QSignalSpy>
#include <QtTest>

using namespace expertscope;

namespace {

std::shared_ptr<const ExampleAnswer> sampleAnswer(int example) {
    auto answer = std::make_shared<ExampleAnswer>();
    answer->example = example;
    answer->label = example % 10;
    answer->answer = answer->label;
    answer->posterior = std::vector<float>(10, 0.1f);
    answer->gatedLayers = {0, 1};
    answer->gates = {{0.7f, 0.1f, 0.1f, 0.1f}, {0.25f, 0.25f, 0.25f, 0.25f}};
    answer->path = {0, 0};
    answer->rows = answer->columns = 4;
    answer->alone = std::vector<ExampleAnswer::Alone>(16, {answer->label, 0.9f});
    return answer;
}

ExampleContext sampleContext(int example) {
    ExampleContext context;
    context.example = example;
    for (int i = 0; i < 9; ++i) // more than there is room for
        context.competitors.push_back({20 + i, 0.9f - 0.05f * float(i), i});
    return context;
}

} // namespace

class TestInspectorView : public QObject {
    Q_OBJECT

    std::shared_ptr<const ExampleSet> set_ = samples::exampleSet();
    std::unique_ptr<InspectorView> view_;

    CompetitorStrip* strip() const { return view_->findChild<CompetitorStrip*>(); }
    QImage picture() const { return view_->grab().toImage(); }

  private slots:
    void init() {
        view_ = std::make_unique<InspectorView>();
        view_->resize(236, 620);
        view_->show();
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
        view_->setAnswer(sampleAnswer(3), set_);
    }
    void cleanup() { view_.reset(); }

    void contextOfAnotherExampleIsNotShown() {
        const QImage before = picture();
        view_->setContext(sampleContext(4));
        QVERIFY(!strip()->isVisible());
        QCOMPARE(picture(), before);
        view_->setContext(sampleContext(3));
        QVERIFY(strip()->isVisible());
        QVERIFY(picture() != before);
        view_->setAnswer(sampleAnswer(3), set_); // again, of a network that has learned more
        QVERIFY(strip()->isVisible());
        view_->setAnswer(sampleAnswer(5), set_);
        QVERIFY(!strip()->isVisible());
    }

    void theConstraintIsDrawnWhileItActs() {
        const QImage before = picture();
        ExampleContext context;
        context.example = 3;
        context.constrained =
            ConstrainedGates{{{0.7f, 0.1f, 0.1f, 0.1f}, {0.25f, 0.25f, 0.25f, 0.25f}},
                             {{0.f, 1 / 3.f, 1 / 3.f, 1 / 3.f}, {0.25f, 0.25f, 0.25f, 0.25f}}};
        view_->setContext(context);
        const QImage closed = picture();
        QVERIFY(closed != before);
        context.constrained->after[0] = context.constrained->before[0];
        view_->setContext(context);
        QVERIFY(picture() != closed); // what it made of the gates is seen
        context.constrained.reset();
        view_->setContext(context);
        QCOMPARE(picture(), before);
    }

    void aClickOnACompetitorChoosesIt() {
        view_->setContext(sampleContext(3));
        QCOMPARE(strip()->count(), CompetitorStrip::most);
        QSignalSpy chosen(view_.get(), &InspectorView::exampleSelected);
        QTest::mouseClick(strip(), Qt::LeftButton, {}, strip()->tileArea(2).center().toPoint());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.last().first().toInt(), 22);
        QTest::mouseClick(strip(), Qt::LeftButton, {}, QPoint(2, 2)); // beside the tiles
        QCOMPARE(chosen.size(), 1);
    }

    void whoStaysKeepsItsPlace() {
        view_->setContext(sampleContext(3));
        ExampleContext later = sampleContext(3);
        later.competitors.resize(6);
        std::reverse(later.competitors.begin(), later.competitors.end()); // 25 .. 20
        later.competitors[3].example = 40;                                // in place of 22
        view_->setContext(later);
        QSignalSpy chosen(view_.get(), &InspectorView::exampleSelected);
        for (const auto& [place, example] : {std::pair(0, 20), std::pair(2, 40), std::pair(5, 25)}) {
            QTest::mouseClick(strip(), Qt::LeftButton, {}, strip()->tileArea(place).center().toPoint());
            QCOMPARE(chosen.last().first().toInt(), example);
        }
    }

    void theTilesGiveWayToWhatTheNetworkAnswers() {
        view_->setContext(sampleContext(3));
        QVERIFY(strip()->isVisible());
        view_->resize(236, 300);
        QVERIFY(!strip()->isVisible());
        view_->resize(236, 620);
        QVERIFY(strip()->isVisible());
    }

    void arrowsAndEnterChooseToo() {
        view_->setContext(sampleContext(3));
        QSignalSpy chosen(view_.get(), &InspectorView::exampleSelected);
        strip()->setFocus();
        for (int i = 0; i < 9; ++i) // stops at the last
            QTest::keyClick(strip(), Qt::Key_Right);
        QTest::keyClick(strip(), Qt::Key_Left);
        QTest::keyClick(strip(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.last().first().toInt(), 24);
        QVERIFY(strip()->accessibleDescription().contains("Example 24"));
    }

    void hoverSaysWhatAndHowAlike() {
        view_->setContext(sampleContext(3));
        QSignalSpy hovered(view_.get(), &InspectorView::hovered);
        QTest::mouseMove(strip(), strip()->tileArea(1).center().toPoint());
        QTRY_VERIFY(!hovered.isEmpty());
        const QString text = hovered.last().first().toString();
        QVERIFY2(text.contains("Example 21") && text.contains("0.850"), qPrintable(text));
    }

    void tilesAreInsideAndApart_data() {
        QTest::addColumn<int>("width");
        for (const int width : {180, 236, 420})
            QTest::addRow("%d", width) << width;
    }

    void tilesAreInsideAndApart() {
        QFETCH(int, width);
        view_->resize(width, 620);
        view_->setContext(sampleContext(3));
        QRectF last;
        for (int i = 0; i < strip()->count(); ++i) {
            const QRectF tile = strip()->tileArea(i);
            QVERIFY(QRectF(strip()->rect()).contains(tile));
            QVERIFY(last.isNull() || tile.left() > last.right());
            QVERIFY(tile.width() > 10);
            last = tile;
        }
    }
};

QTEST_MAIN(TestInspectorView)
#include "tst_inspector_view.moc"
