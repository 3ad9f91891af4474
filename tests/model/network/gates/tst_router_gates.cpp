// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/network.h"
#include "tests/model/network/gates/made_gate.h"
#include "tests/model/testing.h"

#include <cmath>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// A gate with its parameters, of which the state alone is asked, and a minibatch.
struct Met {
    std::shared_ptr<const Gate<double>> gate;
    Vector<double> theta;
    GateActivations<double> a;

    Met(int experts, const GateDescription& description, const Matrix<double>& logits)
        : gate(madeGate<double>(experts, description)), theta(gate->parameterCount()),
          a(gate->activations(logits.cols())) {
        std::uint32_t stream = 0;
        gate->initialise(theta.data(), 1, stream, 1);
        a.logits() = logits;
        meet();
    }
    void meet() {
        const Columns all{0, a.gates.cols()};
        gate->assign(a, all);
        if (gate->meets())
            gate->meet(theta.data(), a, all.count);
    }
    void learn() { gate->learn(theta.data(), a, a.gates.cols()); }
    /// What it learns without a gradient.
    auto state() { return theta.tail(gate->parameterCount() - gate->mlp().parameterCount()); }
    /// The examples that an expert has.
    std::vector<int> of(int expert) const {
        std::vector<int> examples;
        for (Index c = 0; c < a.gates.cols(); ++c)
            if (!a.closed()(expert, c))
                examples.push_back(static_cast<int>(c));
        return examples;
    }
};

Matrix<double> logitsOf(std::initializer_list<std::vector<double>> shares) {
    Matrix<double> logits(static_cast<Index>(shares.begin()->size()), static_cast<Index>(shares.size()));
    Index c = 0;
    for (const auto& example : shares) {
        for (std::size_t i = 0; i < example.size(); ++i)
            logits(static_cast<Index>(i), c) = std::log(example[i]);
        ++c;
    }
    return logits;
}

using Examples = std::vector<int>;

} // namespace

/// What is a kind's own of the gates that decide about a minibatch, or learn without a gradient; what all
/// have in common is in tst_gates, what they learn by gradient in tst_network_gradient.
class TestRouterGates : public QObject {
    Q_OBJECT
  private slots:
    // Of six examples each of two experts takes ceil(1 * 6 / 2) = 3; the fourth that wants the first has
    // none.
    void switchDropsWhoComesLate() {
        const Matrix<double> logits = logitsOf({{.9, .1}, {.6, .4}, {.2, .8}, {.7, .3}, {.8, .2}, {.9, .1}});
        Met switched(2, {"switch", {{"capacity", 1}}}, logits);
        QVERIFY(switched.of(0) == Examples({0, 1, 3}) && switched.of(1) == Examples({2}));
        QCOMPARE(switched.a.dropped, 2);
        QVERIFY(std::abs(switched.a.gates(0, 1) - .6) <
                1e-12); // not renormalised: else nothing could be learned
        QVERIFY(std::abs(switched.a.shares()(0, 1) - 1) < 1e-12);
        QVERIFY(switched.a.gates.col(4).isZero() && switched.a.shares().col(4).isZero());
        // f counts what was chosen, not what fitted: 2 (5/6 mean p_0 + 1/6 mean p_1).
        const double p0 = 4.1 / 6;
        QVERIFY(std::abs(switched.a.ownLoss - .01 * 2 * (5 / 6. * p0 + 1 / 6. * (1 - p0))) < 1e-12);
        switched.gate->assign(switched.a, {0, 6}); // as in evaluation: nobody is dropped
        QCOMPARE(switched.of(0).size(), std::size_t{5});
    }
    void switchPlaces_data() {
        QTest::addColumn<double>("capacity");
        QTest::addColumn<int>("examples");
        QTest::addColumn<int>("taken");
        QTest::newRow("rounded up") << 1.25 << 6 << 2;
        QTest::newRow("exact, though not in binary") << 1.1 << 40 << 11;
        QTest::newRow("room for all") << 4. << 7 << 7;
        QTest::newRow("never none") << .01 << 3 << 1;
    }
    void switchPlaces() {
        QFETCH(double, capacity);
        QFETCH(int, examples);
        QFETCH(int, taken);
        Met switched(4, {"switch", {{"capacity", capacity}}}, Matrix<double>::Zero(4, examples));
        QCOMPARE(static_cast<int>(switched.of(0).size()), taken); // of equal ones the lower number
    }

