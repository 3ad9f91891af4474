// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "tests/model/testing.h"

#include <limits>
#include <numeric>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

// 130 examples by 60: two full minibatches of two shards each and one of 10, so 3 steps an epoch.
constexpr int exampleCount = 130;

NetworkDescription smallNetwork() {
    return {8 * 7, 4, {layer(4, {9, 6}, {5}), layer(3, {6}, {5, 4})}};
}

TrainingPlan smallPlan() {
    TrainingPlan plan;
    plan.minibatch = 60;
    plan.margin = 5;
    plan.epochs = {10, 10};
    plan.weightDecay = {1e-4, 1e-3};
    plan.learningRate = {0.05, 0.02};
    plan.momentum = {0.9, 0.8};
    return plan;
}

Trainer smallTrainer(WorkerPool& pool, std::uint64_t seed = 3, const TrainingPlan& plan = smallPlan()) {
    return Trainer(smallNetwork(), plan, madeExamples(exampleCount), seed, pool);
}

void take(Trainer& trainer, int steps) {
    for (int i = 0; i < steps; ++i)
        trainer.step();
}

double totalOf(const BalanceConstraint& constraint) {
    return std::accumulate(constraint.totals().begin(), constraint.totals().end(), 0.0);
}

/// The first thing that differs, as a word; empty if the states are the same bit for bit.
QString difference(const TrainerState& a, const TrainerState& b) {
    if (a.step != b.step || a.phase != b.phase || a.phaseStart != b.phaseStart)
        return "time";
    if (checksum(a.parameters) != checksum(b.parameters))
        return "parameters";
    if (checksum(a.velocity) != checksum(b.velocity))
        return "velocity";
    if (checksum(a.secondMoment) != checksum(b.secondMoment))
        return "second moment";
    if (a.totals != b.totals)
        return "totals";
    if (a.running.loss != b.running.loss || a.running.errors != b.running.errors ||
        a.running.examples != b.running.examples)
        return "running error";
    if (a.plan.learningRate != b.plan.learningRate || a.plan.margin != b.plan.margin ||
        a.plan.epochs != b.plan.epochs)
        return "plan";
    return "";
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT
  private slots:
    void threadsDoNotChangeBits_data() {
        QTest::addColumn<bool>("wide");
        QTest::addColumn<int>("steps");
        QTest::newRow("small, both phases") << false << 60;
        QTest::newRow("wide: the first layer's gradient in several tasks") << true << 4;
    }
    void threadsDoNotChangeBits() {
        QFETCH(bool, wide);
        QFETCH(int, steps);
        const NetworkDescription description =
            wide ? NetworkDescription{36 * 36, 4, {layer(4, {60}, {30}), layer(4, {20}, {20})}}
                 : smallNetwork();
        const TrainingExamples examples =
            wide ? madeExamples(150, 4, {28, 28, 1}) : madeExamples(exampleCount);
        TrainingPlan plan = smallPlan();
        plan.epochs = wide ? PerPhase<int>{1, 1} : plan.epochs;
        std::optional<TrainerState> expected;
        for (int threads : {1, 2, 3, 4}) {
            WorkerPool pool(threads);
            Trainer trainer(description, plan, examples, 3, pool);
            take(trainer, steps);
            if (expected)
                QCOMPARE(difference(trainer.state(), *expected), QString());
            else
                expected = trainer.state();
        }
        QVERIFY(expected->parameters.allFinite());
    }

    void theSeedDecides() {
        WorkerPool pool(2);
        Trainer a = smallTrainer(pool, 3), b = smallTrainer(pool, 3), other = smallTrainer(pool, 4);
        QCOMPARE(checksum(a.network().parameters()), checksum(b.network().parameters()));
        QVERIFY(checksum(a.network().parameters()) != checksum(other.network().parameters()));
        take(a, 20);
        take(b, 20);
        QCOMPARE(difference(a.state(), b.state()), QString());
        // The seed also decides order and jitter: the same weights go elsewhere under another.
        TrainerState start = smallTrainer(pool, 3).state();
        other.restore(start);
        take(other, 1);
        Trainer same = smallTrainer(pool, 3);
        take(same, 1);
        QVERIFY(difference(other.state(), same.state()) != "");
    }

    void restoredIsNeverStopped_data() {
        QTest::addColumn<int>("stop");
        for (int stop : {0, 1, 2, 3, 13, 29, 30, 31, 44, 45, 59, 60})
            QTest::addRow("after step %d", stop) << stop;
    }
    void restoredIsNeverStopped() {
        QFETCH(int, stop);
        WorkerPool pool(2), another(3);
        Trainer straight = smallTrainer(pool);
        take(straight, stop);
        const TrainerState saved = straight.state();
        take(straight, 60 - stop);
        QVERIFY(straight.finished());

        Trainer restored = smallTrainer(another);
        take(restored, 7); // whatever it did before does not matter
        restored.restore(saved);
        QCOMPARE(difference(restored.state(), saved), QString());
        take(restored, 60 - stop);
        QCOMPARE(difference(restored.state(), straight.state()), QString());
        QVERIFY(restored.finished());
    }

    // A trainer that has masks left from before goes on as one that never had any.
    void liftingClearsMasks() {
        WorkerPool pool(1);
        TrainingPlan plan = smallPlan();
        plan.margin = 0; // somebody is masked for nearly every example
        Trainer lifted = smallTrainer(pool, 3, plan), fresh = smallTrainer(pool, 3, plan);
        take(lifted, 4);
        lifted.setPhase(freePhase);
        QVERIFY(!lifted.constrained());
        fresh.restore(lifted.state());
        take(lifted, 1);
        take(fresh, 1);
        QCOMPARE(difference(lifted.state(), fresh.state()), QString());
    }

    void epochsAndMinibatches_data() {
        QTest::addColumn<int>("examples");
        QTest::addColumn<int>("minibatch");
        QTest::addColumn<QList<int>>("seen"); // examples of the epoch after each step
        QTest::newRow("evenly") << 100 << 50 << QList<int>{50, 100, 50, 100};
        QTest::newRow("the last one is not full") << 130 << 60 << QList<int>{60, 120, 130, 60, 120, 130};
        QTest::newRow("the last one holds one") << 101 << 50 << QList<int>{50, 100, 101, 50};
        QTest::newRow("larger than the data") << 30 << 1000 << QList<int>{30, 30, 30};
        QTest::newRow("of one") << 3 << 1 << QList<int>{1, 2, 3, 1};
    }
    void epochsAndMinibatches() {
        QFETCH(int, examples);
        QFETCH(int, minibatch);
        QFETCH(QList<int>, seen);
        WorkerPool pool(2);
        TrainingPlan plan = smallPlan();
        plan.minibatch = minibatch;
        plan.epochs = {100, 1};
        Trainer trainer(smallNetwork(), plan, madeExamples(examples), 1, pool);
        QCOMPARE(trainer.stepsPerEpoch(), (examples + minibatch - 1) / minibatch);
        double trained = 0;
        for (qsizetype i = 0; i < seen.size(); ++i) {
            const bool newEpoch = i % trainer.stepsPerEpoch() == 0;
            trained += seen[i] - (newEpoch ? 0 : seen[i - 1]);
            trainer.step();
            QCOMPARE(trainer.running().examples, seen[i]);
            // Every example adds one whole gating to each layer's totals.
            for (const BalanceConstraint& constraint : trainer.constraints())
                QVERIFY(std::abs(totalOf(constraint) - trained) < 1e-4);
        }
        QVERIFY(trainer.network().parameters().allFinite());
    }

    void phasesFollowEachOther() {
        WorkerPool pool(1);
        Trainer trainer = smallTrainer(pool);
        QVERIFY(trainer.constrained());
        QCOMPARE(trainer.stepsLeft(), 60);
        take(trainer, 29);
        QVERIFY(trainer.constrained());
        take(trainer, 1);
        QCOMPARE(trainer.phase(), freePhase);
        QCOMPARE(trainer.phaseStart(), 30);
        QVERIFY(!trainer.constrained());
        QCOMPARE(trainer.stepsLeft(), 30);
        const double total = totalOf(trainer.constraints()[0]);
        QVERIFY(std::abs(total - 10 * exampleCount) < 1e-2);
        take(trainer, 29);
        QVERIFY(!trainer.finished());
        QCOMPARE(totalOf(trainer.constraints()[0]), total); // totals add up only while constrained
        take(trainer, 1);
        QVERIFY(trainer.finished());
        QCOMPARE(trainer.stepsLeft(), 0);
    }

    void withoutEpochs_data() {
        QTest::addColumn<int>("constrained");
        QTest::addColumn<int>("free");
        QTest::addColumn<int>("steps");
        QTest::newRow("no constrained phase") << 0 << 2 << 6;
        QTest::newRow("no free phase") << 2 << 0 << 6;
        QTest::newRow("neither") << 0 << 0 << 0;
    }
    void withoutEpochs() {
        QFETCH(int, constrained);
        QFETCH(int, free);
        QFETCH(int, steps);
        WorkerPool pool(1);
        TrainingPlan plan = smallPlan();
        plan.epochs = {constrained, free};
        Trainer trainer = smallTrainer(pool, 3, plan);
        QCOMPARE(trainer.constrained(), constrained > 0);
        QCOMPARE(trainer.stepsLeft(), steps);
        int taken = 0;
        for (; !trainer.finished(); ++taken)
            trainer.step();
        QCOMPARE(taken, steps);
        QVERIFY(std::abs(totalOf(trainer.constraints()[0]) - constrained * exampleCount) < 1e-2);
    }

    // Lifting early: phase 2 has its own number of epochs, from that step on; putting it back starts at 0.
    void phasesByHand() {
        WorkerPool pool(1);
        Trainer trainer = smallTrainer(pool);
        take(trainer, 4);
        trainer.setPhase(freePhase);
        QCOMPARE(trainer.phaseStart(), 4);
        QCOMPARE(trainer.stepsLeft(), 30);
        const double total = totalOf(trainer.constraints()[1]);
        QVERIFY(total > 0);
        take(trainer, 2);
        QCOMPARE(totalOf(trainer.constraints()[1]), total);
        trainer.setPhase(constrainedPhase);
        QVERIFY(trainer.constrained());
        for (const BalanceConstraint& constraint : trainer.constraints())
            QCOMPARE(totalOf(constraint), 0.0);
        QCOMPARE(trainer.stepsLeft(), 60);
        take(trainer, 30);
        QCOMPARE(trainer.phase(), freePhase);
        QCOMPARE(trainer.phaseStart(), 36);
        for (int bad : {-1, 2})
            QCOMPARE(sentence<ConfigError>([&] { trainer.setPhase(bad); }),
                     QStringLiteral("the phase is %1; choose 0 (constrained) or 1 (free)").arg(bad));
    }

    void constraintOffNeverMasks() {
        WorkerPool pool(1);
        TrainingPlan off = smallPlan(), wide = smallPlan();
        off.constraint = false;
        off.margin = 0;
        wide.margin = std::numeric_limits<double>::infinity();
        Trainer a = smallTrainer(pool, 3, off), b = smallTrainer(pool, 3, wide),
                masked = smallTrainer(pool, 3);
        QVERIFY(!a.constrained());
        take(a, 20);
        take(b, 20);
        take(masked, 20);
        QCOMPARE(totalOf(a.constraints()[0]), 0.0); // keeps no totals
        QVERIFY(totalOf(b.constraints()[0]) > 0);
        QCOMPARE(checksum(a.network().parameters()), checksum(b.network().parameters()));
        QVERIFY(checksum(a.network().parameters()) != checksum(masked.network().parameters()));
    }

    void divergenceLeavesTheStateBefore_data() {
        QTest::addColumn<int>("fine"); // steps before the learning rate explodes
        QTest::addColumn<bool>("constrained");
        QTest::newRow("at the first steps") << 0 << true;
        QTest::newRow("within an epoch") << 4 << true;
        QTest::newRow("at an epoch's first step") << 2 << true;
        QTest::newRow("in the free phase") << 34 << false;
        QTest::newRow("at the first step of the free phase") << 29 << false;
    }
    void divergenceLeavesTheStateBefore() {
        QFETCH(int, fine);
        QFETCH(bool, constrained);
        WorkerPool pool(2);
        Trainer trainer = smallTrainer(pool);
        take(trainer, fine);
        TrainingPlan plan = trainer.plan();
        plan.learningRate = {1e30, 1e30};
        trainer.setPlan(plan);
        TrainerState before;
        QString message;
        for (int i = 0; i < 5 && message.isEmpty(); ++i) {
            before = trainer.state();
            message = sentence<DivergenceError>([&] { trainer.step(); });
            if (message == "nothing was thrown")
                message.clear();
        }
        QVERIFY2(message.contains("not a finite number"), qPrintable(message));
        QVERIFY2(message.contains("layer"), qPrintable(message));
        QVERIFY(message.contains(QStringLiteral("at step %1:").arg(before.step)));
        QVERIFY(message.contains("lower training.learning_rate"));
        QCOMPARE(before.phase == constrainedPhase, constrained);
        QCOMPARE(difference(trainer.state(), before), QString());
    }

    void divergenceNamesTheLayer_data() {
        QTest::addColumn<QString>("block");
        QTest::addColumn<QString>("where");
        QTest::newRow("experts 1") << "layers.0.experts.1.weight"
                                   << "layer 1's experts";
        QTest::newRow("gate 1") << "layers.0.gate.0.weight"
                                << "layer 1's gate";
        QTest::newRow("experts 2") << "layers.1.experts.0.bias"
                                   << "layer 2's experts";
        QTest::newRow("gate 2") << "layers.1.gate.2.weight"
                                << "layer 2's gate";
        QTest::newRow("output") << "output.weight"
                                << "the output layer";
    }
    void divergenceNamesTheLayer() {
        QFETCH(QString, block);
        QFETCH(QString, where);
        WorkerPool pool(1);
        Trainer trainer = smallTrainer(pool);
        take(trainer, 1);
        TrainerState state = trainer.state();
        for (const ParameterBlock& b : trainer.network().blocks())
            if (QString::fromStdString(b.name) == block)
                state.parameters[b.offset] = std::numeric_limits<float>::quiet_NaN();
        trainer.restore(state);
        const QString message = sentence<DivergenceError>([&] { trainer.step(); });
        QVERIFY2(message.contains("it went wrong in " + where + ";"), qPrintable(message));
        QCOMPARE(difference(trainer.state(), state), QString());
    }

    void changesDuringARun_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("message"); // empty: allowed
        QTest::newRow("learning rate") << 0 << "";
        QTest::newRow("margin") << 1 << "";
        QTest::newRow("minibatch") << 2 << "fixed for a run";
        QTest::newRow("constraint") << 3 << "fixed for a run";
        QTest::newRow("schedule") << 4 << "fixed for a run";
        QTest::newRow("decay") << 5 << "fixed for a run";
        QTest::newRow("out of range") << 6 << "training.momentum is 1; choose 0 or more, below 1";
    }
    void changesDuringARun() {
        QFETCH(int, what);
        QFETCH(QString, message);
        WorkerPool pool(1);
        Trainer trainer = smallTrainer(pool);
        TrainingPlan plan = smallPlan();
        switch (what) {
        case 0:
            plan.learningRate[0] = 0.5;
            break;
        case 1:
            plan.margin = 1;
            break;
        case 2:
            plan.minibatch = 10;
            break;
        case 3:
            plan.constraint = false;
            break;
        case 4:
            plan.schedule = Decay::Cosine;
            break;
        case 5:
            plan.decay = 0.5;
            break;
        case 6:
            plan.momentum[1] = 1;
            break;
        }
        const QString said = sentence<ConfigError>([&] { trainer.setPlan(plan); });
        QVERIFY2(message.isEmpty() ? said == "nothing was thrown" : said.contains(message), qPrintable(said));
        QCOMPARE(trainer.plan().margin == plan.margin && trainer.plan().learningRate == plan.learningRate &&
                     trainer.plan().minibatch == plan.minibatch && trainer.plan().schedule == plan.schedule,
                 message.isEmpty() || what == 3 || what > 4);
    }

    void shorterPhaseEndsAtOnce() {
        WorkerPool pool(1);
        Trainer trainer = smallTrainer(pool);
        take(trainer, 10);
        TrainingPlan plan = trainer.plan();
        plan.epochs = {2, 10};
        trainer.setPlan(plan);
        QCOMPARE(trainer.phase(), freePhase);
        QCOMPARE(trainer.phaseStart(), 10);
    }

    void foreignStatesAreRefused_data() {
        QTest::addColumn<int>("what");
        QTest::newRow("other parameters") << 0;
        QTest::newRow("other velocity") << 1;
        QTest::newRow("another number of gates") << 2;
        QTest::newRow("another number of experts") << 3;
        QTest::newRow("another minibatch") << 4;
    }
    void foreignStatesAreRefused() {
        QFETCH(int, what);
        WorkerPool pool(1);
        Trainer trainer = smallTrainer(pool);
        TrainerState state = trainer.state();
        switch (what) {
        case 0:
            state.parameters.conservativeResize(state.parameters.size() - 1);
            break;
        case 1:
            state.velocity.resize(0);
            break;
        case 2:
            state.totals.pop_back();
            break;
        case 3:
            state.totals[1].push_back(0);
            break;
        case 4:
            state.plan.minibatch = 1000;
            break;
        }
        const TrainerState before = trainer.state();
        const QString said = sentence<Error>([&] { trainer.restore(state); });
        QVERIFY2(said.contains("checkpoint"), qPrintable(said));
        QCOMPARE(difference(trainer.state(), before), QString());
    }

    void everyKindOfNetworkTrains_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("combine");
        for (int layers : {1, 2, 3})
            for (int combine : {0, 1, 2, 3})
                QTest::addRow("%d layers, %s", layers, toString(static_cast<Combine>(combine)).c_str())
                    << layers << combine;
    }
    void everyKindOfNetworkTrains() {
        QFETCH(int, layers);
        QFETCH(int, combine);
        WorkerPool pool(2);
        NetworkDescription description{
            56, 4, std::vector(layers, layer(3, {8}, {5}, static_cast<Combine>(combine)))};
        TrainingPlan plan = smallPlan();
        plan.margin = 20;
        plan.epochs = {40, 40};
        description.input = 30;
        Trainer trainer(description, plan, madeExamples(exampleCount, 0), 3, pool);
        trainer.step();
        const double first = trainer.running().loss / 60;
        while (!trainer.finished())
            trainer.step();
        const double last = trainer.running().loss / exampleCount;
        QVERIFY2(last < 0.3 * first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
    }
};

QTEST_APPLESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
