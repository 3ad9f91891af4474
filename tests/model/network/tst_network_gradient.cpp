// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/balance_constraint.h"
#include "tests/model/network/random_network.h"
#include "tests/model/network/stored_gradient.h"

#include <algorithm>
#include <limits>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

constexpr int networks = 100;
constexpr double difference = 3e-4; // of the central differences
constexpr double weight = 0.37;     // of an example in the loss: not 1, so that a forgotten factor shows

/// One network with a minibatch and masks that stay what they are while a parameter is moved.
struct Case {
    Network<double> network;
    Activations<double> a;
    Columns all;

    Case(std::uint64_t seed, bool constrained, std::uint32_t draw)
        : network(constrained ? ofKindsThatTakeIt(randomDescriptionOfAllKinds(seed))
                              : randomDescriptionOfAllKinds(seed),
                  seed),
          a(network.activations(1 + static_cast<Index>(seed % 4))), all{0, a.capacity()} {
        drawBiases(network, seed);
        a.x.dense() =
            normals(a.x.dense().size(), seed, 1000 + draw).reshaped(a.x.dense().rows(), a.x.dense().cols());
        a.chance = {true, seed, draw, {}};
        for (Index c = 0; c < a.capacity(); ++c)
            a.chance.examples.push_back(static_cast<std::uint32_t>(c));
        for (Index c = 0; c < a.capacity(); ++c)
            a.labels[c] = static_cast<int>((seed + 3 * c) % network.description().classes);
        network.forward(a, all, [&](int l) {
            network.layer(l).assignFreeGates(a.layers[l], all);
            if (constrained)
                constrain(l, seed);
            return true;
        });
    }

    static NetworkDescription ofKindsThatTakeIt(NetworkDescription description) {
        for (LayerDescription& layer : description.layers)
            if (layer.gated() && !kindOf(layer.gate).takesConstraint)
                layer.gate = {};
        return description;
    }

    void constrain(int l, std::uint64_t seed) {
        const int experts = network.description().layers[l].experts;
        BalanceConstraint constraint(experts);
        Vector<double> totals = normals(experts, seed, 500 + static_cast<std::uint32_t>(l)).cwiseAbs();
        totals[static_cast<Index>(seed) % experts] += 9; // at least this one is masked where there are others
        constraint.setTotals({totals.begin(), totals.end()});
        constraint.apply(*network.layer(l).gate(), a.layers[l].gate, a.capacity(), 0.1);
    }

    double loss() {
        network.forward(a, all, [&](int l) {
            network.layer(l).assignGates(a.layers[l], all);
            if (network.layer(l).meets())
                network.meet(l, a, a.capacity());
            return true;
        });
        network.loss(a, all);
        double sum = 0;
        for (double loss : a.losses)
            sum += loss;
        sum *= weight;
        for (int l = 0; l < network.layerCount(); ++l)
            if (network.layer(l).meets())
                sum += a.layers[l].gate.ownLoss;
        return sum;
    }

    /// What a gate learns without a gradient.
    bool learnedOtherwise(const ParameterBlock& block) const {
        const auto ends = [&](const char* name) { return block.name.ends_with(name); };
        return block.name.find(".gate.") != std::string::npos && !ends(".weight") && !ends(".bias");
    }

    Vector<double> gradient() {
        loss();
        network.backward(a, all, weight);
        return storedGradient(network, a, a.capacity()).values;
    }

    /// Which rectified units are on, and who is chosen by a gate.
    std::vector<bool> pattern() const {
        std::vector<bool> on;
        const auto add = [&](const Matrix<double>& y) {
            std::transform(y.data(), y.data() + y.size(), std::back_inserter(on),
                           [](double v) { return v > 0; });
        };
        for (const auto& layer : a.layers) {
            std::for_each(layer.experts.output.begin(), layer.experts.output.end(), add);
            if (!layer.gate.mlp.output.empty())
                std::for_each(layer.gate.mlp.output.begin(), layer.gate.mlp.output.end() - 1, add);
            add(layer.gate.gates);
        }
        return on;
    }

    bool anyMasked() const {
        return std::any_of(a.layers.begin(), a.layers.end(),
                           [](const auto& layer) { return (layer.gate.mask != 0).any(); });
    }
};

/// dL/dtheta_i by central differences of fourth order; false if a unit switched on or off on the way, where
/// the loss has no derivative to compare with.
bool numericGradient(Case& c, Vector<double>& numeric) {
    c.loss();
    const std::vector<bool> pattern = c.pattern();
    Vector<double>& theta = c.network.parameters();
    numeric.resize(theta.size());
    for (Index i = 0; i < theta.size(); ++i) {
        const double at = theta[i];
        const auto lossAt = [&](double steps) {
            theta[i] = at + steps * difference;
            return c.loss();
        };
        double sum = 0;
        for (const auto& [steps, factor] : {std::pair{-2.0, 1.0}, {-1.0, -8.0}, {1.0, 8.0}, {2.0, -1.0}}) {
            sum += factor * lossAt(steps);
            if (c.pattern() != pattern)
                return false;
        }
        theta[i] = at;
        numeric[i] = sum / (12 * difference);
    }
    return true;
}

} // namespace

