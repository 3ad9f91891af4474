// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/value_labels.h"

#include <QtTest>

using namespace expertscope;

/// How the names below a matrix are made to fit. Widths are those of whatever font there is: cases are in
/// multiples of them.
class TestValueLabels : public QObject {
    Q_OBJECT
  private slots:
    void fits_data() {
        QTest::addColumn<double>("pitch"); // in widths of the widest name
        QTest::addColumn<int>("tiers");
        QTest::addColumn<bool>("upward");
        QTest::newRow("room for all") << 2.5 << 1 << false;
        QTest::newRow("in two lines") << 0.85 << 2 << false;
        QTest::newRow("in three lines") << 0.45 << 3 << false;
        QTest::newRow("read from below") << 0.2 << 1 << true;
    }
    void fits() {
        QFETCH(double, pitch);
        QFETCH(int, tiers);
        QFETCH(bool, upward);
        FigureStyle style = printStyle();
        const std::vector<std::string> names(40, "affricate");
        const QFontMetricsF metrics(style.font(0.9));
        const ValueLabels labels =
            fitValueLabels(names, pitch * metrics.horizontalAdvance("affricate"), style);
        QCOMPARE(labels.upward, upward);
        QCOMPARE(labels.tiers, tiers);
        QVERIFY(labels.height >= style.line());
    }

    /// Names never vanish while a line of text has room; below that, one in so many stays.
    void namesAreLeftOutLast() {
        FigureStyle style = printStyle();
        const std::vector<std::string> names(200, "a long name");
        QCOMPARE(fitValueLabels(names, style.em(), style).step, 1);
        QVERIFY(fitValueLabels(names, 0.2 * style.em(), style).step > 1);
    }
};

QTEST_MAIN(TestValueLabels)
#include "tst_value_labels.moc"
