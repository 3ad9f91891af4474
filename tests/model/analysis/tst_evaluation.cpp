// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/evaluation.h"
#include "model/base/worker_pool.h"
#include "tests/model/testing.h"

#include <numeric>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

NetworkDescription description(int kind) {
    switch (kind) {
    case 0:
        return {56, 4, {layer(4, {30, 20}, {10}), layer(3, {20}, {10})}};
    case 1:
        return {56, 4, {layer(4, {30}, {10}), layer(2, {20}, {}, Combine::Concatenated), layer(3, {9}, {5})}};
    default:
        return {56, 4, {layer(1, {30}, {}, Combine::Plain)}};
    }
}

} // namespace

class TestEvaluation : public QObject {
    Q_OBJECT
  private slots:
    void equalsPlainForward_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("count");
        for (int kind : {0, 1, 2})
            for (int count : {1, 99, 100, 101, 257})
                QTest::addRow("network %d, %d examples", kind, count) << kind << count;
    }
    void equalsPlainForward() {
        QFETCH(int, kind);
        QFETCH(int, count);
        const Network<float> network(description(kind), 1);
        const ExampleSet set = madeSet(count);
        Activations<float> a = network.activations(count);
        set.copyTo({0, count}, a.x.dense());
        for (int i = 0; i < count; ++i)
            a.labels[i] = set.label(i);
        network.forward(a, {0, count});
        network.loss(a, {0, count});
        int errors = 0;

        WorkerPool pool(1);
        const Evaluation evaluation = Evaluator(pool).evaluate(network, set);
        for (int i = 0; i < count; ++i) {
            Index answer = 0;
            a.logits.col(i).maxCoeff(&answer);
            QCOMPARE(evaluation.answers[i], int(answer));
            errors += answer != a.labels[i];
        }
        QCOMPARE(evaluation.error, double(errors) / count);
        const double loss = std::accumulate(a.losses.begin(), a.losses.end(), 0.0) / count;
        QVERIFY(std::abs(evaluation.loss - loss) < 1e-5);
        const std::vector<int> gated = network.gatedLayers();
        QCOMPARE(evaluation.gates.size(), gated.size());
        for (std::size_t k = 0; k < gated.size(); ++k)
            QVERIFY((evaluation.gates[k] - a.layers[gated[k]].gate.gates).cwiseAbs().maxCoeff() < 1e-5f);
    }

    void threadsDoNotChangeBits() {
        const Network<float> network(description(0), 1);
        const ExampleSet set = madeSet(731);
        WorkerPool one(1);
        const Evaluation expected = Evaluator(one).evaluate(network, set);
        for (int threads : {2, 3, 8, 11}) {
            WorkerPool pool(threads);
            const Evaluation evaluation = Evaluator(pool).evaluate(network, set);
            QCOMPARE(evaluation.answers, expected.answers);
            QCOMPARE(evaluation.loss, expected.loss);
            QVERIFY(evaluation.gates == expected.gates);
        }
    }

    // One evaluator serves networks of different shapes, and what it did before leaves no trace.
    void takesOneAfterAnother() {
        WorkerPool pool(2);
        Evaluator evaluator(pool);
        const ExampleSet large = madeSet(250), small = madeSet(30);
        for (int kind : {0, 1, 0, 2, 0}) {
            const Network<float> network(description(kind), 3);
            for (const ExampleSet* set : {&large, &small}) {
                const Evaluation evaluation = evaluator.evaluate(network, *set),
                                 fresh = Evaluator(pool).evaluate(network, *set);
                QCOMPARE(evaluation.loss, fresh.loss);
                QVERIFY(evaluation.gates == fresh.gates);
            }
        }
    }

    void emptySet() {
        WorkerPool pool(2);
        const ImageShape shape{6, 5, 1};
        const ExampleSet set(std::make_shared<const Dataset>(madeDataset(3, shape)), Translation(shape, 1),
                             {}, {});
        const Evaluation evaluation = Evaluator(pool).evaluate(Network<float>(description(0), 1), set);
        QCOMPARE(evaluation.error, 0.0);
        QCOMPARE(evaluation.gates[0].cols(), Index{0});
    }
};

QTEST_APPLESS_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