class NetworkGradient : public QObject {
    Q_OBJECT
  private slots:
    void equalsCentralDifferences_data() {
        QTest::addColumn<int>("seed");
        QTest::addColumn<bool>("constrained");
        for (int seed = 0; seed < networks; ++seed)
            for (bool constrained : {false, true}) {
                const NetworkDescription description = randomDescriptionOfAllKinds(seed);
                if (constrained && std::none_of(description.layers.begin(), description.layers.end(),
                                                [](auto& l) { return l.gated() && l.experts > 1; }))
                    continue;      // nobody can be masked
                std::string gates; // names of the rows
                for (const LayerDescription& layer : description.layers)
                    gates += layer.gated() ? " " + layer.gate.kind : "";
                QTest::addRow("%d: %s%s%s", seed, description.name().c_str(), gates.c_str(),
                              constrained ? ", constrained" : "")
                    << seed << constrained;
            }
    }
    void equalsCentralDifferences() {
        QFETCH(int, seed);
        QFETCH(bool, constrained);
        for (std::uint32_t draw = 0; draw < 200; ++draw) {
            Case c(seed, constrained, draw);
            QCOMPARE(c.anyMasked(), constrained);
            Vector<double> numeric;
            if (!numericGradient(c, numeric))
                continue;
            const Vector<double> analytic = c.gradient();
            // What rounding the loss alone can do to the difference quotient.
            const double rounding =
                4 * std::numeric_limits<double>::epsilon() * std::max(1.0, c.loss()) / difference;
            for (const ParameterBlock& block : c.network.blocks()) {
                if (c.learnedOtherwise(block))
                    continue;
                const double largest = numeric.segment(block.offset, block.size()).cwiseAbs().maxCoeff();
                for (Index i = block.offset; i < block.offset + block.size(); ++i) {
                    const double size =
                        std::max({std::abs(analytic[i]), std::abs(numeric[i]), 1e-3 * largest});
                    const double wrong = std::abs(analytic[i] - numeric[i]);
                    if (wrong > 1e-6 * size + rounding)
                        QFAIL(qPrintable(QStringLiteral("%1[%2]: %3 by formula, %4 by differences")
                                             .arg(QString::fromStdString(block.name))
                                             .arg(i - block.offset)
                                             .arg(analytic[i], 0, 'g', 12)
                                             .arg(numeric[i], 0, 'g', 12)));
                }
            }
            return;
        }
        QFAIL("no input was found that is far enough from every kink");
    }

    // The masks take no part of the gate's own learning: an unmasked expert's logit is pulled as if the
    // masked ones did not exist. (Cutting the gate off while constrained is a known mistake.)
    void gateLearnsWhileConstrained() {
        NetworkDescription description{3, 4, {layer(4, {5}), layer(3, {5})}};
        Network<double> network(description, 1);
        drawBiases(network, 1);
        Activations<double> a = network.activations(2);
        a.x.dense() = normals(6, 3).reshaped(3, 2);
        a.labels = {1, 3};
        const Columns all{0, 2};
        const std::vector<std::vector<double>> totals{{9, 1, 1, 1}, {1, 9, 1}};
        network.forward(a, all, [&](int l) {
            BalanceConstraint constraint(description.layers[l].experts);
            constraint.setTotals(totals[l]);
            constraint.apply(*network.layer(l).gate(), a.layers[l].gate, 2, 1.0);
            return true;
        });
        network.backward(a, all, 0.5);
        const Vector<double> gradient = storedGradient(network, a, 2).values;

        for (int l = 0; l < 2; ++l)
            for (Index c = 0; c < 2; ++c) {
                const auto& gate = a.layers[l].gate;
                for (Index i = 0; i < gate.mask.rows(); ++i) {
                    const bool masked = i == l; // the one with the large total
                    QCOMPARE(gate.mask(i, c) != 0, masked);
                    QCOMPARE(gate.gates(i, c) == 0.0, masked);
                    QCOMPARE(gate.mlp.delta.back()(i, c) == 0.0, masked);
                }
            }
        for (const ParameterBlock& block : network.blocks())
            if (block.name.find(".gate.") != std::string::npos)
                QVERIFY2(gradient.segment(block.offset, block.size()).cwiseAbs().maxCoeff() > 1e-6,
                         (block.name + " gets no gradient").c_str());
    }
};

QTEST_APPLESS_MAIN(NetworkGradient)
#include "tst_network_gradient.moc"
