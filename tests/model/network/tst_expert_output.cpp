// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/expert_output.h"
#include "tests/model/network/gates/made_gate.h"
#include "tests/model/testing.h"

#include <limits>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

constexpr int classes = 2;

/// Two experts with two classes each, one example with label 0.
template <class Scalar> struct Case {
    std::shared_ptr<const Gate<Scalar>> made = madeGate<Scalar>(2);
    GateActivations<Scalar> gate = made->activations(1);
    MlpActivations<Scalar> experts;
    Matrix<Scalar> logits = Matrix<Scalar>::Zero(classes, 1);
    Matrix<Scalar> logProbabilities = logits;

    Case(const std::vector<double>& gateLogits, const std::vector<double>& expertLogits) {
        experts.output.push_back(Eigen::Map<const Matrix<double>>(expertLogits.data(), 4, 1).cast<Scalar>());
        experts.delta.push_back(Matrix<Scalar>::Constant(4, 1, 99));
        gate.logits() = Eigen::Map<const Matrix<double>>(gateLogits.data(), 2, 1).cast<Scalar>();
    }
    void answer() {
        for (int i = 0; i < 2; ++i)
            if (gate.mask(i, 0))
                QVERIFY(!gate.mask(1 - i, 0));
        made->assign(gate, {0, 1});
        mixtureOutput(*made, gate, experts.output.back(), {0, 1}, logits, logProbabilities);
        mixtureOutputDelta<Scalar>(*made, gate, experts, {0}, logProbabilities, {0, 1}, 1);
    }
};

} // namespace

class TestExpertOutput : public QObject {
    Q_OBJECT
  private slots:
    // Losses whose probabilities no floating-point number holds, worked out by hand: each is the smaller of
    // what the two experts offer, -log g_i - log p_i.
    void noProbabilityIsTooSmall_data() {
        QTest::addColumn<std::vector<double>>("gate");
        QTest::addColumn<std::vector<double>>("experts");
        QTest::addColumn<double>("loss");
        QTest::addColumn<double>("responsibility"); // of the first expert
        using List = std::vector<double>;
        QTest::newRow("both sure, both right") << List{0, 0} << List{500, 0, 500, 0} << 0.0 << 0.5;
        QTest::newRow("both sure, both wrong") << List{0, 0} << List{-500, 0, -500, 0} << 500.0 << 0.5;
        QTest::newRow("the ignored expert knows") << List{1000, 0} << List{-2000, 0, 500, 0} << 1000.0 << 0.0;
        QTest::newRow("the trusted expert knows a little more")
            << List{1000, 0} << List{-900, 0, 500, 0} << 900.0 << 1.0;
        QTest::newRow("far from 0") << List{-30000, -30300} << List{9000, 9200, 9000, 9000} << 200.0 << 1.0;
    }
    void noProbabilityIsTooSmall() {
        QFETCH(std::vector<double>, gate);
        QFETCH(std::vector<double>, experts);
        QFETCH(double, loss);
        QFETCH(double, responsibility);
        const auto check = [&]<class Scalar>(Scalar) {
            Case<Scalar> c(gate, experts);
            c.answer();
            QCOMPARE_LE(std::abs(-c.logProbabilities(0, 0) - loss), 1e-3);
            const double g = c.gate.gates(0, 0);
            QCOMPARE_LE(std::abs(c.gate.mlp.delta.back()(0, 0) - (g - responsibility)), 1e-3);
            QCOMPARE_LE(std::abs(c.gate.mlp.delta.back().sum()), 1e-3);
            QVERIFY(c.experts.delta.back().allFinite());
            QCOMPARE(c.logits, c.logProbabilities);
        };
        check(0.0f);
        check(0.0);
    }

    void whoIsMaskedHasNoPart() {
        Case<double> c({3, 1}, {1, 2, 5, -5});
        c.gate.mask(1, 0) = 1;
        c.answer();
        const double alone = -std::log(1 + std::exp(1.0)); // the first expert's log p of class 0
        QCOMPARE_LE(std::abs(c.logProbabilities(0, 0) - alone), 1e-12);
        QCOMPARE(c.gate.mlp.delta.back(), (Matrix<double>(2, 1) << 0, 0).finished());
        QCOMPARE(c.experts.delta.back().bottomRows(2), (Matrix<double>(2, 1) << 0, 0).finished());
        QVERIFY(c.experts.delta.back().topRows(2).cwiseAbs().minCoeff() > 0.1);
    }

    void productSumsLogits() {
        Matrix<double> experts(6, 2), sum = Matrix<double>::Constant(2, 2, 99);
        experts << 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;
        sumExperts(experts, {1, 1}, sum);
        QCOMPARE(sum, (Matrix<double>(2, 2) << 99, 2 + 6 + 10, 99, 4 + 8 + 12).finished());
    }
};

QTEST_APPLESS_MAIN(TestExpertOutput)
#include "tst_expert_output.moc"
