// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/evaluation.h"
#include "model/analysis/gating_statistics.h"
#include "model/base/worker_pool.h"
#include "model/data/mnist.h"
#include "model/data/stroke_digits.h"
#include "model/training/training_data.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

/// The paper's reason for its constraint, in miniature: without it a few experts take all the work and the
/// others never learn any.
class TestCollapse : public QObject {
    Q_OBJECT
  private slots:
    void constraintKeepsExpertsAlive_data() {
        QTest::addColumn<bool>("real");
        QTest::newRow("the built-in digits") << false;
        QTest::newRow("MNIST") << true;
    }
    void constraintKeepsExpertsAlive() {
        QFETCH(bool, real);
        const auto folder = mnistFolder();
        if (real && folder.empty())
            QSKIP("MNIST is not at hand; set EXPERTSCOPE_DATA to the folder that holds it");
        WorkerPool pool(2);
        const TrainingData data = makeTrainingData(real ? firstOf(readMnist(*findMnist(folder)), 5'000, 1'000)
                                                        : makeStrokeDigits(0, 5'000, 1'000, pool),
                                                   0, 0, 0);
        int dead = 0;
        for (int seed : {0, 1, 2, 3, 4, 5}) {
            dead += deadExperts(data, seed, false); // one or two of eight
            QCOMPARE(deadExperts(data, seed, true), 0);
        }
        QVERIFY2(dead >= 4, "nearly every expert lives without the constraint");
    }

  private:
    static DataPair firstOf(DataPair pair, int train, int test) {
        for (auto& [data, count] : {std::pair<Dataset&, int>(pair.train, train), {pair.test, test}}) {
            data.label.values.resize(count);
            std::get<std::vector<std::uint8_t>>(data.pixels)
                .resize(static_cast<std::size_t>(count) * data.shape.size());
        }
        return pair;
    }

    static int deadExperts(const TrainingData& data, int seed, bool constraint) {
        WorkerPool pool(1); // steps are too small to share
        TrainingPlan plan;
        plan.constraint = constraint;
        plan.learningRate = {0.1, 0.1};
        plan.epochs = {6, 0};
        plan.minibatch = 50;
        plan.margin = 50;
        const LayerDescription mixture = layer(4, {20}, {20});
        Trainer trainer({data.inputs(), 10, {mixture, mixture}}, plan, data.examples,
                        static_cast<std::uint64_t>(seed), pool);
        while (!trainer.finished())
            trainer.step();
        const Evaluation evaluation = Evaluator(pool).evaluate(trainer.network(), *data.test);
        int dead = 0;
        for (const LayerStatistics& statistics :
             gatingStatistics(evaluation, trainer.network().gatedLayers(), *data.test, false).layers)
            dead += statistics.deadExperts;
        return dead;
    }
};

QTEST_APPLESS_MAIN(TestCollapse)
#include "tst_collapse.moc"
