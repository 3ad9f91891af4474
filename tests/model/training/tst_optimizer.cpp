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

    // Of a matrix of 9 rows, three columns of four rows each; and of a bias, which does not decay.
    void takesPieces() {
        Vector<double> w = normals(36, 1), v = normals(36, 2), expectedW = w, expectedV = v;
        const Vector<double> g = normals(12, 3);
        MomentumUpdate<double> update(w, v, {0.2, 0.5, 0.1});
        update.take({g.data(), 11, 4, 3, 9, false});
        for (Index c = 0; c < 3; ++c)
            for (Index r = 0; r < 4; ++r) {
                const Index i = 11 + c * 9 + r;
                expectedV[i] = 0.5 * expectedV[i] + (g[c * 4 + r] + 0.1 * expectedW[i]);
                expectedW[i] -= 0.2 * expectedV[i];
            }
        QVERIFY(w.isApprox(expectedW, 1e-15) && v.isApprox(expectedV, 1e-15));
        update.take({g.data(), 2, 5, 1, 5, true});
        for (Index i = 2; i < 7; ++i) {
            expectedV[i] = 0.5 * expectedV[i] + g[i - 2];
            expectedW[i] -= 0.2 * expectedV[i];
        }
        QVERIFY(w.isApprox(expectedW, 1e-15) && v.isApprox(expectedV, 1e-15));
    }

    // By hand: v = 0.5 * 2 + (3 + 0.1 * 10) = 5, w = 10 - 0.2 * 5 = 9.
    void byHand() {
        Vector<double> w(1), v(1), g(1);
        w << 10, v << 2, g << 3;
        MomentumUpdate<double>(w, v, {0.2, 0.5, 0.1}).take({g.data(), 0, 1, 1, 1, false});
        QCOMPARE(v[0], 5.0);
        QCOMPARE(w[0], 9.0);
    }

  private:
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
                .take({g.data() + first, first, count, 1, count, false});
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
