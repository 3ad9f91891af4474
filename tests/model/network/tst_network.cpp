// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "tests/model/network/naive_network.h"
#include "tests/model/network/random_network.h"
#include "tests/model/network/stored_gradient.h"

#include <limits>
#include <set>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

template <class Scalar>
Activations<Scalar> drawnInput(const Network<Scalar>& network, Index examples, std::uint64_t seed) {
    Activations<Scalar> a = network.activations(examples);
    a.x.dense() = normals(a.x.dense().size(), seed, 99)
                      .reshaped(a.x.dense().rows(), a.x.dense().cols())
                      .template cast<Scalar>();
    for (Index c = 0; c < examples; ++c)
        a.labels[c] = static_cast<int>(c) % network.description().classes;
    return a;
}

template <class Scalar> void transpose(Activations<Scalar>& a) {
    for (int part = 0; part < InputBatch<Scalar>::transposeParts; ++part)
        a.x.transpose(part, a.capacity());
}

/// The same values as lists: about a third of them 0.
InputBatch<double> sparseInput(Matrix<double>& x) {
    InputBatch<double> batch(x.rows(), x.cols(), x.rows());
    for (Index c = 0; c < x.cols(); ++c) {
        Index count = 0;
        for (Index r = 0; r < x.rows(); ++r) {
            if (std::abs(x(r, c)) < 0.4)
                x(r, c) = 0;
            if (x(r, c) == 0)
                continue;
            batch.columnInputs(c)[count] = static_cast<std::uint16_t>(r);
            batch.columnValues(c)[count++] = x(r, c);
        }
        batch.setColumnCount(c, count);
    }
    return batch;
}

template <class Scalar> std::vector<double> column(const Matrix<Scalar>& m, Index c) {
    const Vector<double> values = m.col(c).template cast<double>();
    return {values.begin(), values.end()};
}

double furthest(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        most = std::max(most, std::isfinite(a[i]) ? std::abs(a[i] - b[i])
                                                  : std::numeric_limits<double>::infinity());
    return most;
}

/// How far the network is from the plain loops, over all gates, layers, answers and the gradient.
template <class Scalar> double furthestFromNaive(std::uint64_t seed, bool masked) {
    Network<Scalar> network(randomDescription(seed), seed);
    drawBiases(network, seed);
    const Vector<double> theta = network.parameters().template cast<double>();
    NaiveNetwork naive(network.description(), {theta.begin(), theta.end()});
    Activations<Scalar> a = drawnInput(network, 7, seed);
    std::vector<std::vector<std::vector<int>>> masks(7, std::vector<std::vector<int>>(network.layerCount()));
    std::vector<double> gradient(static_cast<std::size_t>(theta.size()), 0.0);
    // Two runs of columns, to see that one leaves the other alone.
    for (const Columns columns : {Columns{3, 4}, Columns{0, 3}}) {
        if (!masked) {
            network.forward(a, columns);
            network.loss(a, columns);
            continue;
        }
        network.forward(a, columns, [&](int l) {
            const int experts = network.description().layers[l].experts;
            for (Index c = columns.first; c < columns.first + columns.count; ++c) {
                std::vector<int> mask(experts);
                for (int i = 0; i < experts; ++i)
                    a.layers[l].gate.mask(i, c) = mask[i] = i != c % experts && (i + l + c) % 2;
                masks[c][l] = mask;
            }
            network.layer(l).assignGates(a.layers[l], columns);
            return true;
        });
        network.loss(a, columns);
    }
    double most = 0;
    for (Index c = 0; c < 7; ++c) {
        const NaiveAnswer answer = naive.answer(column(a.x.dense(), c), masks[c]);
        for (int l = 0; l < network.layerCount(); ++l) {
            most = std::max(most, furthest(column(a.layers[l].z, c), answer.z[l]));
            if (network.layer(l).gated())
                most = std::max(most, furthest(column(a.layers[l].gate.gates, c), answer.gates[l]));
        }
        std::vector<double> probabilities = column(a.logProbabilities, c);
        for (double& p : probabilities)
            p = std::exp(p);
        most = std::max(most, furthest(probabilities, answer.probabilities));
        most = std::max(most, std::abs(a.losses[c] + std::log(answer.probabilities[a.labels[c]])));
        naive.addGradient(answer, static_cast<std::size_t>(a.labels[c]), gradient);
    }
    network.backward(a, {0, 7}, Scalar(1));
    const Vector<double> own = storedGradient(network, a, 7).values.template cast<double>();
    const double largest = std::max(1.0, own.cwiseAbs().maxCoeff());
    most = std::max(most, furthest({own.begin(), own.end()}, gradient) / largest);
    return naive.parametersRead() == static_cast<std::size_t>(theta.size())
               ? most
               : std::numeric_limits<double>::infinity();
}

} // namespace

