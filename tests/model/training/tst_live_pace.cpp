// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/live_pace.h"

#include <QtTest>

using namespace expertscope;

class TestLivePace : public QObject {
    Q_OBJECT
  private slots:
    void theFirstIsDueAtOnce() { QVERIFY(LivePace().due(LivePace::Clock::time_point(start))); }

    void pauses_data() {
        QTest::addColumn<int>("cost"); // of one snapshot, in milliseconds
        QTest::addColumn<int>("next"); // after the beginning of that one
        QTest::newRow("nothing") << 0 << 100;
        QTest::newRow("little: ten a second") << 2 << 100;
        QTest::newRow("at the budget") << 4 << 100;
        QTest::newRow("twice as much: half as often") << 8 << 200;
        QTest::newRow("a large network") << 400 << 10000;
    }
    void pauses() {
        QFETCH(int, cost);
        QFETCH(int, next);
        LivePace pace;
        const LivePace::Clock::time_point begin(start);
        const auto after = [&](int milliseconds) { return begin + std::chrono::milliseconds(milliseconds); };
        pace.made(begin, after(cost));
        QVERIFY(!pace.due(after(next - 1)));
        QVERIFY(pace.due(after(next + 1))); // 0.04 is no binary number
        QVERIFY(cost <= next * LivePace::budget);
    }

    // What one took by chance (a busy machine) does not slow down those after the next.
    void adapts() {
        LivePace pace;
        const LivePace::Clock::time_point begin(start);
        using std::chrono::milliseconds;
        pace.made(begin, begin + milliseconds(50));
        QVERIFY(!pace.due(begin + milliseconds(1249)));
        QVERIFY(pace.due(begin + milliseconds(1251)));
        pace.made(begin + milliseconds(1300), begin + milliseconds(1301));
        QVERIFY(pace.due(begin + milliseconds(1401)));
    }

  private:
    static constexpr std::chrono::hours start{5};
};

QTEST_APPLESS_MAIN(TestLivePace)
#include "tst_live_pace.moc"
