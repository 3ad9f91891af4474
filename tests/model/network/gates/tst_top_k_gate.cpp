// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/network.h"
#include "tests/model/network/gates/made_gate.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

using Numbers = std::vector<double>;

class TestTopKGate : public QObject {
    Q_OBJECT
  private slots:
    void weights_data() {
        QTest::addColumn<int>("k");
        QTest::addColumn<bool>("renormalise");
        QTest::addColumn<Numbers>("shares"); // softmax of the logits; 0 means forbidden
        QTest::addColumn<Numbers>("gates");
        QTest::newRow("two of four") << 2 << true << Numbers{.1, .4, .3, .2} << Numbers{0, 4 / 7., 3 / 7., 0};
        QTest::newRow("as they were") << 2 << false << Numbers{.1, .4, .3, .2} << Numbers{0, .4, .3, 0};
        QTest::newRow("one") << 1 << false << Numbers{.1, .4, .3, .2} << Numbers{0, .4, 0, 0};
        QTest::newRow("of equal ones the lower number")
            << 2 << true << Numbers{.2, .3, .2, .3} << Numbers{0, .5, 0, .5};
        QTest::newRow("all equal") << 3 << true << Numbers{.25, .25, .25, .25}
                                   << Numbers{1 / 3., 1 / 3., 1 / 3., 0};
        QTest::newRow("the forbidden one's place goes to the next")
            << 2 << true << Numbers{.6, 0, .3, .1} << Numbers{2 / 3., 0, 1 / 3., 0};
        QTest::newRow("fewer are left than may be chosen")
            << 3 << true << Numbers{0, .5, 0, .5} << Numbers{0, .5, 0, .5};
        QTest::newRow("only one left") << 2 << true << Numbers{0, 0, 1, 0} << Numbers{0, 0, 1, 0};
    }
    void weights() {
        QFETCH(int, k);
        QFETCH(bool, renormalise);
        QFETCH(Numbers, shares);
        QFETCH(Numbers, gates);
        const auto gate = madeGate<double>(4, {"top_k", {{"k", k}, {"renormalise", renormalise}}});
        auto a = gate->activations(1);
        for (Index i = 0; i < 4; ++i) {
            a.mask(i, 0) = shares[i] == 0;
            a.logits()(i, 0) = shares[i] > 0 ? std::log(shares[i]) + 5 : 99;
        }
        gate->assign(a, {0, 1});
        for (Index i = 0; i < 4; ++i) {
            QVERIFY2(std::abs(a.gates(i, 0) - gates[i]) < 1e-14, qPrintable(QString::number(a.gates(i, 0))));
            QCOMPARE(a.closed()(i, 0) != 0, gates[i] == 0);
        }
    }

    // Logits that went wrong end in gates that say so, and not in somebody's choice.
    void notANumber() {
        const auto gate = madeGate<float>(4, {"top_k", {{"k", 2}}});
        auto a = gate->activations(1);
        a.logits().col(0) << 1, std::nanf(""), 3, 2;
        gate->assign(a, {0, 1});
        QVERIFY(a.gates.array().isNaN().all());
    }
    // As plain loops would choose, also where many are equal.
    void choosesAsPlainLoopsWould() {
        Random random(31, Stream::StrokeDigits);
        for (int round = 0; round < 200; ++round) {
            const int experts = 2 + static_cast<int>(random.below(60)),
                      k = 2 + static_cast<int>(random.below(8));
            if (k > experts)
                continue;
            const auto gate = madeGate<float>(experts, {"top_k", {{"k", k}}});
            auto a = gate->activations(1);
            for (int i = 0; i < experts; ++i) {
                a.logits()(i, 0) = static_cast<float>(random.below(10));
                a.mask(i, 0) = i > 0 && random.below(4) == 0;
            }
            gate->assign(a, {0, 1});
            for (int i = 0; i < experts; ++i) {
                int before = 0; // who is chosen rather
                for (int j = 0; j < experts; ++j)
                    before += !a.mask(j, 0) && (a.logits()(j, 0) > a.logits()(i, 0) ||
                                                (a.logits()(j, 0) == a.logits()(i, 0) && j < i));
                QCOMPARE(a.closed()(i, 0) != 0, a.mask(i, 0) || before >= k);
            }
        }
    }