class TestNetwork : public QObject {
    Q_OBJECT
  private slots:
    void equalsPlainLoops_data() {
        QTest::addColumn<int>("seed");
        QTest::addColumn<bool>("masked");
        for (int seed = 0; seed < 100; ++seed)
            for (bool masked : {false, true})
                QTest::addRow("%d: %s%s", seed, randomDescription(seed).name().c_str(),
                              masked ? ", masked" : "")
                    << seed << masked;
    }
    void equalsPlainLoops() {
        QFETCH(int, seed);
        QFETCH(bool, masked);
        const double inDouble = furthestFromNaive<double>(seed, masked),
                     inFloat = furthestFromNaive<float>(seed, masked);
        QVERIFY2(inDouble < 1e-12 && inFloat < 3e-5,
                 qPrintable(QStringLiteral("%1 %2").arg(inDouble).arg(inFloat)));
    }

    void parameterCount() {
        for (int seed = 0; seed < 100; ++seed) {
            const Network<double> network(randomDescription(seed), seed);
            QCOMPARE(network.description().parameterCount(), network.parameters().size());
        }
    }

    void outputsThatCannotBe_data() {
        QTest::addColumn<int>("output");
        QTest::addColumn<int>("combine");
        QTest::addColumn<QString>("message");
        const auto row = [](Output output, Combine combine, const char* message) {
            QTest::newRow((toString(output) + " of " + toString(combine)).c_str())
                << static_cast<int>(output) << static_cast<int>(combine) << message;
        };
        row(Output::Mixture, Combine::Single, "network.layers.0.combine is single; choose mixture for both");
        row(Output::Mixture, Combine::Plain, "network.layers.0.combine is plain; choose mixture for both");
        row(Output::Product, Combine::Mixture,
            "network.layers.0.combine is mixture; choose concatenated there");
        row(Output::Product, Combine::Single,
            "network.layers.0.combine is single; choose concatenated there");
    }
    void outputsThatCannotBe() {
        QFETCH(int, output);
        QFETCH(int, combine);
        QFETCH(QString, message);
        NetworkDescription description{3, 2, {layer(4, {5})}, static_cast<Output>(output)};
        description.layers[0].combine = static_cast<Combine>(combine);
        const QString said = sentence<ConfigError>([&] { Network<double>(description, 1); });
        QVERIFY2(said.contains(message), qPrintable(said));
    }

    // A way that ends at a layer for others to decide goes on from there to the same bits, wherever it ends.
    void goesOnFromADecision_data() { sparseEqualsDense_data(); }
    void goesOnFromADecision() {
        QFETCH(int, seed);
        Network<float> network(randomDescription(seed), seed);
        Activations<float> whole = drawnInput(network, 5, seed), parts = whole;
        const Columns all{0, 5};
        network.forward(whole, all);
        Network<float>::Start start;
        for (const int gated : network.gatedLayers()) {
            QCOMPARE(network.forward(
                         parts, all, [](int) { return false; }, start),
                     gated);
            network.layer(gated).assignFreeGates(parts.layers[gated], all);
            start = {gated, Network<float>::Start::Decision};
        }
        QCOMPARE(network.forward(
                     parts, all, [](int) { return false; }, start),
                 network.layerCount());
        QVERIFY(parts.logProbabilities == whole.logProbabilities);
    }

    // Evaluation is never masked, whatever training left in the masks.
    void forwardClearsMasks() {
        Network<double> network({3, 2, {layer(4, {5})}}, 1);
        Activations<double> a = drawnInput(network, 2, 1), masked = a;
        masked.layers[0].gate.mask.row(2).setOnes();
        network.forward(a, {0, 2});
        network.forward(masked, {0, 2});
        QVERIFY(a.layers[0].gate.gates == masked.layers[0].gate.gates);
        QVERIFY(a.logProbabilities == masked.logProbabilities);
    }

