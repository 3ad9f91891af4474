// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/evaluation.h"
#include "model/analysis/information.h"
#include "model/analysis/top_examples.h"
#include "model/base/worker_pool.h"
#include "tests/model/testing.h"

#include <numeric>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

Matrix<float> randomGates(Index experts, Index examples, std::uint64_t seed) {
    Matrix<float> gates =
        normals(experts * examples, seed).reshaped(experts, examples).array().exp().cast<float>();
    for (Index i = 0; i < examples; ++i)
        gates.col(i) /= gates.col(i).sum();
    return gates;
}

/// Every class at every shift once: classes * (2 jitter + 1)^2 examples.
ExampleSet everyCombination(int classes, int jitter) {
    Dataset data = madeDataset(classes, {2, 2, 1}, classes);
    std::iota(data.label.values.begin(), data.label.values.end(), std::uint16_t{0});
    const Translation translation(data.shape, jitter);
    std::vector<std::uint32_t> examples;
    std::vector<Shift> shifts;
    for (int v = 0; v < translation.values(); ++v)
        for (int c = 0; c < classes; ++c) {
            examples.push_back(static_cast<std::uint32_t>(c));
            shifts.push_back(translation.shift(v));
        }
    return ExampleSet(std::make_shared<const Dataset>(data), translation, examples, shifts);
}

/// Each example wholly to expert pick(i).
template <class Pick> Matrix<float> hardGates(int experts, int examples, Pick pick) {
    Matrix<float> gates = Matrix<float>::Zero(experts, examples);
    for (int i = 0; i < examples; ++i)
        gates(pick(i), i) = 1;
    return gates;
}

GatingStatistics statisticsOf(const ExampleSet& set, std::vector<Matrix<float>> gates, bool live = false) {
    Evaluation evaluation;
    evaluation.gates = std::move(gates);
    std::vector<int> layers(evaluation.gates.size());
    std::iota(layers.begin(), layers.end(), 0);
    return gatingStatistics(evaluation, layers, set, live);
}

} // namespace

class TestGatingStatistics : public QObject {
    Q_OBJECT
  private slots:
    void meanGatingByValue() {
        Attribute attribute = classAttribute(classNames(5));
        Random random(1, Stream::StrokeDigits);
        for (int i = 0; i < 300; ++i)
            attribute.values.push_back(static_cast<std::uint16_t>(random.below(4))); // nobody has value 4
        const Matrix<float> gates = randomGates(3, 300, 2);
        const MeanGating mean = meanGating(gates, attribute);
        QCOMPARE(mean.attribute, std::string("class"));
        QCOMPARE(mean.valueNames, classNames(5));
        QCOMPARE(mean.gridColumns, 5);
        for (int v = 0; v < 5; ++v) {
            int count = 0;
            std::vector<double> sum(3, 0.0);
            for (int i = 0; i < 300; ++i)
                if (attribute.values[i] == v) {
                    ++count;
                    for (int e = 0; e < 3; ++e)
                        sum[e] += gates(e, i);
                }
            QCOMPARE(mean.examples[v], count);
            for (int e = 0; e < 3; ++e)
                QVERIFY(v == 4 ? std::isnan(mean.mean(e, v))
                               : std::abs(mean.mean(e, v) - sum[e] / count) < 1e-6);
        }
    }

    void jointOfTwoLayers() {
        const Matrix<float> first = randomGates(3, 200, 1), second = randomGates(4, 200, 2);
        const JointAssignment joint = jointAssignment(first, second);
        for (int i = 0; i < 3; ++i) {
            double row = 0;
            for (int j = 0; j < 4; ++j) {
                double sum = 0;
                for (int n = 0; n < 200; ++n)
                    sum += static_cast<double>(first(i, n)) * static_cast<double>(second(j, n));
                QVERIFY(std::abs(joint.mean(i, j) - sum / 200) < 1e-7);
                row += sum / 200;
            }
            for (int j = 0; j < 4; ++j)
                QVERIFY(std::abs(joint.rowNormalised()(i, j) - joint.mean(i, j) / row) < 1e-6);
        }
        QVERIFY(std::abs(joint.mean.sum() - 1) < 1e-6f);
    }

