// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_losses.h"
#include "model/network/gates/masked_softmax.h"
#include "tests/model/testing.h"

#include <cmath>

using namespace expertscope;
using namespace expertscope::testing;

/// The losses that gates have of their own, against numbers computed by hand or published with the papers'
/// own tests. That they are differentiated rightly is in tst_network_gradient.
class TestGateLosses : public QObject {
    Q_OBJECT

    /// Columns are examples.
    static Matrix<double> probabilities() {
        Matrix<double> g(3, 4);
        g << .5, .3, .1, .8, /**/ .4, .3, .2, .2, /**/ .1, .4, .7, 0;
        return g;
    }
    static GateMask allBut(const std::vector<int>& chosen, int experts) {
        GateMask out = GateMask::Ones(experts, static_cast<Index>(chosen.size()));
        for (std::size_t c = 0; c < chosen.size(); ++c)
            out(chosen[c], static_cast<Index>(c)) = 0;
        return out;
    }

  private slots:
    void balance() {
        std::vector<double> pull, room;
        const double loss = balanceLoss(allBut({0, 2, 2, 0}, 3), probabilities(), 4, pull, room);
        QVERIFY(std::abs(loss - 1.0875) < 1e-12); // 3 (.5 .425 + 0 .275 + .5 .3)
        QVERIFY(std::abs(pull[0] - 3 * .5 / 4) < 1e-12 && pull[1] == 0);
    }
    void balanceIsOneWhenEven() {
        std::vector<double> pull, room;
        const Matrix<double> even = Matrix<double>::Constant(3, 3, 1 / 3.0);
        QVERIFY(std::abs(balanceLoss(allBut({2, 0, 1}, 3), even, 3, pull, room) - 1) < 1e-12);
    }
    // Columns that are not of the minibatch count for nothing.
    void balanceOfALastMinibatch() {
        std::vector<double> pull, room;
        const double loss = balanceLoss(allBut({0, 2, 2, 0}, 3), probabilities(), 1, pull, room);
        QVERIFY(std::abs(loss - 3 * .5) < 1e-12);
    }

    // By the population's variance: the sample's would give 0.058125.
    void variation() {
        std::vector<double> pull;
        const Vector<double> sums = probabilities().rowwise().sum();
        QVERIFY(std::abs(squaredVariation({sums.begin(), sums.end()}, pull) - 0.03875) < 1e-12);
        QCOMPARE(squaredVariation({2, 2, 2}, pull), 0.);
        QCOMPARE(squaredVariation({0, 0}, pull), 0.);
        QVERIFY(pull == std::vector<double>({0, 0}));
        QCOMPARE(squaredVariation({7}, pull), 0.);
    }

    // Each expert's logit beside the second largest noisy one of the others.
    void load() {
        Matrix<double> clean(3, 3), noise(3, 3);
        clean << .9, .7, .85, /**/ .06, .18, .05, /**/ .04, .12, .1;
        noise << -.037, -.074, -.067, /**/ .026, .045, -.059, /**/ -.018, -.015, .073;
        const Matrix<double> noisy = clean + noise;
        const Vector<double> deviations = Vector<double>::Constant(3, .1);
        const std::array<std::uint8_t, 3> mask{};
        std::vector<double> sums(3), pull;
        for (Index c = 0; c < 3; ++c) {
            std::array<std::uint8_t, 3> out{};
            Index least = 0;
            noisy.col(c).minCoeff(&least);
            out[static_cast<std::size_t>(least)] = 1;
            const LoadOfExample<double> load(clean.col(c).data(), noisy.col(c).data(), deviations.data(),
                                             mask.data(), out.data(), 3);
            for (int i = 0; i < 3; ++i)
                sums[static_cast<std::size_t>(i)] += load.probability(i);
        }
        QVERIFY2(std::abs(squaredVariation(sums, pull) - 0.144936339) < 1e-8,
                 qPrintable(QString::number(squaredVariation(sums, pull), 'g', 12)));
    }
    // Nobody can be left out: there is nothing to even out.
    void loadOfAll() {
        const std::array<double, 2> logits{1, -1}, deviations{.1, .1};
        const std::array<std::uint8_t, 2> none{}, second{0, 1};
        const LoadOfExample<double> all(logits.data(), logits.data(), deviations.data(), none.data(),
                                        none.data(), 2);
        QVERIFY(all.probability(0) == 1 && all.probability(1) == 1);
        const LoadOfExample<double> left(logits.data(), logits.data(), deviations.data(), second.data(),
                                         second.data(), 2);
        QVERIFY(left.probability(0) == 1 && left.probability(1) == 0);
    }

    void z_data() {
        QTest::addColumn<int>("experts");
        QTest::addColumn<double>("loss"); // (ln N)^2
        QTest::newRow("2") << 2 << .480453;
        QTest::newRow("4") << 4 << 1.921812;
        QTest::newRow("8") << 8 << 4.324077;
    }
    void z() {
        QFETCH(int, experts);
        QFETCH(double, loss);
        const Matrix<double> zero = Matrix<double>::Zero(experts, 5);
        QVERIFY(std::abs(zLoss(zero, experts, 5) - loss) < 1e-6);
        QVERIFY(std::isfinite(zLoss<float>(Matrix<float>::Constant(experts, 1, 5e4f), experts, 1)));
    }
};

QTEST_APPLESS_MAIN(TestGateLosses)
#include "tst_gate_losses.moc"
