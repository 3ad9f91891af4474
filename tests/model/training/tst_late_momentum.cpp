// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/late_momentum.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

/// Late is as if it had been at once: beside each row moved in double at every step.
class TestLateMomentum : public QObject {
    Q_OBJECT
  private slots:
    void asIfAtOnce_data() {
        QTest::addColumn<double>("momentum");
        QTest::addColumn<double>("decay");
        QTest::addColumn<int>("rarely"); // a row is touched once in so many steps
        QTest::newRow("momentum") << 0.9 << 0. << 5;
        QTest::newRow("with decay") << 0.9 << 1e-3 << 5;
        QTest::newRow("slow momentum, seldom") << 0.99 << 1e-4 << 100;
        QTest::newRow("no momentum") << 0. << 1e-3 << 10;
        QTest::newRow("decay alone, at every step") << 0.9 << 0.1 << 1;
    }
    void asIfAtOnce() {
        QFETCH(double, momentum);
        QFETCH(double, decay);
        QFETCH(int, rarely);
        constexpr Index rows = 50, length = 16, steps = 400;
        LateMomentum late(rows);
        Vector<float> w = normals(rows * length, 1).cast<float>(),
                      v = normals(rows * length, 2).cast<float>();
        Vector<double> eagerW = w.cast<double>(), eagerV = v.cast<double>();
        Random random(3, Stream::StrokeDigits);
        for (int step = 0; step < steps; ++step) {
            const double rate = 0.05 * std::pow(0.99, step); // changes at every step
            for (Index r = 0; r < rows; ++r) {
                const bool bias = r % 5 == 0, touched = random.below(static_cast<std::uint32_t>(rarely)) == 0;
                const LateRow row{r, r * length, length, bias};
                const Vector<double> gradient =
                    touched ? Vector<double>(normals(length, 4, static_cast<std::uint32_t>(step * rows + r)))
                            : Vector<double>(Vector<double>::Zero(length));
                auto ew = eagerW.segment(row.first, length), ev = eagerV.segment(row.first, length);
                ev = momentum * ev + gradient + (bias ? 0 : decay) * ew;
                ew -= rate * ev;
                if (!touched)
                    continue;
                late.touch(row, w.data(), v.data());
                auto lw = w.segment(row.first, length), lv = v.segment(row.first, length);
                lv = static_cast<float>(momentum) * lv + gradient.cast<float>() +
                     static_cast<float>(bias ? 0 : decay) * lw;
                lw -= static_cast<float>(rate) * lv;
            }
            late.advance(rate, momentum, decay);
            if (step == 250) // as at the end of an epoch
                catchUp(late, w, v, length);
        }
        QVERIFY(late.behind());
        catchUp(late, w, v, length);
        QVERIFY(!late.behind());
        const double apart = (w.cast<double>() - eagerW).cwiseAbs().maxCoeff() / eagerW.cwiseAbs().maxCoeff();
        QVERIFY2(apart < 2e-6, qPrintable(QString::number(apart)));
    }

    // A step that is not made after all leaves rows where they were.
    void withdrawn() {
        LateMomentum late(2);
        Vector<float> w = Vector<float>::Ones(2), v = w;
        late.advance(0.1, 0.5, 0);
        late.touch({0, 0, 1, false}, w.data(), v.data());
        QCOMPARE(w[0], 0.95f);
        QCOMPARE(late.records(), std::vector<std::uint32_t>({2, 0}));
        late.withdraw();
        QCOMPARE(late.records(), std::vector<std::uint32_t>({1, 0}));
    }

  private:
    static void catchUp(LateMomentum& late, Vector<float>& w, Vector<float>& v, Index length) {
        for (Index r = 0; r < w.size() / length; ++r)
            late.catchUp({r, r * length, length, r % 5 == 0}, w.data(), v.data());
        late.restart();
    }
};

QTEST_APPLESS_MAIN(TestLateMomentum)
#include "tst_late_momentum.moc"