    // Experts take the examples that suit them best, equally many each; one example has both, one has none.
    void expertsChoose() {
        const Matrix<double> logits = logitsOf({{.9, .1}, {.6, .4}, {.5, .5}, {.7, .3}});
        Met chosen(2, {"expert_choice", {{"capacity", 1}}}, logits);
        QVERIFY(chosen.of(0) == Examples({0, 3}) && chosen.of(1) == Examples({1, 2}));
        QVERIFY(std::abs(chosen.a.gates(1, 1) - .4) < 1e-12);
        // The thresholds begin at the first minibatch's, and follow slowly.
        QVERIFY(chosen.state().isApproxToConstant(-1));
        chosen.learn();
        QVERIFY(std::abs(chosen.state()[0] - .7) < 1e-12 && std::abs(chosen.state()[1] - .4) < 1e-12);
        chosen.a.logits() = logitsOf({{.9, .1}, {.8, .2}, {.8, .2}, {.8, .2}});
        chosen.meet();
        QVERIFY(chosen.of(1) == Examples({1, 2})); // of equal ones the earlier
        chosen.learn();
        QVERIFY(std::abs(chosen.state()[0] - (.99 * .7 + .01 * .8)) < 1e-12);
        // In evaluation an example goes to whoever's threshold it passes, its neighbours notwithstanding.
        Matrix<double> z = Matrix<double>::Zero(1, 4);
        chosen.gate->propose(chosen.theta.data(), {z, {0, 4}}, chosen.a, {0, 4});
        chosen.a.logits() = logitsOf({{.71, .29}, {.69, .31}, {.5, .5}, {.1, .9}});
        chosen.gate->assign(chosen.a, {0, 4});
        QVERIFY(chosen.of(0) == Examples({0}) && chosen.of(1) == Examples({2, 3}));
    }
    // An expert takes no more examples than there are, and a capacity over 1 gives an example several.
    void expertsChooseAll() {
        Met chosen(2, {"expert_choice", {{"capacity", 5}}}, normals(6, 3).reshaped(2, 3));
        QVERIFY((chosen.a.closed() == 0).all());
    }

    // s = (.5, .5, .5): the bias chooses, and has no part in the weight.
    void biasesChooseOnly() {
        Matrix<double> logits(3, 2);
        logits << 0, 1, /**/ 0, 1, /**/ 0, -1;
        Met balanced(3, {"bias_balanced", {{"k", 2}, {"bias_rate", .1}}}, logits);
        QVERIFY(balanced.of(0) == Examples({0, 1}) && balanced.of(2).empty());
        QVERIFY(std::abs(balanced.a.gates(0, 0) - .5) < 1e-12);
        balanced.learn(); // loads 2, 2, 0 about a mean of 4/3
        QVERIFY(balanced.state().isApprox(Vector<double>{{-.1, -.1, .1}}));
        const Matrix<double> z = Matrix<double>::Zero(1, 2);
        balanced.gate->propose(balanced.theta.data(), {z, {0, 2}}, balanced.a, {0, 2});
        balanced.a.logits() = logits;
        balanced.meet();
        QVERIFY(balanced.of(2) == Examples({0}) && balanced.of(1) == Examples({1}));
        QVERIFY(std::abs(balanced.a.gates(2, 0) - .5) < 1e-12);
        // Even loads move nobody: the sign of 0 is 0.
        balanced.a.ofExperts.front() = {2, 2, 2};
        const Vector<double> before = balanced.state();
        balanced.learn();
        QVERIFY(balanced.state() == before);
    }
    void biasBalancedIsSafeFarOut() {
        Met far(2, {"bias_balanced", {{"k", 2}}}, Matrix<double>::Constant(2, 1, -1000));
        QVERIFY(far.a.gates.col(0).isApproxToConstant(.5));
    }

