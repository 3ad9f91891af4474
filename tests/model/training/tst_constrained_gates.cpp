// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/constrained_gates.h"
#include "tests/model/network/random_network.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

struct Case {
    std::shared_ptr<const Dataset> data = std::make_shared<Dataset>(madeDataset(4));
    ExampleSet set{data, Translation(data->shape, 1), {0, 1, 2, 3}, std::vector<Shift>(4)};
    Network<float> network{description(), 3};

    Case() { drawBiases(network, 5); }
    NetworkDescription description() const {
        NetworkDescription described;
        described.input = set.shape().size();
        described.classes = 4;
        described.layers = {layer(3, {8}), layer(2, {6}, {4}, Combine::Plain), layer(4, {7})};
        return described;
    }
    ConstraintState state(const std::vector<double>& first, const std::vector<double>& second,
                          double margin = 10) const {
        ConstraintState made;
        made.margin = margin;
        made.layers = {BalanceConstraint(3), BalanceConstraint(4)};
        made.layers[0].setTotals(first);
        made.layers[1].setTotals(second);
        return made;
    }
    std::vector<std::vector<float>> freeGates(int i) const {
        Activations<float> a = network.activations(1);
        set.copyTo({i, 1}, a.x.dense());
        network.forward(a, {0, 1});
        std::vector<std::vector<float>> gates;
        for (const int l : network.gatedLayers())
            gates.emplace_back(a.layers[l].gate.gates.col(0).begin(), a.layers[l].gate.gates.col(0).end());
        return gates;
    }
};

} // namespace

class TestConstrainedGates : public QObject {
    Q_OBJECT

    Case case_;

  private slots:
    void nobodyOverusedMeansFreeGates() {
        const auto gates =
            constrainedGates(case_.network, case_.state({5, 5, 5}, {1, 2, 3, 4}), case_.set, 2);
        QCOMPARE(gates.before, case_.freeGates(2));
        QCOMPARE(gates.after, case_.freeGates(2));
    }

    void theOverusedGetNothingAndTheOthersShareIt() {
        // Expert 2 of the last layer is 75 above the mean of 25, and the margin is 10.
        const auto gates =
            constrainedGates(case_.network, case_.state({0, 0, 0}, {0, 100, 0, 0}), case_.set, 1);
        const auto free = case_.freeGates(1);
        QCOMPARE(gates.before, free); // the first layer is free: the second sees what it always does
        QCOMPARE(gates.after[0], free[0]);
        QCOMPARE(gates.after[1][1], 0.f);
        const float left = 1 - free[1][1];
        for (const std::size_t i : {0u, 2u, 3u})
            QVERIFY(std::abs(gates.after[1][i] - free[1][i] / left) < 1e-5f);
    }

    /// As in training: what the first layer passes on is mixed with the gates after the constraint.
    void theNextLayerSeesTheMixtureThatIsConstrained() {
        const auto gates =
            constrainedGates(case_.network, case_.state({100, 0, 0}, {0, 0, 0, 0}), case_.set, 1);
        const auto free = case_.freeGates(1);
        QCOMPARE(gates.before[0], free[0]);
        QCOMPARE(gates.after[0][0], 0.f);
        QVERIFY(gates.before[1] != free[1]);
        Activations<float> a = case_.network.activations(1);
        case_.set.copyTo({1, 1}, a.x.dense());
        case_.network.forward(a, {0, 1}, [&](int l) {
            case_.network.layer(l).assignFreeGates(a.layers[l], {0, 1});
            if (l == 0)
                for (Index e = 0; e < 3; ++e)
                    a.layers[0].gate.gates(e, 0) = gates.after[0][static_cast<std::size_t>(e)];
            return true;
        });
        for (std::size_t e = 0; e < 4; ++e)
            QVERIFY(std::abs(gates.before[1][e] - a.layers[2].gate.gates(static_cast<Index>(e), 0)) < 1e-6f);
    }

    /// The standard mixture of experts, whose last layer has no z.
    void expertsThatClassifyAreConstrainedToo() {
        NetworkDescription described = case_.description();
        described.layers = {layer(3, {8})};
        described.output = Output::Mixture;
        ConstraintState state{{BalanceConstraint(3)}, 10};
        state.layers[0].setTotals({100, 0, 0});
        const auto gates = constrainedGates(Network<float>(described, 3), state, case_.set, 0);
        QCOMPARE(gates.after[0][0], 0.f);
        QVERIFY(std::abs(gates.after[0][1] - gates.before[0][1] / (1 - gates.before[0][0])) < 1e-5f);
    }

    void lookingChangesNoTotals() {
        const ConstraintState state = case_.state({100, 0, 0}, {0, 0, 0, 9});
        constrainedGates(case_.network, state, case_.set, 1);
        QCOMPARE(state.layers[0].totals(), (std::vector<double>{100, 0, 0}));
        QCOMPARE(state.layers[1].totals(), (std::vector<double>{0, 0, 0, 9}));
    }
};

QTEST_GUILESS_MAIN(TestConstrainedGates)
#include "tst_constrained_gates.moc"
