// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/figures/gating_figure.h"
#include "views/panels/figure_view.h"

#include <QSignalSpy>
#include <QtTest>

using namespace expertscope;

class TestFigureView : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        view_ = std::make_unique<FigureView>();
        view_->resize(760, 330);
        figure_ = std::make_shared<GatingFigure>(samples::statistics({4, 4}));
        view_->setFigure(figure_);
        view_->show();
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
        cells_ = figure_->cells(view_->rect(), view_->figureStyle());
    }
    void cleanup() { view_.reset(); }

    void clickSelectsACell() {
        QSignalSpy spy(view_.get(), &FigureView::selected);
        for (const std::size_t i : {std::size_t(0), std::size_t(100), cells_.size() - 1}) {
            QTest::mouseClick(view_.get(), Qt::LeftButton, {}, cells_[i].area.center().toPoint());
            QVERIFY(spy.last().first().value<Selection>() == cells_[i].shows);
        }
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, QPoint(1, 1));
        QVERIFY(spy.last().first().value<Selection>().isEmpty());
    }

    void arrowKeysWalk() {
        QSignalSpy spy(view_.get(), &FigureView::selected);
        const auto press = [&](Qt::Key key) { QTest::keyClick(view_.get(), key); };
        const auto reached = [&] {
            press(Qt::Key_Return);
            return spy.last().first().value<Selection>();
        };
        press(Qt::Key_Right); // on to the first cell
        QVERIFY(reached() == cells_[0].shows);
        press(Qt::Key_Right);
        QVERIFY(reached() == cells_[1].shows);
        press(Qt::Key_Down);
        QVERIFY(reached() == cells_[10].shows);
        press(Qt::Key_Left);
        press(Qt::Key_Left); // nothing further left
        QVERIFY(reached() == cells_[9].shows);
        for (int i = 0; i < 9; ++i)
            press(Qt::Key_Right); // over the gap to the second expert's map
        QVERIFY(reached() == cells_[81 + 9].shows);
        press(Qt::Key_Escape);
        QVERIFY(spy.last().first().value<Selection>().isEmpty());
    }

    void readOutFollowsNewNumbers() {
        QSignalSpy spy(view_.get(), &FigureView::hovered);
        QTest::keyClick(view_.get(), Qt::Key_Right);
        const QString before = spy.last().first().toString();
        GatingStatistics later = samples::statistics({4, 4});
        later.layers[0].byAttribute[1].mean.setConstant(0.125f);
        view_->setFigure(std::make_shared<GatingFigure>(later));
        const QString after = spy.last().first().toString();
        QVERIFY2(after != before && after.contains("0.125"), qPrintable(after));
    }

    void aSmallerFigureForgetsWhatIsGone() {
        QTest::keyClick(view_.get(), Qt::Key_Right);
        view_->setFigure(std::make_shared<GatingFigure>(GatingStatistics{}));
        view_->grab();
        QTest::keyClick(view_.get(), Qt::Key_Right);
        view_->setFigure(nullptr);
        view_->grab();
    }

    void aSelectionIsFramed() {
        const QImage plain = view_->grab().toImage();
        Selection selection;
        selection.layer = 0;
        selection.expert = 1;
        view_->setSelection(selection);
        QVERIFY(view_->grab().toImage() != plain);
        view_->setSelection({});
        QCOMPARE(view_->grab().toImage(), plain);
    }

    void followsThePalette() {
        QPalette dark = view_->palette();
        dark.setColor(QPalette::Base, QColor(0x1b, 0x1d, 0x20));
        dark.setColor(QPalette::Text, Qt::white);
        view_->setPalette(dark);
        QCOMPARE(view_->figureStyle().theme, FigureStyle::Theme::Dark);
        QCOMPARE(view_->grab().toImage().pixelColor(1, 1), QColor(0x1b, 0x1d, 0x20));
    }

    // A panel that opens for the examples makes the figures smaller: what was asked for stays.
    void whatIsAskedForOutlivesAResize_data() {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("double click") << false;
        QTest::newRow("Shift+Enter") << true;
    }
    void whatIsAskedForOutlivesAResize() {
        QFETCH(bool, byKey);
        const auto cells = figure_->cells(view_->rect(), view_->figureStyle());
        const Selection first = cells.front().shows;
        int asked = 0;
        connect(view_.get(), &FigureView::examplesRequested, this, [&](const Selection& selection) {
            view_->resize(view_->width() - 40, view_->height() - 30);
            view_->clearFocus();
            QTest::mouseMove(view_.get(), {1, 1}); // the cells are made anew
            QVERIFY(selection == first);
            ++asked;
        });
        if (byKey) {
            QTest::keyClick(view_.get(), Qt::Key_Right);
            QTest::keyClick(view_.get(), Qt::Key_Return, Qt::ShiftModifier);
        } else {
            QTest::mouseDClick(view_.get(), Qt::LeftButton, {}, cells.front().area.center().toPoint());
        }
        QCOMPARE(asked, 1);
    }

    void saysWhatItIs() {
        QCOMPARE(view_->accessibleName(), figure_->title());
        QCOMPARE(view_->accessibleDescription(), figure_->summary() + " N shows the numbers as a table.");
        QSignalSpy wanted(view_.get(), &FigureView::numbersRequested);
        QTest::keyClick(view_.get(), Qt::Key_N);
        QCOMPARE(wanted.size(), 1);
    }

  private:
    std::unique_ptr<FigureView> view_;
    std::shared_ptr<const GatingFigure> figure_;
    std::vector<FigureCell> cells_;
};

QTEST_MAIN(TestFigureView)
#include "tst_figure_view.moc"