    // lambda grows while more than k are open on average, and shrinks otherwise.
    void reluAdaptsItsLoss() {
        Matrix<double> logits(3, 2);
        logits << 2, 1, /**/ 1, -3, /**/ 1, 0;
        Met relu(3, {"relu", {{"sparsity_k", 1}, {"lambda_start", .5}}}, logits);
        QVERIFY(relu.a.gates.col(0).isApprox(Vector<double>{{2, 1, 1}}));
        QVERIFY(relu.a.shares().col(1).isApprox(Vector<double>{{1, 0, 0}}) && relu.a.closed()(2, 1));
        // .5 * 3 / (1 * 4) * (2 * 3 + 1 * 1 + 1 * 1)
        QVERIFY(std::abs(relu.a.ownLoss - 3) < 1e-12);
        relu.learn(); // four open of two examples
        QVERIFY(std::abs(relu.state()[0] - .6) < 1e-12);
        relu.a.logits() = -logits;
        relu.meet(); // one is open
        relu.learn();
        QVERIFY(std::abs(relu.state()[0] - .5) < 1e-12);
        QVERIFY(relu.a.gates.col(0).isZero() && relu.a.shares().col(0).isZero());
    }

    // The product of the softmaxes on the way to the leaf.
    void treeMultiplies() {
        const auto gate = madeGate<double>(6, {"tree", {{"branches", SettingValue({2, 3})}}});
        QCOMPARE(gate->mlp().outputs(), 2 + 2 * 3);
        auto a = gate->activations(1);
        Vector<double> theta = 2 * normals(gate->parameterCount(), 4);
        Matrix<double> z = Matrix<double>::Ones(1, 1);
        gate->propose(theta.data(), {z, {0, 1}}, a, {0, 1});
        gate->assign(a, {0, 1});
        const Vector<double> h = a.mlp.output.back().col(0);
        const auto softmax = [](const Vector<double>& x) {
            return Vector<double>((x.array() - x.maxCoeff()).exp() / (x.array() - x.maxCoeff()).exp().sum());
        };
        for (int branch = 0; branch < 2; ++branch)
            for (int leaf = 0; leaf < 3; ++leaf) {
                const double expected =
                    softmax(h.head(2))[branch] * softmax(h.segment(2 + 3 * branch, 3))[leaf];
                QVERIFY(std::abs(a.gates(3 * branch + leaf, 0) - expected) < 1e-12);
            }
    }
    // One level has nothing to multiply, to the bit.
    void treeOfOneLevelIsSoftmax() {
        NetworkDescription description{6, 3, {layer(4, {5}), layer(3, {4})}};
        const auto result = [&] {
            Network<float> network(description, 1);
            auto a = network.activations(8);
            a.x.dense() = normals(48, 2).reshaped(6, 8).cast<float>();
            network.forward(a, {0, 8});
            network.backward(a, {0, 8}, 0.125f);
            return std::pair{a.logProbabilities, a.layers[0].gate.mlp.delta.back()};
        };
        const auto softmax = result();
        for (LayerDescription& one : description.layers)
            one.gate = {"tree", {{"branches", SettingValue(std::vector<double>{double(one.experts)})}}};
        QVERIFY(result() == softmax);
    }

    // Drawn in training alone, from numbers of the layer and the example; its size is learned.
    void noiseIsOfTraining() {
        const auto gate = madeGate<double>(4, {"noisy_top_k", {{"k", 2}}});
        QCOMPARE(gate->mlp().outputs(), 8);
        Vector<double> theta(gate->parameterCount());
        std::uint32_t stream = 0;
        gate->initialise(theta.data(), 1, stream, 1);
        QVERIFY(theta.tail(16).isZero()); // both halves of the last level
        auto a = gate->activations(2);
        const Matrix<double> z = Matrix<double>::Ones(1, 2);
        gate->propose(theta.data(), {z, {0, 2}}, a, {0, 2});
        QVERIFY(a.logits().isZero());
        const Chance chance{true, 5, 0, {7, 8}};
        gate->propose(theta.data(), {z, {0, 2}, &chance}, a, {0, 2});
        Random numbers = chance.numbers(Stream::GateNoise, 0, 1);
        for (Index i = 0; i < 4; ++i)
            QVERIFY(std::abs(a.logits()(i, 1) - numbers.normal() * (std::log(2) + .01)) < 1e-12);
        QVERIFY(a.logits().col(0) != a.logits().col(1));
    }
};

QTEST_APPLESS_MAIN(TestRouterGates)
#include "tst_router_gates.moc"