    void combinationsInUse_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<double>("combinations");
        QTest::addColumn<double>("information");
        QTest::newRow("all, evenly") << 0 << 12.0 << 0.0;
        QTest::newRow("one layer repeats the other") << 1 << 3.0 << 1.0;
        QTest::newRow("only one") << 2 << 1.0 << 0.0;
    }
    void combinationsInUse() {
        QFETCH(int, which);
        QFETCH(double, combinations);
        QFETCH(double, information);
        const auto first = [&](int i) { return which == 2 ? 1 : i % 3; };
        const auto second = [&](int i) { return which == 0 ? i / 3 % 4 : which == 1 ? i % 3 : 2; };
        const JointAssignment joint = jointAssignment(hardGates(3, 120, first), hardGates(4, 120, second));
        QVERIFY(std::abs(joint.effectiveCombinations() - combinations) < 1e-5);
        QVERIFY(std::abs(joint.information() - information) < 1e-6);
    }

    void loads_data() {
        QTest::addColumn<QList<float>>("load");
        QTest::addColumn<double>("variation");
        QTest::addColumn<int>("dead");
        QTest::newRow("even") << QList<float>{.25f, .25f, .25f, .25f} << 0.0 << 0;
        QTest::newRow("one has all") << QList<float>{1, 0, 0, 0} << std::sqrt(3.0) << 3;
        QTest::newRow("about the limit of 0.025") << QList<float>{.024f, .026f, .475f, .475f} << 0.9 << 1;
        QTest::newRow("one expert") << QList<float>{1} << 0.0 << 0;
    }
    void loads() {
        QFETCH(QList<float>, load);
        QFETCH(double, variation);
        QFETCH(int, dead);
        const ExampleSet set = everyCombination(4, 1);
        const Matrix<float> gates =
            Eigen::Map<const Vector<float>>(load.data(), load.size()).replicate(1, set.count());
        const LayerStatistics layer = statisticsOf(set, {gates}).layers[0];
        QCOMPARE(layer.experts(), int(load.size()));
        for (int e = 0; e < layer.experts(); ++e)
            QVERIFY(std::abs(layer.load[e] - load[e]) < 1e-6f);
        QVERIFY(std::abs(layer.loadVariation - variation) < 1e-3);
        QCOMPARE(layer.deadExperts, dead);
    }

    // Layer 1 by rows of the shift, layer 2 by halves of the classes: purely "where", then purely "what".
    void factorisationScore_data() {
        QTest::addColumn<bool>("swapped");
        QTest::addColumn<QList<double>>("expected"); // i1t, i1c, i2c, i2t, score
        QTest::newRow("where, then what") << false << QList<double>{1, 0, 1, 0, 1};
        QTest::newRow("what, then where") << true << QList<double>{0, 1, 0, 1, -1};
    }
    void factorisationScore() {
        QFETCH(bool, swapped);
        QFETCH(QList<double>, expected);
        const ExampleSet set = everyCombination(4, 1);
        const auto where = hardGates(3, set.count(), [&](int i) { return set.shift(i).dy + 1; });
        const auto what = hardGates(2, set.count(), [&](int i) { return set.label(i) / 2; });
        const Factorisation f =
            statisticsOf(set, swapped ? std::vector{what, where} : std::vector{where, what}).factorisation;
        const QList<double> got{*f.i1t, *f.i1c, *f.i2c, *f.i2t, *f.score};
        for (int k = 0; k < 5; ++k)
            QVERIFY(std::abs(got[k] - expected[k]) < 1e-9);
    }

    void whatDoesNotApplyIsEmpty_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("jitter");
        QTest::addColumn<QString>("there");
        QTest::newRow("no mixture layer") << 0 << 1 << "";
        QTest::newRow("one layer") << 1 << 1 << "i1t i1c";
        QTest::newRow("one layer, no jitter") << 1 << 0 << "i1c";
        QTest::newRow("two layers") << 2 << 1 << "i1t i1c i2c i2t score";
        QTest::newRow("two layers, no jitter") << 2 << 0 << "i1c i2c";
        QTest::newRow("three layers") << 3 << 1 << "i1t i1c";
    }
    void whatDoesNotApplyIsEmpty() {
        QFETCH(int, layers);
        QFETCH(int, jitter);
        QFETCH(QString, there);
        const ExampleSet set = everyCombination(4, jitter);
        std::vector<Matrix<float>> gates;
        for (int l = 0; l < layers; ++l)
            gates.push_back(randomGates(3, set.count(), static_cast<std::uint64_t>(l)));
        const GatingStatistics statistics = statisticsOf(set, gates);
        const Factorisation& f = statistics.factorisation;
        QStringList words;
        for (const auto& [name, value] :
             {std::pair{"i1t", f.i1t}, {"i1c", f.i1c}, {"i2c", f.i2c}, {"i2t", f.i2t}, {"score", f.score}})
            if (value)
                words << name;
        QCOMPARE(words.join(' '), there);
        QCOMPARE(int(statistics.layers.size()), layers);
        QCOMPARE(int(statistics.joints.size()), std::max(layers - 1, 0));
        for (int k = 0; k + 1 < layers; ++k) {
            QCOMPARE(statistics.joints[k].firstLayer, k);
            QCOMPARE(statistics.joints[k].secondLayer, k + 1);
        }
        QCOMPARE(statistics.top.columns, layers == 0 ? 0 : layers == 1 ? 1 : 3);
    }

    void liveSubtractsTheNull() {
        const ExampleSet set = everyCombination(4, 2);
        const Matrix<float> gates = randomGates(3, set.count(), 1);
        const LayerStatistics live = statisticsOf(set, {gates}, true).layers[0],
                              exact = statisticsOf(set, {gates}).layers[0];
        for (std::size_t k = 0; k < 2; ++k) {
            const Attribute& attribute = set.attributes()[k];
            const double raw = gateInformation(gates, attribute.values, attribute.valueCount());
            QCOMPARE(exact.information[k], raw);
            QCOMPARE(live.information[k],
                     raw - permutationNull(gates, attribute.values, attribute.valueCount()));
            QCOMPARE(*live.informationOn(attribute.name), live.information[k]);
            QCOMPARE(exact.by(attribute.name)->attribute, attribute.name);
        }
        QVERIFY(!live.by("speaker") && !live.informationOn("speaker"));
    }

    void threadsDoNotChangeBits() {
        const ExampleSet set = everyCombination(4, 2);
        Evaluation evaluation;
        for (const Index experts : {70, 66}) // more than a block of the joint assignment
            evaluation.gates.push_back(
                randomGates(experts, set.count(), static_cast<std::uint64_t>(experts)));
        const GatingStatistics alone = gatingStatistics(evaluation, {0, 1}, set, true);
        for (const int threads : {1, 2, 5}) {
            WorkerPool pool(threads);
            const GatingStatistics shared = gatingStatistics(evaluation, {0, 1}, set, true, 9, &pool);
            for (std::size_t l = 0; l < 2; ++l) {
                QCOMPARE(shared.layers[l].information, alone.layers[l].information);
                for (std::size_t k = 0; k < 2; ++k)
                    QVERIFY(shared.layers[l].byAttribute[k].mean == alone.layers[l].byAttribute[k].mean);
            }
            QVERIFY(shared.joints[0].mean == alone.joints[0].mean);
            QVERIFY(shared.top.entries == alone.top.entries);
        }
        QVERIFY((alone.joints[0].mean - jointAssignment(evaluation.gates[0], evaluation.gates[1]).mean)
                    .cwiseAbs()
                    .maxCoeff() < 1e-9f);
    }

    void topExamplesAreBounded_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::addColumn<int>("k");
        QTest::newRow("few combinations") << 4 << 4 << 9;
        QTest::newRow("64 x 64") << 64 << 64 << 9;
        QTest::newRow("many") << 128 << 128 << 4;
        QTest::newRow("very many") << 300 << 300 << 1;
    }
    void topExamplesAreBounded() {
        QFETCH(int, first);
        QFETCH(int, second);
        QFETCH(int, k);
        const ExampleSet set = everyCombination(4, 1);
        const std::vector gates{randomGates(first, set.count(), 1), randomGates(second, set.count(), 2)};
        const TopExamples top = statisticsOf(set, gates).top;
        QCOMPARE(top.k, k);
        QVERIFY(top.entries == topExamples(gates[0], &gates[1], k).entries);
    }

    void topExamplesEqualSorting_data() {
        QTest::addColumn<int>("examples");
        QTest::addColumn<int>("second"); // experts of the second layer; 0: there is none
        QTest::addColumn<int>("k");
        QTest::addColumn<bool>("ties");
        for (bool ties : {false, true}) {
            QTest::addRow("two layers, ties %d", ties) << 200 << 4 << 9 << ties;
            QTest::addRow("one layer, ties %d", ties) << 200 << 0 << 9 << ties;
            QTest::addRow("many examples, ties %d", ties) << 1000 << 3 << 9 << ties;
            QTest::addRow("fewer examples than k, ties %d", ties) << 5 << 2 << 9 << ties;
            QTest::addRow("as many examples as k, ties %d", ties) << 9 << 2 << 9 << ties;
            QTest::addRow("the best one, ties %d", ties) << 50 << 3 << 1 << ties;
            QTest::addRow("no examples, ties %d", ties) << 0 << 3 << 4 << ties;
            QTest::addRow("k 0, ties %d", ties) << 10 << 3 << 0 << ties;
        }
    }
    void topExamplesEqualSorting() {
        QFETCH(int, examples);
        QFETCH(int, second);
        QFETCH(int, k);
        QFETCH(bool, ties);
        const auto gates = [&](int experts, std::uint64_t seed) -> Matrix<float> {
            Matrix<float> g = randomGates(experts, examples, seed);
            if (ties) // a few levels only, 0 among them
                g = (g.array() * 3).floor() / 3;
            return g;
        };
        const Matrix<float> a = gates(3, 1), b = gates(std::max(second, 1), 2);
        const TopExamples top = topExamples(a, second ? &b : nullptr, k);
        QCOMPARE(top.rows, 3);
        QCOMPARE(top.columns, std::max(second, 1));
        QCOMPARE(int(top.entries.size()), top.rows * top.columns * k);
        for (int row = 0; row < top.rows; ++row)
            for (int column = 0; column < top.columns; ++column) {
                std::vector<TopExamples::Entry> all(examples);
                for (int i = 0; i < examples; ++i)
                    all[i] = {i, a(row, i) * (second ? b(column, i) : 1.0f)};
                std::stable_sort(all.begin(), all.end(), [](auto& x, auto& y) { return x.gate > y.gate; });
                // Whom they do not take is not theirs; those that are missing stay -1.
                std::erase_if(all, [](const auto& entry) { return entry.gate == 0; });
                all.resize(k);
                for (int rank = 0; rank < k; ++rank)
                    QVERIFY(top.entry(row, column, rank) == all[rank]);
            }
    }
    // Examples that no expert took say nothing about how experts go together, nor about attributes.
    void withoutExperts() {
        Matrix<float> first(2, 8), second(2, 8);
        first << 1, 0, 1, 0, 0, 0, 0, 0, /**/ 0, 1, 0, 1, 0, 0, 0, 0;
        second = first;
        const JointAssignment joint = jointAssignment(first, second);
        QCOMPARE(joint.mean(0, 0), 0.25f);
        QVERIFY(std::abs(joint.effectiveCombinations() - 2) < 1e-12);
        QVERIFY(std::abs(joint.information() - 1) < 1e-12);
        QVERIFY(std::abs(gateInformation(first, {0, 1, 0, 1, 0, 1, 0, 1}, 2) - 1) < 1e-12);
        first.setZero();
        QCOMPARE(gateInformation(first, {0, 1, 0, 1, 0, 1, 0, 1}, 2), 0.);
        QCOMPARE(jointAssignment(first, second).information(), 0.);
    }
    // Weights that left the finite give gates that are no numbers; they are nobody's best.
    void topExamplesPassOverWhatIsNone() {
        Matrix<float> gates = randomGates(2, 100, 1);
        gates.col(40).setConstant(std::numeric_limits<float>::quiet_NaN());
        const TopExamples some = topExamples(gates, nullptr, 3);
        for (int rank = 0; rank < 3; ++rank)
            QVERIFY(some.entry(0, 0, rank).example >= 0 && some.entry(0, 0, rank).example != 40);
        gates.setConstant(std::numeric_limits<float>::quiet_NaN());
        QCOMPARE(topExamples(gates, nullptr, 3).entry(1, 0, 0).example, -1);
    }
};

QTEST_APPLESS_MAIN(TestGatingStatistics)
#include "tst_gating_statistics.moc"
