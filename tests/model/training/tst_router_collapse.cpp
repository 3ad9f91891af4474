// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/evaluation.h"
#include "model/analysis/gating_statistics.h"
#include "model/base/worker_pool.h"
#include "model/data/stroke_digits.h"
#include "model/network/gates/gate_kind.h"
#include "model/training/training_data.h"
#include "tests/model/testing.h"
#include "tests/sanitized.h"

using namespace expertscope;
using namespace expertscope::testing;

/// A router that chooses few experts by what they promise alone soon promises itself the same few; whatever
/// keeps them evenly used, a loss, noise, biases, room or the paper's constraint, keeps them alive.
class TestRouterCollapse : public QObject {
    Q_OBJECT

    static constexpr int experts = 8;
#ifdef EXPERTSCOPE_SANITIZED // which takes twenty times as long
    static constexpr int seeds = 1;
#else
    static constexpr int seeds = 3;
#endif

  private slots:
    void initTestCase() {
        WorkerPool pool(2);
        data_ = std::make_unique<const TrainingData>(
            makeTrainingData(makeStrokeDigits(0, 4'000, 1'000, pool), 0, 0, 0));
    }

    void eachCureKeepsExpertsAlive_data() {
        QTest::addColumn<QString>("gate");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("constraint");
        QTest::addColumn<bool>("cured");
        QTest::newRow("nothing") << "top_k"
                                 << "" << 0.0 << false << false;
        QTest::newRow("nothing, one of eight") << "switch"
                                               << "balance" << 0.0 << false << false;
        QTest::newRow("balance loss") << "top_k"
                                      << "balance" << 0.3 << false << true;
        QTest::newRow("balance loss, one of eight") << "switch"
                                                    << "balance" << 0.3 << false << true;
        QTest::newRow("learned noise and importance") << "noisy_top_k"
                                                      << "importance" << 0.3 << false << true;
        QTest::newRow("the paper's constraint") << "top_k"
                                                << "" << 0.0 << true << true;
        QTest::newRow("learned noise and load") << "noisy_top_k"
                                                << "load" << 0.3 << false << true;
        QTest::newRow("biases") << "bias_balanced"
                                << "bias_rate" << 0.001 << false << true;
        QTest::newRow("experts choose") << "expert_choice"
                                        << "capacity" << 1.0 << false << true;
    }
    void eachCureKeepsExpertsAlive() {
        QFETCH(bool, cured);
        int dead = 0;
        for (int seed = 0; seed < seeds; ++seed)
            dead += deadExperts(static_cast<std::uint64_t>(seed));
        QVERIFY2(cured ? dead == 0 : dead >= 4 * seeds,
                 qPrintable(QStringLiteral("%1 of %2").arg(dead).arg(seeds * experts)));
    }

  private:
    int deadExperts(std::uint64_t seed) const {
        QFETCH(QString, gate);
        QFETCH(QString, setting);
        QFETCH(double, value);
        QFETCH(bool, constraint);
        WorkerPool pool(1); // steps are too small to share
        TrainingPlan plan;
        plan.constraint = constraint;
        plan.learningRate = {0.03, 0.03};
        plan.epochs = {10, 0};
        plan.minibatch = 50;
        plan.margin = 50;
        LayerDescription routed = layer(experts, {20}, {20});
        routed.gate.kind = gate.toStdString();
        if (!setting.isEmpty())
            routed.gate.settings[setting.toStdString()] = value;
        Trainer trainer({data_->inputs(), 10, {routed}}, plan, data_->examples, seed, pool);
        while (!trainer.finished())
            trainer.step();
        const Evaluation evaluation = Evaluator(pool).evaluate(trainer.network(), *data_->test);
        return gatingStatistics(evaluation, trainer.network().gatedLayers(), *data_->test, false)
            .layers[0]
            .deadExperts;
    }

    std::unique_ptr<const TrainingData> data_;
};

QTEST_APPLESS_MAIN(TestRouterCollapse)
#include "tst_router_collapse.moc"
