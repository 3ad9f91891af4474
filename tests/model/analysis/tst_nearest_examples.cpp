// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/nearest_examples.h"
#include "model/data/example_set.h"
#include "tests/model/network/random_network.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// 230 examples: more than two chunks, the last one short.
struct Case {
    std::shared_ptr<const Dataset> data = std::make_shared<Dataset>(madeDataset(230));
    ExampleSet set = exampleSet();
    Network<float> network{description(), 3};

    Case() { drawBiases(network, 5); }
    ExampleSet exampleSet() const {
        std::vector<std::uint32_t> all(230);
        std::vector<Shift> shifts;
        for (std::uint32_t i = 0; i < 230; ++i) {
            all[i] = i;
            shifts.push_back({static_cast<std::int8_t>(i % 3 - 1), static_cast<std::int8_t>(i % 2)});
        }
        return {data, Translation(data->shape, 1), all, shifts};
    }
    NetworkDescription description() const {
        NetworkDescription described;
        described.input = set.shape().size();
        described.classes = 4;
        described.layers = {layer(3, {8}), layer(2, {7})};
        return described;
    }
    /// One after the other, in double, from what the classifier sees.
    double similarity(int i, int j) const {
        const Vector<double> a = representation(i), b = representation(j);
        return a.dot(b) / (a.norm() * b.norm());
    }
    Vector<double> representation(int i) const {
        Activations<float> a = network.activations(1);
        set.copyTo({i, 1}, a.x.dense());
        network.forward(a, {0, 1});
        return a.layers.back().z.col(0).cast<double>();
    }
};

} // namespace

class TestNearestExamples : public QObject {
    Q_OBJECT

    Case case_;

  private slots:
    void theMostAlikeOfOtherClassesFirst_data() {
        QTest::addColumn<int>("example");
        for (const int i : {0, 57, 99, 100, 229})
            QTest::addRow("example %d", i) << i;
    }

    void theMostAlikeOfOtherClassesFirst() {
        QFETCH(int, example);
        const ExampleSet& set = case_.set;
        const auto found = nearestCompetitors(case_.network, set, example, 5);
        QCOMPARE(found.size(), 5);
        for (std::size_t k = 0; k < found.size(); ++k) {
            QVERIFY(set.label(found[k].example) != set.label(example));
            const double similarity = case_.similarity(example, found[k].example);
            QVERIFY(std::abs(double(found[k].similarity) - similarity) < 1e-5);
            QVERIFY(k == 0 || found[k].similarity <= found[k - 1].similarity);
        }
        for (int other = 0; other < set.count(); ++other) { // nobody was passed over
            const bool listed = std::any_of(found.begin(), found.end(),
                                            [&](const auto& one) { return one.example == other; });
            if (!listed && set.label(other) != set.label(example))
                QVERIFY(case_.similarity(example, other) < double(found.back().similarity) + 1e-5);
        }
    }

    void fewerThanAskedAreAllOfThem() {
        int others = 0;
        for (int i = 0; i < case_.set.count(); ++i)
            others += case_.set.label(i) != case_.set.label(3);
        QCOMPARE(nearestCompetitors(case_.network, case_.set, 3, 1000).size(), others);
        QVERIFY(nearestCompetitors(case_.network, case_.set, 3, 0).empty());
    }

    void theAnswerIsTheNetworks() {
        for (const NearestExample& one : nearestCompetitors(case_.network, case_.set, 8, 4)) {
            Activations<float> a = case_.network.activations(1);
            case_.set.copyTo({one.example, 1}, a.x.dense());
            case_.network.forward(a, {0, 1});
            Index answer = 0;
            a.logits.col(0).maxCoeff(&answer);
            QCOMPARE(one.answer, answer);
        }
    }

    /// The standard mixture of experts (eq. 1) has no z: its answers are compared.
    void expertsThatClassifyAreComparedByTheirAnswers() {
        NetworkDescription described = case_.description();
        described.layers.pop_back();
        described.output = Output::Mixture;
        const Network<float> network(described, 3);
        const auto probabilities = [&](int i) -> Vector<double> {
            Activations<float> a = network.activations(1);
            case_.set.copyTo({i, 1}, a.x.dense());
            network.forward(a, {0, 1});
            return a.logProbabilities.col(0).cast<double>().array().exp();
        };
        const Vector<double> one = probabilities(8);
        for (const NearestExample& other : nearestCompetitors(network, case_.set, 8, 4)) {
            const Vector<double> two = probabilities(other.example);
            QVERIFY(std::abs(double(other.similarity) - one.dot(two) / (one.norm() * two.norm())) < 1e-5);
        }
    }

    void aRepresentationOfZerosIsLikeNobody() {
        Network<float> dead = case_.network;
        dead.parameters().setZero();
        for (const NearestExample& one : nearestCompetitors(dead, case_.set, 8, 4))
            QCOMPARE(one.similarity, 0.f);
    }
};

QTEST_GUILESS_MAIN(TestNearestExamples)
#include "tst_nearest_examples.moc"