    // A sum of exponentials may overflow; the loss may not.
    void lossSurvivesHugeLogits_data() {
        QTest::addColumn<double>("bias");
        for (double bias : {1e3, 1e30, -1e30})
            QTest::addRow("%g", bias) << bias;
    }
    void lossSurvivesHugeLogits() {
        QFETCH(double, bias);
        Network<float> network({3, 3, {layer(2, {5})}}, 1);
        network.parameters().tail(3) << 0, static_cast<float>(bias), 0;
        Activations<float> a = drawnInput(network, 3, 1);
        network.forward(a, {0, 3});
        network.loss(a, {0, 3});
        for (double loss : a.losses)
            QVERIFY(std::isfinite(loss) && loss >= 0);
        network.backward(a, {0, 3}, 1.0f);
        QVERIFY(a.logitsDelta.allFinite());
    }

    void gradientComesOnceForEveryParameter_data() {
        QTest::addColumn<int>("seed"); // -1, -2: layers wide enough for several tasks each
        QTest::addColumn<bool>("sparse");
        for (const bool sparse : {false, true}) {
            const char* how = sparse ? "sparse" : "dense";
            QTest::addRow("wide, %s", how) << -1 << sparse;
            QTest::addRow("more outputs than a task takes, %s", how) << -2 << sparse;
            for (int seed = 0; seed < 30; ++seed)
                QTest::addRow("%d: %s, %s", seed, randomDescription(seed).name().c_str(), how)
                    << seed << sparse;
        }
    }
    void gradientComesOnceForEveryParameter() {
        QFETCH(int, seed);
        QFETCH(bool, sparse);
        const NetworkDescription wide{1296, 10, {layer(4, {100}, {50}), layer(3, {70, 60}, {50, 40})}};
        const NetworkDescription wider{50, 10, {layer(30, {71}, {50}), layer(3, {700}, {50})}};
        Network<float> network(seed == -1 ? wide : seed == -2 ? wider : randomDescription(seed), 1);
        std::vector<int> bias(network.parameters().size(), -1);
        for (const ParameterBlock& block : network.blocks())
            for (Index i = 0; i < block.size(); ++i) {
                QCOMPARE(bias[block.offset + i], -1); // blocks do not overlap
                bias[block.offset + i] = block.name.ends_with(".bias");
            }
        Activations<float> a = sparse ? network.activations(3, 1) : drawnInput(network, 3, 1);
        if (sparse)
            transpose(a);
        network.forward(a, {0, 3});
        network.backward(a, {0, 3}, 1.0f);
        const StoredGradient<float> gradient = storedGradient(network, a, 3);
        for (std::size_t i = 0; i < bias.size(); ++i) {
            QCOMPARE(gradient.times[i], 1);
            QCOMPARE(gradient.bias[i], bias[i]);
        }
        QVERIFY(gradient.values.allFinite());
        QVERIFY(seed >= 0 || network.gradientTasks(a) > 8);
    }

