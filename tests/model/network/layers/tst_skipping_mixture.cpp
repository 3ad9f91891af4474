// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/optimizer.h"
#include "tests/model/network/random_network.h"
#include "tests/model/network/stored_gradient.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

std::vector<const GateKind*> choosing() {
    std::vector<const GateKind*> kinds;
    for (const GateKind& kind : gateKinds())
        if (kind.chooses)
            kinds.push_back(&kind);
    return kinds;
}

NetworkDescription description(const std::string& gate, int inputs = 12) {
    NetworkDescription description{inputs, 4, {layer(6, {9, 7}, {5}), layer(5, {6}, {5})}};
    for (LayerDescription& one : description.layers) {
        one.gate.kind = gate;
        for (const char* loss : {"balance", "importance", "load", "z_loss", "noise"})
            if (kindOf(one.gate).setting(loss))
                one.gate.settings[loss] = 0.05;
    }
    return description;
}

/// One minibatch's way and its gradient, on one thread.
template <class Scalar> struct Way {
    Network<Scalar> network;
    Activations<Scalar> a;
    Vector<Scalar> velocity;

    Way(const NetworkDescription& description, std::uint64_t seed, bool skips, Index examples,
        Index places = 0)
        : network(description, seed, skips), a(network.activations(examples, places)),
          velocity(Vector<Scalar>::Zero(network.parameters().size())) {
        a.chance = {true, seed, 0, {}};
        for (Index c = 0; c < examples; ++c) {
            a.chance.examples.push_back(static_cast<std::uint32_t>(c));
            a.labels[c] = static_cast<int>(c % description.classes);
        }
    }

    void go() {
        const Columns all{0, a.capacity()};
        network.forward(a, all, [&](int l) {
            network.layer(l).assignFreeGates(a.layers[l], all);
            if (network.layer(l).meets())
                network.meet(l, a, all.count);
            return true;
        });
        network.loss(a, all);
        network.backward(a, all, Scalar(1) / static_cast<Scalar>(all.count));
        if (a.x.sparse())
            for (int part = 0; part < InputBatch<Scalar>::transposeParts; ++part)
                a.x.transpose(part, all.count);
    }
    void step() {
        go();
        MomentumUpdate<Scalar> sink(network.parameters(), velocity,
                                    {Scalar(0.01), Scalar(0.9), Scalar(1e-4)});
        std::vector<Scalar> scratch(Network<Scalar>::gradientScratch);
        for (int task = 0; task < network.gradientTasks(a); ++task)
            network.gradient(task, a, a.capacity(), scratch.data(), sink);
        network.learn(a, a.capacity());
    }
    /// The parameters matrix by matrix, as files have them: where they lie differs.
    Vector<Scalar> byMatrices(const Vector<Scalar>& theta) const {
        Vector<Scalar> all(theta.size());
        Index next = 0;
        for (const ParameterBlock& block : network.blocks()) {
            Matrix<Scalar> values(block.rows, block.columns);
            for (const Panel& p : block.panels)
                values.block(p.row, p.column, p.rows, p.columns) =
                    Eigen::Map<const Matrix<Scalar>>(theta.data() + p.offset, p.rows, p.columns);
            all.segment(next, block.size()) = values.reshaped();
            next += block.size();
        }
        return all;
    }
    Vector<Scalar> weights() const { return byMatrices(network.parameters()); }
};

template <class Scalar> double furthest(const Vector<Scalar>& a, const Vector<Scalar>& b) {
    return static_cast<double>((a - b).cwiseAbs().maxCoeff() / b.cwiseAbs().maxCoeff());
}

} // namespace

/// Leaving experts out is another way to the same numbers.
class TestSkippingMixture : public QObject {
    Q_OBJECT

    void kinds() {
        QTest::addColumn<QString>("kind");
        for (const GateKind* kind : choosing())
            QTest::addRow("%s", kind->name.c_str()) << QString::fromStdString(kind->name);
    }

  private slots:
    // In double, over 300 steps, to 1e-9.
    void asDense_data() { kinds(); }
    void asDense() {
        QFETCH(QString, kind);
        const NetworkDescription network = description(kind.toStdString());
        Way<double> skipping(network, 5, true, 40), dense(network, 5, false, 40);
        QVERIFY(skipping.network.layer(0).skips() && !dense.network.layer(0).skips());
        QVERIFY(skipping.weights() == dense.weights());
        for (std::uint32_t step = 0; step < 300; ++step) {
            for (Way<double>* way : {&skipping, &dense}) {
                way->a.x.dense() = normals(12 * 40, 6, step).reshaped(12, 40);
                way->a.chance.epoch = step;
                way->step();
            }
        }
        QVERIFY2(furthest<double>(skipping.weights(), dense.weights()) < 1e-9,
                 qPrintable(QString::number(furthest<double>(skipping.weights(), dense.weights()))));
    }

