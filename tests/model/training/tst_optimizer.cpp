// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/optimizer.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

class TestOptimizer : public QObject {
    Q_OBJECT
  private slots:
    void followsTheFormula_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("momentum");
        QTest::addColumn<double>("decay");
        QTest::newRow("plain descent") << 0.1 << 0.0 << 0.0;
        QTest::newRow("momentum") << 0.1 << 0.9 << 0.0;
        QTest::newRow("weight decay") << 0.1 << 0.0 << 0.01;
        QTest::newRow("all") << 0.03 << 0.95 << 0.001;
        QTest::newRow("standing still") << 0.0 << 0.9 << 0.1;
    }
    void followsTheFormula() { check<double>(1e-15), check<float>(1e-6); }

    void biasesDoNotDecay() {
        Vector<double> w = normals(9, 1), v = normals(9, 2), expectedW = w, expectedV = v;
        const Vector<double> g = normals(5, 3);
        MomentumUpdate<double>(w, v, {0.2, 0.5, 0.1}).take({g.data(), 2, 5, true});
        expectedV.segment(2, 5) = 0.5 * expectedV.segment(2, 5) + g;
        expectedW.segment(2, 5) -= 0.2 * expectedV.segment(2, 5);
        QVERIFY(w.isApprox(expectedW, 1e-15) && v.isApprox(expectedV, 1e-15));
    }

    // By hand: v = 0.5 * 2 + (3 + 0.1 * 10) = 5, w = 10 - 0.2 * 5 = 9.
    void byHand() {
        Vector<double> w(1), v(1), g(1);
        w << 10, v << 2, g << 3;
        MomentumUpdate<double>(w, v, {0.2, 0.5, 0.1}).take({g.data(), 0, 1, false});
        QCOMPARE(v[0], 5.0);
        QCOMPARE(w[0], 9.0);
    }

    void adamFollowsTheFormula_data() {
        QTest::addColumn<double>("decay");
        QTest::newRow("plain") << 0.0;
        QTest::newRow("weight decay") << 0.01;
    }
    void adamFollowsTheFormula() { checkAdam<double>(1e-12), checkAdam<float>(3e-5); }

    // The first update is of the size of the learning rate, whatever the gradient's.
    void adamByHand() {
        Vector<double> w(2), m(2), s(2), g(2);
        w << 10, 10, m << 0, 0, s << 0, 0, g << 3, -0.004;
        AdamUpdate<double>(w, m, s, {0.2, 0.9, 0.999, 1e-12, 0, 1}).take({g.data(), 0, 2, false});
        QCOMPARE(m[0], 0.1 * 3);
        QCOMPARE(s[0], 0.001 * 9);
        QVERIFY(std::abs(w[0] - 9.8) < 1e-8 && std::abs(w[1] - 10.2) < 1e-8);
    }

  private:
    /// The paper's algorithm 1, with its bias corrections where it has them.
    template <class Scalar> void checkAdam(double tolerance) {
        QFETCH(double, decay);
        constexpr Index n = 40, first = 7, count = 21; // the rest must stay
        constexpr double rate = 0.01, beta1 = 0.9, beta2 = 0.99, epsilon = 1e-3;
        Vector<Scalar> w = normals(n, 1).cast<Scalar>(), m = Vector<Scalar>::Zero(n), s = m;
        Vector<double> expected = w.template cast<double>(), m1 = Vector<double>::Zero(n), m2 = m1;
        for (int t = 1; t <= 7; ++t) {
            const Vector<Scalar> g = normals(n, 3, static_cast<std::uint32_t>(t)).cast<Scalar>();
            AdamUpdate<Scalar>(w, m, s, {rate, beta1, beta2, epsilon, decay, t})
                .take({g.data() + first, first, count, false});
            for (Index i = first; i < first + count; ++i) {
                const double gradient = static_cast<double>(g[i]) + decay * expected[i];
                m1[i] = beta1 * m1[i] + (1 - beta1) * gradient;
                m2[i] = beta2 * m2[i] + (1 - beta2) * gradient * gradient;
                const double corrected1 = m1[i] / (1 - std::pow(beta1, t));
                const double corrected2 = m2[i] / (1 - std::pow(beta2, t));
                expected[i] -= rate * corrected1 / (std::sqrt(corrected2) + epsilon);
            }
        }
        QVERIFY((w.template cast<double>() - expected).cwiseAbs().maxCoeff() <= tolerance);
        QVERIFY(w.head(first) == normals(n, 1).cast<Scalar>().head(first) &&
                m.tail(n - first - count).isZero());
    }

    template <class Scalar> void check(double tolerance) {
        QFETCH(double, rate);
        QFETCH(double, momentum);
        QFETCH(double, decay);
        constexpr Index n = 40, first = 7, count = 21; // the rest must stay
        Vector<Scalar> w = normals(n, 1).cast<Scalar>(), v = normals(n, 2).cast<Scalar>();
        Vector<double> expectedW = w.template cast<double>(), expectedV = v.template cast<double>();
        for (std::uint32_t step = 0; step < 5; ++step) {
            const Vector<Scalar> g = normals(n, 3, step).cast<Scalar>();
            MomentumUpdate<Scalar>(
                w, v, {static_cast<Scalar>(rate), static_cast<Scalar>(momentum), static_cast<Scalar>(decay)})
                .take({g.data() + first, first, count, false});
            for (Index i = first; i < first + count; ++i) {
                expectedV[i] = momentum * expectedV[i] + static_cast<double>(g[i]) + decay * expectedW[i];
                expectedW[i] -= rate * expectedV[i];
            }
        }
        QVERIFY((w.template cast<double>() - expectedW).cwiseAbs().maxCoeff() <= 10 * tolerance);
        QVERIFY((v.template cast<double>() - expectedV).cwiseAbs().maxCoeff() <= 50 * tolerance);
    }
};

QTEST_APPLESS_MAIN(TestOptimizer)
#include "tst_optimizer.moc"
