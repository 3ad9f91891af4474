// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/testing.h"

#include <algorithm>
#include <numeric>

using namespace expertscope;
using namespace expertscope::testing;

using Words = QList<quint32>;

class TestRandom : public QObject {
    Q_OBJECT
  private slots:
    // The known answers that come with Random123, for philox4x32 with 10 rounds.
    void philoxKnownAnswers_data() {
        QTest::addColumn<Words>("counter");
        QTest::addColumn<Words>("key");
        QTest::addColumn<Words>("expected");
        const quint32 ones = 0xffffffff;
        QTest::newRow("zeros") << Words{0, 0, 0, 0} << Words{0, 0}
                               << Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
        QTest::newRow("ones") << Words{ones, ones, ones, ones} << Words{ones, ones}
                              << Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
        QTest::newRow("pi") << Words{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}
                            << Words{0xa4093822, 0x299f31d0}
                            << Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
    }
    void philoxKnownAnswers() {
        QFETCH(Words, counter);
        QFETCH(Words, key);
        QFETCH(Words, expected);
        const auto block = philox({counter[0], counter[1], counter[2], counter[3]}, {key[0], key[1]});
        QCOMPARE(Words(block.begin(), block.end()), expected);
    }

    // A pure function of its five coordinates, and of each of them.
    void everyCoordinateCounts() {
        const auto draw = [](std::uint64_t seed, Stream stream, std::uint32_t epoch, std::uint32_t index,
                             int n) {
            Random random(seed, stream, epoch, index);
            for (int i = 0; i < n; ++i)
                random.next();
            return random.next();
        };
        const std::uint32_t at = draw(5, Stream::Order, 2, 3, 4);
        QCOMPARE(draw(5, Stream::Order, 2, 3, 4), at);
        QVERIFY(draw(6, Stream::Order, 2, 3, 4) != at);
        QVERIFY(draw(5 + (std::uint64_t{1} << 32), Stream::Order, 2, 3, 4) != at);
        QVERIFY(draw(5, Stream::Jitter, 2, 3, 4) != at);
        QVERIFY(draw(5, Stream::Order, 3, 3, 4) != at);
        QVERIFY(draw(5, Stream::Order, 2, 4, 4) != at);
        QVERIFY(draw(5, Stream::Order, 2, 3, 5) != at);
    }

    void uniformMoments_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("0 to 1") << 0.0 << 1.0;
        QTest::newRow("-3 to 5") << -3.0 << 5.0;
    }
    void uniformMoments() {
        QFETCH(double, low);
        QFETCH(double, high);
        constexpr int n = 200'000;
        Random random(1, Stream::Weights);
        double sum = 0, squares = 0;
        for (int i = 0; i < n; ++i) {
            const double u = random.uniform(low, high);
            QVERIFY(u >= low && u < high);
            sum += u;
            squares += u * u;
        }
        const double width = high - low, mean = sum / n, variance = squares / n - mean * mean;
        QVERIFY(std::abs(mean - (low + high) / 2) < 4 * width / std::sqrt(12.0 * n));
        QVERIFY(std::abs(variance / (width * width / 12) - 1) < 0.01);
    }

    void normalMoments() {
        constexpr int n = 200'000;
        Random random(2, Stream::Weights);
        double moments[5] = {};
        int beyondTwo = 0;
        for (int i = 0; i < n; ++i) {
            const double z = random.normal();
            double power = 1;
            for (double& moment : moments) {
                moment += power / n;
                power *= z;
            }
            beyondTwo += std::abs(z) > 2;
        }
        QVERIFY(std::abs(moments[1]) < 4 / std::sqrt(n));
        QVERIFY(std::abs(moments[2] - 1) < 4 * std::sqrt(2.0 / n));
        QVERIFY(std::abs(moments[3]) < 4 * std::sqrt(15.0 / n));
        QVERIFY(std::abs(moments[4] - 3) < 4 * std::sqrt(96.0 / n));
        QVERIFY(std::abs(beyondTwo / double(n) - 0.0455) < 0.003);
    }

    void belowIsEven_data() {
        QTest::addColumn<quint32>("bound");
        for (quint32 bound : {1u, 2u, 3u, 10u, 81u, 1000u})
            QTest::addRow("%u", bound) << bound;
    }
    void belowIsEven() {
        QFETCH(quint32, bound);
        const int n = 300 * static_cast<int>(bound) + 1000;
        std::vector<int> counts(bound);
        Random random(3, Stream::Jitter);
        for (int i = 0; i < n; ++i) {
            const std::uint32_t drawn = random.below(bound);
            QVERIFY(drawn < bound);
            ++counts[drawn];
        }
        const double expected = double(n) / bound;
        double chiSquare = 0;
        for (int count : counts)
            chiSquare += (count - expected) * (count - expected) / expected;
        QVERIFY(std::abs(chiSquare - (bound - 1)) < 5 * std::sqrt(2.0 * bound));
    }
    // Without rejection every third value would be drawn twice as often as the others.
    void belowLargeBoundIsUnbiased() {
        Random random(4, Stream::Jitter);
        int thirds[3] = {};
        for (int i = 0; i < 30'000; ++i)
            ++thirds[random.below(0xC0000000) % 3];
        for (int count : thirds)
            QVERIFY(std::abs(count - 10'000) < 450);
    }

    void streamsAreIndependent_data() {
        QTest::addColumn<int>("what");
        QTest::newRow("seeds") << 0;
        QTest::newRow("streams") << 1;
        QTest::newRow("epochs") << 2;
        QTest::newRow("indices") << 3;
    }
    void streamsAreIndependent() {
        QFETCH(int, what);
        constexpr int n = 50'000;
        Random a(1, Stream::Weights, 1, 1);
        Random b(what == 0 ? 2 : 1, what == 1 ? Stream::Order : Stream::Weights, what == 2 ? 2 : 1,
                 what == 3 ? 2 : 1);
        double correlation = 0;
        for (int i = 0; i < n; ++i)
            correlation += a.normal() * b.normal() / n;
        QVERIFY(std::abs(correlation) < 4 / std::sqrt(n));
    }

    void permutationsArePermutations_data() {
        QTest::addColumn<quint32>("n");
        for (quint32 n : {0u, 1u, 2u, 3u, 100u, 60'000u})
            QTest::addRow("%u", n) << n;
    }
    void permutationsArePermutations() {
        QFETCH(quint32, n);
        auto order = permutation(n, Random(1, Stream::Order, 0));
        const auto next = permutation(n, Random(1, Stream::Order, 1));
        QVERIFY(n < 100 || order != next);
        std::sort(order.begin(), order.end());
        std::vector<std::uint32_t> sorted(n);
        std::iota(sorted.begin(), sorted.end(), 0u);
        QVERIFY(order == sorted);
    }
    void permutationsAreEven() {
        std::map<std::vector<std::uint32_t>, int> counts;
        for (std::uint32_t i = 0; i < 12'000; ++i)
            ++counts[permutation(4, Random(1, Stream::Order, i))];
        QCOMPARE(counts.size(), std::size_t{24});
        for (const auto& [order, count] : counts)
            QVERIFY(std::abs(count - 500) < 110);
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
