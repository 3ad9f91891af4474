// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/layers/layer_kind.h"
#include "model/network/network.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

LayerDescription dropout(double rate) {
    LayerDescription layer;
    layer.kind = "dropout";
    layer.settings["rate"] = rate;
    return layer;
}

/// z of ones, which is what they are multiplied by.
Matrix<float> factors(double rate, const Chance& chance, int number = 0) {
    const auto layer = makeLayer<float>(dropout(rate), {.input = 200, .number = number});
    auto a = layer->activations(50);
    const Matrix<float> x = Matrix<float>::Ones(200, 50);
    layer->propose(nullptr, {x, {0, 50}, chance.on ? &chance : nullptr}, a, {0, 50});
    return a.z;
}

Chance chanceOf(std::uint32_t epoch, std::uint32_t firstExample = 0) {
    Chance chance{true, 7, epoch, {}};
    for (std::uint32_t i = 0; i < 50; ++i)
        chance.examples.push_back(firstExample + i);
    return chance;
}

} // namespace

class TestDropoutLayer : public QObject {
    Q_OBJECT
  private slots:
    // As many are 0 as the rate says, and what is left keeps the mean: within five standard deviations of
    // 10,000 draws.
    void rate_data() {
        QTest::addColumn<double>("rate");
        for (const double rate : {0.0, 0.1, 0.5, 0.95})
            QTest::addRow("%g", rate) << rate;
    }
    void rate() {
        QFETCH(double, rate);
        const Matrix<float> z = factors(rate, chanceOf(3));
        const double dropped = (z.array() == 0).cast<double>().mean();
        QVERIFY2(std::abs(dropped - rate) <= 5 * std::sqrt(rate * (1 - rate) / 10000),
                 qPrintable(QString::number(dropped)));
        const auto kept = static_cast<float>(1 / (1 - rate));
        QVERIFY((z.array() == 0 || z.array() == kept).all());
    }

    void evaluationPassesThrough() { QVERIFY((factors(0.9, {}).array() == 1).all()); }

    // By example and epoch, not by the place in a minibatch; and apart from another layer's.
    void drawnForTheExample() {
        const Matrix<float> one = factors(0.5, chanceOf(3));
        QCOMPARE(factors(0.5, chanceOf(3)), one);
        QCOMPARE(Matrix<float>(factors(0.5, chanceOf(3, 20)).leftCols(30)), Matrix<float>(one.rightCols(30)));
        for (const Matrix<float>& other : {factors(0.5, chanceOf(4)), factors(0.5, chanceOf(3), 1)}) {
            const double same = (other.array() == one.array()).cast<double>().mean();
            QVERIFY2(same > 0.45 && same < 0.55, qPrintable(QString::number(same)));
        }
    }

    // As the first layer it takes no list of what is not 0, so the network's batch is dense.
    void firstOfANetwork() {
        const Network<float> network({40, 3, {dropout(0.5), layer(2, {5})}}, 1);
        QVERIFY(!network.activations(4, 10).x.sparse());
        const Network<float> behind({40, 3, {layer(2, {5}), dropout(0.5), layer(2, {5})}}, 1);
        QVERIFY(behind.activations(4, 10).x.sparse());
    }
};

QTEST_APPLESS_MAIN(TestDropoutLayer)
#include "tst_dropout_layer.moc"