    // In float one step, from equal weights, at 300 different ones: dense inputs and sparse.
    void oneStepInFloat_data() { kinds(); }
    void oneStepInFloat() {
        QFETCH(QString, kind);
        double most = 0;
        for (std::uint32_t round = 0; round < 300; ++round) {
            const bool sparse = round % 2 == 1;
            const NetworkDescription network = description(kind.toStdString(), 40);
            Way<float> skipping(network, round, true, 30, sparse ? 9 : 0),
                dense(network, round, false, 30, sparse ? 9 : 0);
            for (Way<float>* way : {&skipping, &dense}) {
                Random random(round, Stream::StrokeDigits);
                for (Index c = 0; c < 30; ++c) {
                    if (!sparse) {
                        for (Index i = 0; i < 40; ++i)
                            way->a.x.dense()(i, c) = static_cast<float>(random.normal());
                        continue;
                    }
                    Index count = 0;
                    for (std::uint16_t i = static_cast<std::uint16_t>(random.below(5)); i < 40 && count < 9;
                         i = static_cast<std::uint16_t>(i + 1 + random.below(8))) {
                        way->a.x.columnInputs(c)[count] = i;
                        way->a.x.columnValues(c)[count++] = static_cast<float>(random.normal());
                    }
                    way->a.x.setColumnCount(c, count);
                }
                way->step();
            }
            most = std::max(most, furthest<float>(skipping.weights(), dense.weights()));
        }
        QVERIFY2(most < 1e-5, qPrintable(QString::number(most)));
    }

    // What was not chosen gets a gradient that is exactly 0, and everything comes once.
    void theUnusedLearnNothing_data() { kinds(); }
    void theUnusedLearnNothing() {
        QFETCH(QString, kind);
        Way<double> way(description(kind.toStdString()), 3, true, 4); // of six experts some are without
        way.a.x.dense() = normals(48, 9).reshaped(12, 4);
        way.go();
        const auto gradient = storedGradient(way.network, way.a, 4);
        const DealtExamples<double>& dealt = way.a.layers[0].dealt;
        const ParameterBlock& weights = way.network.blocks().front();
        QCOMPARE(weights.name, std::string("layers.0.experts.0.weight"));
        int unused = 0;
        for (Index e = 0; e < 6; ++e) {
            const auto ofExpert = gradient.values.segment(weights.offset + e * 9 * 12, 9 * 12);
            unused += dealt.of(e).count == 0;
            QVERIFY(dealt.of(e).count > 0 || ofExpert.isZero(0));
        }
        QVERIFY(unused > 0 || kind == "relu" || kind == "expert_choice");
        for (const ParameterBlock& block : way.network.blocks())
            if (block.name.ends_with(".weight") || block.name.ends_with(".bias"))
                for (Index i = block.offset; i < block.offset + block.size(); ++i)
                    QCOMPARE(gradient.times[i], 1);
    }

    // Counted where products are made: the gates', the output's, and of the experts the share that was
    // chosen, forward, backward and for the gradient. Computing all and masking afterwards would show.
    void workIsSkipped_data() { kinds(); }
    void workIsSkipped() {
        QFETCH(QString, kind);
        NetworkDescription network{12, 4, {layer(16, {20}, {5}), layer(16, {10, 10}, {5})}};
        for (LayerDescription& one : network.layers)
            one.gate.kind = kind.toStdString();
        std::array<std::int64_t, 2> counts{};
        std::array<double, 2> shares{}; // of the pairs of expert and example
        for (const bool skips : {false, true}) {
            Way<float> way(network, 3, skips, 50);
            way.a.x.dense() = normals(12 * 50, 9).reshaped(12, 50).cast<float>();
            countMultiplyAdds(&counts[skips]);
            way.step();
            countMultiplyAdds(nullptr);
            for (std::size_t l = 0; skips && l < 2; ++l)
                shares[l] = static_cast<double>(way.a.layers[l].dealt.pairs()) / (16 * 50);
        }
        // Of one example: weights once forward, once for the gradient, and once back but for the first
        // level's.
        const double first = 16 * 20 * 12 * 2, second = 16 * 10 * (20 + 10) * 3;
        const double saved = 50 * (first * (1 - shares[0]) + second * (1 - shares[1]));
        QCOMPARE(static_cast<double>(counts[0] - counts[1]), std::round(saved));
        QVERIFY2(kind == "relu" || (shares[0] < 0.2 && shares[1] < 0.2),
                 qPrintable(QString::number(shares[0])));
    }

    // One expert is a layer without a gate: z is its output.
    void oneExpert() {
        NetworkDescription one{12, 4, {layer(1, {9}, {5})}}, plain{12, 4, {layer(1, {9}, {5})}};
        one.layers[0].gate.kind = "top_k";
        plain.layers[0].combine = Combine::Plain;
        Way<double> gated(one, 2, true, 8), without(plain, 2, true, 8);
        gated.a.x.dense() = without.a.x.dense() = normals(96, 9).reshaped(12, 8);
        gated.network.forward(gated.a, {0, 8});
        without.network.forward(without.a, {0, 8});
        QVERIFY((gated.a.layers[0].z - without.a.layers[0].z).cwiseAbs().maxCoeff() < 1e-12);
    }

    // Nobody computes for an example that nobody took, and nothing is wrong with that.
    void noneChosen() {
        NetworkDescription network{12, 4, {layer(3, {9}, {})}};
        network.layers[0].gate.kind = "relu";
        Way<double> way(network, 2, true, 8);
        for (const ParameterBlock& block : way.network.blocks())
            if (block.name.find(".gate.0") != std::string::npos)
                way.network.parameters().segment(block.offset, block.size()).setConstant(-1);
        way.a.x.dense().setOnes();
        way.step();
        QVERIFY(way.a.layers[0].z.isZero(0) && way.a.layers[0].dealt.pairs() == 0);
        QVERIFY(way.network.parameters().allFinite());
    }
};

QTEST_APPLESS_MAIN(TestSkippingMixture)
#include "tst_skipping_mixture.moc"
