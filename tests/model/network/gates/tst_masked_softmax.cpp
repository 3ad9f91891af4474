// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/masked_softmax.h"
#include "tests/model/testing.h"

#include <limits>

using namespace expertscope;
using namespace expertscope::testing;

using Numbers = std::vector<double>;
Q_DECLARE_METATYPE(Numbers)

class TestMaskedSoftmax : public QObject {
    Q_OBJECT
  private slots:
    void maskedSoftmax_data() {
        QTest::addColumn<Numbers>("logits");
        QTest::addColumn<Numbers>("mask");
        QTest::addColumn<Numbers>("expected");
        const double huge = std::numeric_limits<float>::max(),
                     infinity = std::numeric_limits<double>::infinity();
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("one expert") << Numbers{-3} << Numbers{0} << Numbers{1};
        QTest::newRow("equal") << Numbers{5, 5, 5, 5} << Numbers{0, 0, 0, 0} << Numbers{.25, .25, .25, .25};
        QTest::newRow("one to three") << Numbers{0, std::log(3)} << Numbers{0, 0} << Numbers{.25, .75};
        QTest::newRow("masked is 0, the rest renormalised")
            << Numbers{std::log(5), std::log(2), std::log(3)} << Numbers{1, 0, 0} << Numbers{0, .4, .6};
        QTest::newRow("only one left") << Numbers{9, -9, 9} << Numbers{1, 0, 1} << Numbers{0, 1, 0};
        QTest::newRow("huge") << Numbers{huge, -huge} << Numbers{0, 0} << Numbers{1, 0};
        QTest::newRow("all huge") << Numbers{huge, huge} << Numbers{0, 0} << Numbers{.5, .5};
        QTest::newRow("all -huge") << Numbers{-huge, -huge} << Numbers{0, 0} << Numbers{.5, .5};
        QTest::newRow("the huge one masked") << Numbers{huge, 1, 1} << Numbers{1, 0, 0} << Numbers{0, .5, .5};
        QTest::newRow("only -huge left") << Numbers{huge, -huge} << Numbers{1, 0} << Numbers{0, 1};
        QTest::newRow("what is masked is not even read")
            << Numbers{nan, infinity, 2} << Numbers{1, 1, 0} << Numbers{0, 0, 1};
    }
    void maskedSoftmax() {
        check<double>(1e-15);
        check<float>(1e-7);
    }

    void sumsToOneAndRenormalises() {
        Random random(2, Stream::StrokeDigits);
        for (int round = 0; round < 200; ++round) {
            const Index n = 1 + random.below(12);
            const Vector<double> logits = 5 * normals(n, 3, static_cast<std::uint32_t>(round));
            std::vector<std::uint8_t> none(n, 0), mask(n);
            for (auto& m : mask)
                m = static_cast<std::uint8_t>(random.below(2));
            mask[random.below(static_cast<std::uint32_t>(n))] = 0;
            Vector<double> free(n), masked(n);
            expertscope::maskedSoftmax<double>(logits, none.data(), free);
            expertscope::maskedSoftmax<double>(logits, mask.data(), masked);
            double left = 0;
            for (Index i = 0; i < n; ++i)
                left += mask[i] ? 0.0 : free[i];
            QVERIFY(std::abs(free.sum() - 1) < 1e-14 && std::abs(masked.sum() - 1) < 1e-14);
            for (Index i = 0; i < n; ++i)
                QVERIFY(mask[i] ? masked[i] == 0.0 : std::abs(masked[i] - free[i] / left) < 1e-12);
        }
    }

    void nanIsNotSwallowed() {
        Vector<float> logits(3), gates(3);
        logits << 1, std::numeric_limits<float>::quiet_NaN(), 2;
        const std::uint8_t mask[3] = {0, 0, 0};
        expertscope::maskedSoftmax<float>(logits, mask, gates);
        QVERIFY(gates.array().isNaN().any());
    }

    // Where no gate is too small for its type, the logarithm is that of the gate; where one is, it stays
    // finite.
    void logarithm() {
        Vector<double> logits(4), gates(4), logGates(4);
        logits << 1, -2, 0.5, 3;
        const std::uint8_t mask[4] = {0, 0, 1, 0};
        expertscope::maskedSoftmax<double>(logits, mask, gates);
        maskedLogSoftmax<double>(logits, mask, logGates);
        for (const Index i : {0, 1, 3})
            QVERIFY(std::abs(std::exp(logGates[i]) - gates[i]) < 1e-15);
        QCOMPARE(logGates[2], -std::numeric_limits<double>::infinity());
        logits << 2000, 0, 0, 0;
        maskedLogSoftmax<double>(logits, mask, logGates);
        QCOMPARE(logGates[1], -2000.0);
    }

  private:
    template <class Scalar> void check(double tolerance) {
        QFETCH(Numbers, logits);
        QFETCH(Numbers, mask);
        QFETCH(Numbers, expected);
        const Index n = static_cast<Index>(logits.size());
        const Vector<Scalar> l = Eigen::Map<const Vector<double>>(logits.data(), n).cast<Scalar>();
        const std::vector<std::uint8_t> m(mask.begin(), mask.end());
        Vector<Scalar> gates = Vector<Scalar>::Constant(n, Scalar(7));
        expertscope::maskedSoftmax<Scalar>(l, m.data(), gates);
        for (Index i = 0; i < n; ++i) {
            const double gate = gates[i];
            QVERIFY2(std::abs(gate - expected[i]) <= tolerance, qPrintable(QString::number(gate)));
            QVERIFY(!m[i] || gate == 0.0);
        }
    }
};

QTEST_APPLESS_MAIN(TestMaskedSoftmax)
#include "tst_masked_softmax.moc"
