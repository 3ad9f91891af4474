// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/network/network.h"
#include "tests/model/network/random_network.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

/// What holds of every layer in the table; a new one is tested by being there. Its gradient is in
/// tst_network_gradient, what is its own in a test of its own.
class TestLayers : public QObject {
    Q_OBJECT

    void kinds() {
        QTest::addColumn<QString>("kind");
        for (const LayerKind& kind : layerKinds())
            QTest::addRow("%s", kind.name.c_str()) << QString::fromStdString(kind.name);
    }
    static const LayerKind& fetched() {
        QFETCH(QString, kind);
        return *findKind(layerKinds(), kind.toStdString());
    }
    static LayerDescription random(const LayerKind& kind, std::uint32_t round) {
        Random random(21, Stream::StrokeDigits, round);
        LayerDescription layer = randomDescription(round).layers.front();
        layer.kind = kind.name;
        layer.settings = randomSettings(kind, layer.experts, random);
        return layer;
    }

  private slots:
    // Counted before it is made, and as it is made.
    void countsItself_data() { kinds(); }
    void countsItself() {
        for (std::uint32_t round = 0; round < 50; ++round) {
            const LayerDescription description = random(fetched(), round);
            const LayerPlace place{.input = ImageShape{3, 2, 1 + static_cast<int>(round % 3)}};
            const LayerCounts counts = fetched().count(description, place);
            const auto layer = makeLayer<float>(description, place);
            QCOMPARE(counts.parameters, static_cast<double>(layer->parameterCount()));
            QVERIFY(counts.output == layer->outputShape());
            double named = 0, weights = 0;
            for (const ParameterBlock& block : layer->blocks("l")) {
                named += static_cast<double>(block.size());
                weights += block.columns > 1 || block.name.ends_with(".weight")
                               ? static_cast<double>(block.size())
                               : 0;
            }
            QCOMPARE(named, counts.parameters);
            QVERIFY(counts.inputMultiplyAdds <= counts.multiplyAdds);
            QVERIFY(counts.multiplyAdds >= weights); // each is used for each example at least once
        }
    }

    // A way forward by some columns leaves the others alone, whoever takes which.
    void columnByColumn_data() { kinds(); }
    void columnByColumn() {
        for (std::uint32_t round = 0; round < 50; ++round) {
            const LayerDescription description = random(fetched(), round);
            const LayerPlace place{.input = 7};
            const auto layer = makeLayer<float>(description, place);
            Vector<float> theta = normals(layer->parameterCount(), 3, round).cast<float>();
            const Matrix<float> x = normals(7 * 6, 4, round).reshaped(7, 6).cast<float>();
            const Chance chance{true, 5, round, {0, 1, 2, 3, 4, 5}};
            auto whole = layer->activations(6), parts = layer->activations(6);
            const auto go = [&](LayerActivations<float>& a, Columns columns) {
                layer->propose(theta.data(), {x, columns, &chance}, a, columns);
                layer->assignFreeGates(a, columns);
                layer->mix(a, columns);
            };
            go(whole, {0, 6});
            parts.z.setConstant(9);
            go(parts, {4, 1});
            QVERIFY((parts.z.leftCols(4).array() == 9).all() && (parts.z.col(5).array() == 9).all());
            for (const Columns columns : {Columns{0, 4}, Columns{5, 1}})
                go(parts, columns);
            QVERIFY((parts.z - whole.z).cwiseAbs().maxCoeff() < 1e-5f); // products may sum otherwise by width
        }
    }

    void isDescribed_data() { kinds(); }
    void isDescribed() {
        const LayerKind& kind = fetched();
        QVERIFY(!kind.formula.empty() && !kind.paper.empty() && kind.sentence.ends_with('.'));
        QVERIFY(!kind.label(LayerDescription()).empty());
        LayerDescription description;
        description.kind = kind.name;
        expertscope::validate(description, "layer"); // its own defaults are legal
    }

    void refusals_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("rate");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no such kind") << "dropot" << 0.5 << "L.kind is \"dropot\"; choose one of experts, ";
        QTest::newRow("too much") << "dropout" << 1.0 << "L.rate is 1; choose 0 to 0.95";
        QTest::newRow("less than none") << "dropout" << -0.1 << "L.rate is -0.1; choose 0 to 0.95";
        QTest::newRow("no setting of it")
            << "experts" << 0.5 << "L.rate is no setting of experts; leave it out";
    }
    void refusals() {
        QFETCH(QString, kind);
        QFETCH(double, rate);
        QFETCH(QString, sentence);
        LayerDescription description;
        description.kind = kind.toStdString();
        description.settings["rate"] = rate;
        const QString said = testing::sentence<ConfigError>([&] { expertscope::validate(description, "L"); });
        QVERIFY2(said.startsWith(sentence), qPrintable(said));
    }

    // The output joins experts: there have to be some.
    void outputNeedsExperts() {
        NetworkDescription description{5, 3, {layer(4, {5}), {}}, Output::Mixture};
        description.layers[1].kind = "dropout";
        QCOMPARE(
            sentence<ConfigError>([&] { description.validate(); }),
            "network.output is mixture, which joins the last layer's experts, but network.layers.1.kind is "
            "dropout; choose softmax, or end in a layer of experts");
    }
};

QTEST_APPLESS_MAIN(TestLayers)
#include "tst_layers.moc"
