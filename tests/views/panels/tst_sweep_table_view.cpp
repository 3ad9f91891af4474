// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/sweep/sweep_samples.h"
#include "views/panels/sweep_table_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

using namespace expertscope;
using namespace expertscope::testing;

class TestSweepTableView : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        view_ = std::make_unique<SweepTableView>();
        view_->resize(900, 400);
        view_->setResult(sampleResult());
        view_->show();
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    }

    void aRowARun() {
        QCOMPARE(table()->model()->rowCount(), 9);
        QCOMPARE(texts(0),
                 (QStringList{"4x100", "DMoE", "0", "finished", "1.40", "1.42", "0.90", "0.91", "0.250"}));
        QCOMPARE(texts(4), (QStringList{"4x100", "DNN", "1", "failed", "", "1.30", "", "0.60", ""}));
        QCOMPARE(texts(6).mid(3, 3), (QStringList{"unfinished", "", ""}));
        QVERIFY(view_->findChild<QLabel*>()->text().contains("6 of 9 runs have ended"));
        QCOMPARE(at(4, 3).data(Qt::ToolTipRole).toString(), QStringLiteral("The loss is not finite."));
    }
    void betterAndWorseDiffer() {
        const auto colour = [&](int row) {
            return at(row, 4).data(Qt::BackgroundRole).value<QBrush>().color();
        };
        QVERIFY(colour(0) != colour(2)); // 1.40 and 1.50, published 1.42
        QCOMPARE(colour(0), colour(1));
        QVERIFY(at(2, 4).data(Qt::ToolTipRole).toString().contains("0.08 points above the published 1.42"));
        QVERIFY(!at(6, 4).data(Qt::BackgroundRole).isValid());
    }
    void errorsOfOtherDataAreNotCompared() {
        SweepResult result = sampleResult();
        result.sweep.publishedOfOtherData = true;
        view_->setResult(result);
        QVERIFY(!at(0, 4).data(Qt::BackgroundRole).isValid());
        QCOMPARE(texts(0)[5], QStringLiteral("1.42"));
        QVERIFY(view_->findChild<QLabel*>()->text().contains("other data"));
    }
    void sortsByNumbers() {
        QTest::mouseClick(table()->horizontalHeader()->viewport(), Qt::LeftButton, {},
                          {table()->horizontalHeader()->sectionViewportPosition(4) + 10, 5});
        QStringList errors;
        for (int row = 0; row < 9; ++row)
            errors << texts(row)[4];
        if (table()->horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder)
            std::reverse(errors.begin(), errors.end());
        QCOMPARE(errors.mid(0, 5), (QStringList{"1.30", "1.40", "1.42", "1.50", "1.62"}));
    }
    void opensByKeyAndByMouse() {
        QSignalSpy spy(view_.get(), &SweepTableView::runActivated);
        table()->setFocus();
        table()->setCurrentIndex(at(0, 0));
        QTest::keyClick(table(), Qt::Key_Down);
        QTest::keyClick(table(), Qt::Key_Return);
        QCOMPARE(spy.takeFirst(), (QVariantList{0, 1}));
        const QPoint middle = table()->visualRect(at(3, 1)).center();
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, middle);
        QTest::mouseDClick(table()->viewport(), Qt::LeftButton, {}, middle);
        QCOMPARE(spy.takeLast(), (QVariantList{1, 0}));
    }
    void newNumbersKeepTheRow() {
        table()->setCurrentIndex(at(5, 2));
        view_->setResult(sampleResult());
        QCOMPARE(view_->currentRun().cell, 1);
        QCOMPARE(view_->currentRun().seed, 2);
    }

  private:
    QTableView* table() const { return view_->table(); }
    QModelIndex at(int row, int column) const { return table()->model()->index(row, column); }
    QStringList texts(int row) const {
        QStringList texts;
        for (int column = 0; column < 9; ++column)
            texts << at(row, column).data().toString();
        return texts;
    }

    std::unique_ptr<SweepTableView> view_;
};

QTEST_MAIN(TestSweepTableView)
#include "tst_sweep_table_view.moc"
