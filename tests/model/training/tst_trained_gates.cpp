// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/network/gates/gate_kind.h"
#include "tests/model/testing.h"

#include <optional>

using namespace expertscope;
using namespace expertscope::testing;

/// What training owes to a network with any gate of the table; a new one is tested by being there.
class TestTrainedGates : public QObject {
    Q_OBJECT

    // 130 examples by 60: the last minibatch of an epoch has 10.
    static constexpr int exampleCount = 130, steps = 24;

    void kinds() {
        QTest::addColumn<QString>("kind");
        for (const GateKind& kind : gateKinds())
            QTest::addRow("%s", kind.name.c_str()) << QString::fromStdString(kind.name);
    }
    /// With every loss that the kind has.
    static NetworkDescription fetched() {
        QFETCH(QString, kind);
        const GateKind& line = *findKind(gateKinds(), kind.toStdString());
        NetworkDescription description{8 * 7, 4, {layer(6, {9}, {5}), layer(4, {6}, {5})}};
        for (LayerDescription& one : description.layers) {
            one.gate.kind = line.name;
            for (const char* setting : {"noise", "balance", "importance", "load", "z_loss"})
                if (line.setting(setting))
                    one.gate.settings[setting] = 0.1;
        }
        return description;
    }
    static TrainingPlan plan() {
        TrainingPlan plan;
        plan.minibatch = 60;
        plan.margin = 5;
        plan.epochs = {4, 4};
        plan.learningRate = {0.05, 0.02};
        QFETCH(QString, kind);
        plan.constraint = findKind(gateKinds(), kind.toStdString())->takesConstraint;
        return plan;
    }
    static QString difference(const TrainerState& a, const TrainerState& b) {
        return checksum(a.parameters) != checksum(b.parameters) ? "parameters"
               : checksum(a.velocity) != checksum(b.velocity)   ? "velocity"
               : a.totals != b.totals                           ? "totals"
               : a.running.loss != b.running.loss               ? "running error"
                                                                : "";
    }

  private slots:
    void threadsDoNotChangeBits_data() { kinds(); }
    void threadsDoNotChangeBits() {
        std::optional<TrainerState> expected;
        for (const int threads : {1, 2, 3, 8}) {
            WorkerPool pool(threads);
            Trainer trainer(fetched(), plan(), madeExamples(exampleCount), 3, pool);
            for (int i = 0; i < steps; ++i)
                trainer.step();
            if (expected)
                QCOMPARE(difference(trainer.state(), *expected), QString());
            expected = trainer.state();
        }
        QVERIFY(expected->parameters.allFinite());
    }

    // What a gate learns without a gradient is part of the state, too.
    void restoredIsNeverStopped_data() { kinds(); }
    void restoredIsNeverStopped() {
        WorkerPool pool(2), another(3);
        Trainer straight(fetched(), plan(), madeExamples(exampleCount), 3, pool);
        for (int i = 0; i < 10; ++i)
            straight.step();
        const TrainerState saved = straight.state();
        Trainer restored(fetched(), plan(), madeExamples(exampleCount), 3, another);
        for (int i = 0; i < 3; ++i)
            restored.step(); // whatever it did before does not matter
        restored.restore(saved);
        for (Trainer* trainer : {&straight, &restored})
            while (!trainer->finished())
                trainer->step();
        QCOMPARE(difference(restored.state(), straight.state()), QString());
    }

    // Whoever looks at weights that are behind gets them up to date, and leaves no trace.
    void lookingChangesNothing_data() { kinds(); }
    void lookingChangesNothing() {
        WorkerPool pool(2);
        Trainer watched(fetched(), plan(), madeExamples(exampleCount), 3, pool),
            unwatched(fetched(), plan(), madeExamples(exampleCount), 3, pool);
        while (!unwatched.finished()) {
            watched.step();
            unwatched.step();
            QVERIFY(watched.network().parameters() == watched.state().parameters);
        }
        QCOMPARE(difference(watched.state(), unwatched.state()), QString());
    }

    // An epoch of very many steps is caught up with on the way.
    void behindForSoLongAtMost() {
        WorkerPool pool(1);
        NetworkDescription network{8 * 7, 4, {layer(4, {5}, {3})}};
        network.layers[0].gate.kind = "switch";
        TrainingPlan plan;
        plan.minibatch = 1;
        plan.epochs = {1, 0};
        plan.constraint = false;
        Trainer trainer(network, plan, madeExamples(1'200), 3, pool);
        for (int i = 0; i < 1'050; ++i)
            trainer.step();
        QVERIFY(trainer.state().late);
        QCOMPARE(trainer.state().late->since, std::int64_t{LateMomentum::mostSteps});
    }

    void learns_data() { kinds(); }
    void learns() {
        WorkerPool pool(2);
        Trainer trainer(fetched(), plan(), madeExamples(exampleCount), 3, pool);
        const auto lossOfEpoch = [&] {
            for (std::int64_t i = 0; i < trainer.stepsPerEpoch(); ++i)
                trainer.step();
            return trainer.running().loss;
        };
        const double first = lossOfEpoch();
        double last = first;
        while (!trainer.finished())
            last = lossOfEpoch();
        QVERIFY2(last < first, qPrintable(QStringLiteral("%1, then %2").arg(first).arg(last)));
    }

    void refusals_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("constraint");
        QTest::addColumn<int>("minibatch");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nobody can be forbidden")
            << "relu" << true << 60 << "training.constraint is true, but the balance constraint cannot";
        QTest::newRow("an example for each expert") << "expert_choice" << false << 5
                                                    << "training.minibatch is 5, but network.layers.0.gate "
                                                       "expert_choice needs an example for each of its 6 "
                                                       "experts; choose a larger minibatch, or fewer experts";
        QTest::newRow("as many") << "expert_choice" << false << 6 << "nothing was thrown";
    }
    void refusals() {
        QFETCH(bool, constraint);
        QFETCH(int, minibatch);
        QFETCH(QString, sentence);
        TrainingPlan refused = plan();
        refused.constraint = constraint;
        refused.minibatch = minibatch;
        WorkerPool pool(1);
        const QString said = testing::sentence<ConfigError>(
            [&] { Trainer(fetched(), refused, madeExamples(exampleCount), 3, pool); });
        QVERIFY2(said.contains(sentence), qPrintable(said));
    }
    // Eq. 1 needs an expert for each example; logits that begin at 0 stay there where g = max(0, h).
    void refusedNetworks_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("mixture");
        QTest::addColumn<QString>("sentence");
        for (const char* kind : {"switch", "expert_choice", "relu"})
            QTest::addRow("%s", kind)
                << kind << true << "network.output is mixture, where each example needs";
        QTest::newRow("no scale") << "relu" << false << "network.layers.0.gate_scale is 0";
    }
    void refusedNetworks() {
        QFETCH(bool, mixture);
        QFETCH(QString, sentence);
        NetworkDescription description = fetched();
        if (mixture)
            description.output = Output::Mixture;
        else
            description.layers[0].gateScale = 0;
        const QString said = testing::sentence<ConfigError>([&] { description.validate(); });
        QVERIFY2(said.contains(sentence), qPrintable(said));
    }
};

QTEST_APPLESS_MAIN(TestTrainedGates)
#include "tst_trained_gates.moc"