    // All experts chosen: the same bits as the gate that takes all, in the answer and in every gradient.
    void allIsSoftmax_data() {
        QTest::addColumn<bool>("renormalise");
        QTest::addColumn<int>("output");
        for (const bool renormalise : {true, false})
            for (const Output output : {Output::Softmax, Output::Mixture})
                QTest::addRow("renormalise %d, output %s", renormalise, toString(output).c_str())
                    << renormalise << static_cast<int>(output);
    }
    void allIsSoftmax() {
        QFETCH(bool, renormalise);
        QFETCH(int, output);
        NetworkDescription description{6, 3, {layer(4, {5}), layer(3, {4})}, static_cast<Output>(output)};
        const auto result = [&] {
            Network<float> network(description, 1, false);
            auto a = network.activations(8);
            a.x.dense() = normals(48, 2).reshaped(6, 8).cast<float>();
            network.forward(a, {0, 8});
            network.backward(a, {0, 8}, 0.125f);
            return std::tuple{a.logProbabilities, a.layers[0].gate.mlp.delta.back(),
                              a.layers[1].gate.mlp.delta.back(), a.layers[0].experts.delta.back()};
        };
        const auto softmax = result();
        for (LayerDescription& layer : description.layers)
            layer.gate = {"top_k", {{"k", layer.experts}, {"renormalise", renormalise}}};
        QVERIFY(result() == softmax);
    }

    void permutingExpertsPermutesAll() {
        for (const bool renormalise : {true, false}) {
            const auto gate = madeGate<double>(6, {"top_k", {{"k", 3}, {"renormalise", renormalise}}});
            auto a = gate->activations(4), b = gate->activations(4);
            const std::array<Index, 6> places{4, 2, 0, 5, 1, 3};
            a.logits() = normals(24, 5).reshaped(6, 4);
            a.gatesDelta = normals(24, 6).reshaped(6, 4);
            b.logits() = a.logits()(places, Eigen::all);
            b.gatesDelta = a.gatesDelta(places, Eigen::all);
            for (auto* one : {&a, &b}) {
                gate->assign(*one, {0, 4});
                gate->backward(*one, {0, 4});
            }
            // Sums over the experts are made in their order, so the last bits may differ.
            const auto equal = [&](const Matrix<double>& left, const Matrix<double>& right) {
                return (left(places, Eigen::all) - right).cwiseAbs().maxCoeff() < 1e-15;
            };
            QVERIFY(equal(a.gates, b.gates) && equal(a.mlp.delta.back(), b.mlp.delta.back()));
        }
    }

    // An expert whom nobody chose gets no gradient at all.
    void theUnusedLearnNothing() {
        NetworkDescription description{5, 3, {layer(4, {5})}};
        description.layers[0].gate = {"top_k", {{"k", 2}}};
        Network<double> network(description, 3, false);
        auto a = network.activations(6);
        a.x.dense() = normals(30, 4).reshaped(5, 6);
        network.forward(a, {0, 6});
        network.backward(a, {0, 6}, 1.0);
        const GateMask& closed = a.layers[0].gate.closed();
        for (Index c = 0; c < 6; ++c) {
            QCOMPARE(closed.col(c).cast<int>().sum(), 2);
            for (Index i = 0; i < 4; ++i) {
                const double most =
                    a.layers[0].experts.delta.back().col(c).segment(5 * i, 5).cwiseAbs().maxCoeff();
                QVERIFY(closed(i, c) ? most == 0 : true);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestTopKGate)
#include "tst_top_k_gate.moc"
