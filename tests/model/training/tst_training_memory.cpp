// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/memory.h"
#include "model/base/worker_pool.h"
#include "tests/model/memory.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

NetworkDescription network(std::vector<LayerDescription> layers, int inputs = 30) {
    NetworkDescription description;
    description.input = inputs;
    description.classes = 4;
    description.layers = std::move(layers);
    return description;
}

} // namespace

/// No configuration makes the program take memory before it has compared what it would take with what is
/// free.
class TestTrainingMemory : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { EXPERTSCOPE_SKIP_SANITIZED_MEMORY(); }
    void refused_data() {
        QTest::addColumn<NetworkDescription>("description");
        QTest::addColumn<int>("minibatch");
        QTest::addColumn<int>("examples");
        QTest::addColumn<QString>("message"); // a pattern
        const QString free = " of memory, but only [0-9.]+ MB are free; choose fewer, or narrower, experts";
        const QString batch = free + ", or a smaller training\\.minibatch\\.$";
        QTest::newRow("wide experts")
            << network({layer(4096, {65536})}) << 10 << 100
            << "^To train the network 4096x65536 in minibatches of 10 takes 88 GB" + batch;
        QTest::newRow("whose product no whole number holds")
            << network(std::vector<LayerDescription>(100, layer(4096, {65536}, {4}, Combine::Concatenated)))
            << 10 << 100 << " takes [0-9.]+ EB" + batch;
        QTest::newRow("many widths") << network({layer(4096, std::vector<int>(100, 1000))}) << 10 << 100
                                     << " takes 3.3 TB" + batch;
        QTest::newRow("a wide gate") << network({layer(2, {4}, {65536, 65536})}) << 10 << 100
                                     << " takes 34.* GB" + batch;
        QTest::newRow("a large minibatch") << network({layer(100, {100})}) << 1'000'000 << 1'000'000
                                           << "in minibatches of 1000000 takes 8[0-9] GB" + batch;
        QTest::newRow("of large images") << network({layer(1, {1})}, 3 * 1224 * 1224) << 10'000 << 1'000'000
                                         << "in minibatches of 10000 takes 180 GB" + batch;
    }
    void refused() {
        QFETCH(NetworkDescription, description);
        QFETCH(int, minibatch);
        QFETCH(int, examples);
        QFETCH(QString, message);
        TrainingPlan plan;
        plan.minibatch = minibatch;
        // As if there were so many examples: what they are is not looked at before.
        const TrainingExamples made{madeExamples(8).data, examples, madeExamples(8).jitter};
        const Measured found = measured(
            [&] {
                WorkerPool pool(1);
                const Trainer trainer(description, plan, made, 0, pool);
            },
            512 << 20);
        QVERIFY2(QRegularExpression(message).match(found.said).hasMatch(), qPrintable(found.said));
        QVERIFY2(found.bytes >= 0 && found.bytes <= (2 << 20) + ownPages,
                 qPrintable(QString::number(found.bytes)));
    }

    /// The same for who only evaluates.
    void refusedAsANetworkToo() {
        const Measured found =
            measured([] { const Network<float> one(network({layer(4096, {65536})}), 0); }, 512 << 20);
        QVERIFY2(
            QRegularExpression("^The network 4096x65536 takes 33\\.3 GB of memory, but only [0-9.]+ MB are "
                               "free; choose fewer, or narrower, experts\\.$")
                .match(found.said)
                .hasMatch(),
            qPrintable(found.said));
    }

    void tooManyLevels() {
        const auto said = [](const NetworkDescription& description) {
            return sentence<ConfigError>([&] { description.validate(); });
        };
        QCOMPARE(said(network(std::vector<LayerDescription>(101, layer(1, {1})))),
                 QString("network.layers has 101 layers; describe at most 100"));
        QCOMPARE(said(network({layer(1, std::vector<int>(101, 1))})),
                 QString("network.layers.0.hidden has 101 widths; give at most 100"));
    }

    /// What is said to be needed is not far from what is taken: nobody is refused who has twice as much.
    void isNearTheTruth_data() {
        QTest::addColumn<NetworkDescription>("description");
        QTest::addColumn<int>("minibatch");
        QTest::newRow("weights") << network({layer(16, {600}, {50}), layer(16, {600}, {50})}) << 10;
        QTest::newRow("a minibatch") << network({layer(16, {100}, {50}), layer(16, {100}, {50})}) << 5000;
        QTest::newRow("many experts") << network({layer(4096, {8}, {8})}) << 100;
        QTest::newRow("many levels") << network(std::vector<LayerDescription>(20, layer(4096, {1, 1}, {1})))
                                     << 1;
    }
    void isNearTheTruth() {
        QFETCH(NetworkDescription, description);
        QFETCH(int, minibatch);
        TrainingPlan plan;
        plan.minibatch = minibatch;
        const TrainingExamples examples = madeExamples(5000);
        description.input = examples.jitter.canvas().size();
        const Measured found = measured([&] {
            WorkerPool pool(1);
            Trainer trainer(description, plan, examples, 0, pool);
            trainer.step();
        });
        QVERIFY2(found.said.isEmpty(), qPrintable(found.said));
        const double needed = description.weightBytes() +
                              4.0 * static_cast<double>(description.parameterCount()) +
                              minibatch * description.exampleBytes();
        QVERIFY2(found.bytes > 0.5 * needed && found.bytes < 2 * needed + (4 << 20),
                 qPrintable(QString("%1 of %2").arg(found.bytes).arg(needed)));
    }
};

QTEST_APPLESS_MAIN(TestTrainingMemory)
#include "tst_training_memory.moc"