    // A sparse minibatch, its first layer taken by units as in training, gives what the dense way gives.
    void sparseEqualsDense_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 30; ++seed)
            QTest::addRow("%d: %s", seed, randomDescription(seed).name().c_str()) << seed;
    }
    void sparseEqualsDense() {
        QFETCH(int, seed);
        Network<double> network(randomDescription(seed), seed);
        drawBiases(network, seed);
        Activations<double> dense = drawnInput(network, 7, seed), sparse = dense;
        sparse.x = sparseInput(dense.x.dense());
        network.forward(dense, {0, 7});
        for (int task = 0; task < network.panels(); ++task)
            network.proposePanel(task, sparse, 7);
        for (const Columns columns : {Columns{0, 4}, Columns{4, 3}})
            network.forward(sparse, columns,
                            [&](int l) {
                                network.layer(l).assignFreeGates(sparse.layers[l], columns);
                                return true;
                            },
                            {0, Network<double>::Start::AbovePanels});
        QVERIFY((dense.logProbabilities - sparse.logProbabilities).cwiseAbs().maxCoeff() < 1e-12);

        network.backward(dense, {0, 7}, 1.0);
        network.backward(sparse, {0, 7}, 1.0);
        transpose(sparse);
        const Vector<double> difference =
            storedGradient(network, dense, 7).values - storedGradient(network, sparse, 7).values;
        QVERIFY(difference.cwiseAbs().maxCoeff() < 1e-12);
    }

    // He et al. 2015: variance 2 / inputs of the unit, for an expert of a deeper level those of its own
    // expert.
    void initialisationIsHeNormal() {
        Network<double> network({400, 50, {layer(4, {60, 50}, {80, 70}), layer(3, {90}, {100})}}, 5);
        const std::vector<std::pair<const char*, double>> inputs{{"layers.0.experts.0.weight", 400},
                                                                 {"layers.0.experts.1.weight", 60},
                                                                 {"layers.0.gate.0.weight", 400},
                                                                 {"layers.0.gate.1.weight", 80},
                                                                 {"layers.0.gate.2.weight", 70},
                                                                 {"layers.1.experts.0.weight", 50},
                                                                 {"layers.1.gate.0.weight", 50},
                                                                 {"layers.1.gate.1.weight", 100},
                                                                 {"output.weight", 90}};
        std::size_t weights = 0;
        for (const ParameterBlock& block : network.blocks()) {
            const auto values = network.parameters().segment(block.offset, block.size());
            if (block.name.ends_with(".bias")) {
                QVERIFY2((values.array() == 0).all(), block.name.c_str());
                continue;
            }
            QCOMPARE(block.name, std::string(inputs[weights].first));
            const double variance = values.squaredNorm() / static_cast<double>(block.size());
            const double expected = 2 / inputs[weights++].second;
            const double spread =
                std::sqrt(2.0 / static_cast<double>(block.size())); // relative, of an estimate
            QVERIFY2(std::abs(variance / expected - 1) < 4 * spread, block.name.c_str());
            QVERIFY2(std::abs(values.mean()) < 4 * std::sqrt(expected / static_cast<double>(block.size())),
                     block.name.c_str());
            const double fourth = values.array().pow(4).mean() / (variance * variance);
            QVERIFY2(std::abs(fourth - 3) < 5 * std::sqrt(24.0 / static_cast<double>(block.size())),
                     block.name.c_str());
        }
        QCOMPARE(weights, inputs.size());
    }

    void seedsDiffer() {
        const NetworkDescription description{20, 3, {layer(2, {8}), layer(2, {8})}};
        const Network<float> a(description, 1), same(description, 1), other(description, 2);
        QVERIFY(a.parameters() == same.parameters());
        for (const ParameterBlock& block : a.blocks())
            if (block.name.ends_with(".weight"))
                QVERIFY(a.parameters().segment(block.offset, block.size()) !=
                        other.parameters().segment(block.offset, block.size()));
        std::set<float> values(a.parameters().begin(), a.parameters().end());
        const auto zeros = (a.parameters().array() == 0).count();
        QCOMPARE(static_cast<Index>(values.size()),
                 a.parameters().size() - zeros + 1); // no stream drawn twice
    }

    void firstNonFinite_data() {
        QTest::addColumn<QString>("block"); // where the number is planted
        QTest::addColumn<QString>("where");
        for (const char* value : {"nan", "inf"}) {
            const auto row = [&](const char* block, const char* where) {
                QTest::addRow("%s in %s", value, block) << block << where;
            };
            row("x", "the input");
            row("layers.0.experts.0.weight", "layer 1's experts");
            row("layers.0.experts.0.bias", "layer 1's experts");
            row("layers.0.experts.1.weight", "layer 1's experts");
            row("layers.0.gate.0.weight", "layer 1's gate");
            row("layers.0.gate.1.bias", "layer 1's gate");
            row("layers.1.experts.0.weight", "layer 2's experts");
            row("layers.1.gate.0.bias", "layer 2's gate");
            row("layers.2.experts.0.bias", "layer 3's experts");
            row("output.weight", "the output layer");
            row("output.bias", "the output layer");
        }
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void firstNonFinite() {
        QFETCH(QString, block);
        QFETCH(QString, where);
        Network<float> network({5, 3, {layer(3, {6, 4}), layer(2, {6}), layer(1, {5}, {}, Combine::Plain)}},
                               1);
        drawBiases(network, 2);
        Activations<float> a = drawnInput(network, 4, 1);
        a.x.dense() = a.x.dense().cwiseAbs().eval();
        const float value = QString(QTest::currentDataTag()).startsWith("nan")
                                ? std::numeric_limits<float>::quiet_NaN()
                                : std::numeric_limits<float>::infinity();
        if (block == "x")
            a.x.dense()(2, 1) = value;
        for (const ParameterBlock& b : network.blocks())
            if (QString::fromStdString(b.name) == block)
                network.parameters().segment(b.offset, b.size()).setConstant(value);
        network.forward(a, {0, 4});
        network.loss(a, {0, 4});
        QCOMPARE(QString::fromStdString(network.firstNonFinite(a, {0, 4})), where);
        if (!where.isEmpty()) // and the loss tells, so that somebody asks
            QVERIFY(std::any_of(a.losses.begin(), a.losses.end(),
                                [](double loss) { return !std::isfinite(loss); }));
        if (block == "x")
            QCOMPARE(network.firstNonFinite(a, {2, 2}), std::string()); // only the given columns
    }

    void names_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("name");
        QTest::newRow("the paper's") << 0 << "4x100-4x100";
        QTest::newRow("single") << 1 << "4x100-1x20";
        QTest::newRow("concatenated") << 2 << "4x100-4x20c";
        QTest::newRow("plain") << 3 << "450-100";
        QTest::newRow("deep experts") << 4 << "3x10";
    }
    void names() {
        QFETCH(int, which);
        QFETCH(QString, name);
        const LayerDescription first = layer(4, {100}, {50});
        const std::vector<std::vector<LayerDescription>> layers{
            {first, first},
            {first, layer(4, {20}, {50}, Combine::Single)},
            {first, layer(4, {20}, {50}, Combine::Concatenated)},
            {layer(1, {450}, {}, Combine::Plain), layer(1, {100}, {}, Combine::Plain)},
            {layer(3, {64, 128, 10}, {50})}};
        const NetworkDescription description{1296, 10, layers[which]};
        description.validate();
        QCOMPARE(QString::fromStdString(description.name()), name);
    }

    void badDescriptions_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("message");
        QTest::newRow("no layers") << 0 << "network.layers is empty; describe at least one layer";
        QTest::newRow("no experts") << 1 << "network.layers.1.experts is 0; choose 1 to 4096";
        QTest::newRow("-1 experts") << 2 << "network.layers.0.experts is -1; choose 1 to 4096";
        QTest::newRow("no widths") << 3
                                   << "network.layers.0.hidden is empty; give a width or a list of widths";
        QTest::newRow("width 0") << 4 << "network.layers.0.hidden is 0; choose 1 to 65536";
        QTest::newRow("a linear gate") << 5 << "nothing was thrown";
        QTest::newRow("no gate needed") << 6 << "nothing was thrown";
        QTest::newRow("gate scale") << 7 << "network.layers.0.gate_scale is -1.000000; choose 0 to 100";
        QTest::newRow("expert scale") << 8 << "network.layers.0.expert_scale is 101.000000; choose 0 to 100";
    }
    void badDescriptions() {
        QFETCH(int, which);
        QFETCH(QString, message);
        LayerDescription gatesTooSmall = layer(2, {3}), expertsTooLarge = layer(2, {3});
        gatesTooSmall.gateScale = -1;
        expertsTooLarge.expertScale = 101;
        const std::vector<std::vector<LayerDescription>> layers{{},
                                                                {layer(2, {3}), layer(0, {3})},
                                                                {layer(-1, {3})},
                                                                {layer(2, {})},
                                                                {layer(2, {3, 0})},
                                                                {layer(2, {3}, {})},
                                                                {layer(2, {3}, {}, Combine::Concatenated)},
                                                                {gatesTooSmall},
                                                                {expertsTooLarge}};
        QCOMPARE(sentence<ConfigError>([&] { Network<float>({4, 3, layers[which]}, 0); }), message);
    }

    void combineNames() {
        for (Combine combine : {Combine::Mixture, Combine::Single, Combine::Concatenated, Combine::Plain})
            QVERIFY(combineFromString(toString(combine)) == combine);
        QCOMPARE(sentence<ConfigError>([] { combineFromString("sum"); }),
                 QStringLiteral("combine is \"sum\"; choose mixture, single, concatenated or plain"));
    }
};

QTEST_APPLESS_MAIN(TestNetwork)
#include "tst_network.moc"
