// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/duration_text.h"
#include "app/fitted_text.h"

#include <QTest>

#include <limits>

using namespace expertscope;

/// Texts of progress: what of a line fits, in columns of a terminal, and how fast and how long is said.
class TestFittedText : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { qputenv("LC_ALL", "C.UTF-8"); }

    void fitted_data() {
        QTest::addColumn<int>("columns");
        QTest::addColumn<QString>("line");
        QTest::newRow("all") << 80 << "epoch 12.3 (free) · 113000 examples/s · 0:47 left";
        QTest::newRow("just all") << 49 << "epoch 12.3 (free) · 113000 examples/s · 0:47 left";
        QTest::newRow("what is shorter, though later") << 36 << "epoch 12.3 (free) · 0:47 left";
        QTest::newRow("one") << 20 << "epoch 12.3 (free)";
        QTest::newRow("just one") << 17 << "epoch 12.3 (free)";
        QTest::newRow("half a word") << 14 << "epoch 12.3";
        QTest::newRow("its number") << 10 << "epoch 12.3";
        QTest::newRow("its whole number") << 9 << "epoch 12";
        QTest::newRow("without the point") << 8 << "epoch 12";
        QTest::newRow("half a number is wrong") << 7 << "epoch";
        QTest::newRow("its name") << 6 << "epoch";
        QTest::newRow("two letters") << 2 << "ep";
        QTest::newRow("nothing") << 0 << "";
    }
    void fitted() {
        QFETCH(int, columns);
        QFETCH(QString, line);
        const std::string text = fittedText({"epoch 12.3 (free)", "113000 examples/s", "0:47 left"}, columns);
        QCOMPARE(QString::fromStdString(text), line);
        QVERIFY(textColumns(text) <= columns);
    }

    void columns_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char* name, const QByteArray& text, int columns,
                            const QByteArray& shown = {}) {
            QTest::newRow(name) << text << columns << (shown.isEmpty() ? text : shown);
        };
        row("letters", "abc", 3);
        row("a dot", "a · b", 5);
        row("wide", "數字.gz", 7);
        row("an accent of its own", "e\xcc\x81", 1);
        row("Latin 1", "gr\xfc\xdf", 4, "gr??");
        row("cut off", "a\xc2", 2, "a?");
        row("an escape sequence", "\x1b[31mred", 8, "?[31mred");
        row("a new line", "a\nb\rc", 5, "a?b?c");
    }
    void columns() {
        QFETCH(QByteArray, text);
        QFETCH(int, columns);
        QFETCH(QByteArray, shown);
        QCOMPARE(textColumns(text.toStdString()), columns);
        QCOMPARE(QByteArray::fromStdString(shownText(text.toStdString())), shown);
    }
    void aWideCharacterIsNotHalved() {
        QCOMPARE(fittedText({"數字集"}, 5), std::string("數字"));
        QCOMPARE(joinedText({"a", "b"}), std::string("a · b"));
    }

    void durations_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0.0 << "0:00";
        QTest::newRow("minutes") << 65.4 << "1:05";
        QTest::newRow("hours") << 3909.0 << "1:05:09";
        QTest::newRow("months") << 1e7 << "2777:46:40";
        QTest::newRow("before now") << -3.0 << "0:00";
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << "0:00";
        QTest::newRow("never") << std::numeric_limits<double>::infinity() << "277777777:46:40";
    }
    void durations() {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(durationText(seconds)), text);
    }
    void whatIsLeftIsNotNothing() {
        QCOMPARE(timeLeftText(0.01), std::string("0:01 left"));
        QCOMPARE(timeLeftText(59.2), std::string("1:00 left"));
    }
    void aSlowRateIsNotNothing() {
        QCOMPARE(rateText(113000.4), std::string("113000 examples/s"));
        QCOMPARE(rateText(9.6), std::string("10 examples/s"));
        QCOMPARE(rateText(0.0421), std::string("0.042 examples/s"));
    }
};

QTEST_APPLESS_MAIN(TestFittedText)
#include "tst_fitted_text.moc"
