// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/training/training_loop.h"
#include "tests/model/testing.h"

#include <limits>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// Remembers everything that leaves the loop, as words.
struct Listener : TrainingSink {
    QStringList checkpoints, events;
    std::vector<MetricsRecord> records;
    std::vector<std::int64_t> timeline;
    std::vector<TrainerState> states;

    void onRecord(const MetricsRecord& record) override { records.push_back(record); }
    void onTimeline(const TrainingSnapshot& snapshot) override { timeline.push_back(snapshot.step); }
    void onCheckpoint(const TrainerState& state, CheckpointReason reason) override {
        const char* names[] = {"epoch", "phase", "pause", "finished"};
        checkpoints << QStringLiteral("%1 %2").arg(state.step).arg(names[static_cast<int>(reason)]);
        states.push_back(state);
    }
    void onEvent(const TrainingEvent& event) override {
        const char* names[] = {"change", "pause", "start", "error"};
        events << QStringLiteral("%1 %2 %3%4")
                      .arg(event.step)
                      .arg(names[static_cast<int>(event.kind)])
                      .arg(QString::fromStdString(event.key + event.message))
                      .arg(event.kind == TrainingEvent::Kind::Change ? QStringLiteral(" %1").arg(event.value)
                                                                     : "");
    }
    QList<int> steps() const {
        QList<int> steps;
        for (const MetricsRecord& record : records)
            steps << static_cast<int>(record.step);
        return steps;
    }
};

/// 130 examples by 60, as in tst_trainer: 3 steps an epoch.
Experiment experiment(int validation = 0) {
    Experiment e;
    e.network = {56, 4, {layer(4, {9}, {5}), layer(3, {6}, {5})}};
    e.plan.minibatch = 60;
    e.plan.margin = 5;
    e.plan.epochs = {2, 2};
    e.seed = 3;
    e.data = std::make_shared<const TrainingData>(
        makeTrainingData({madeDataset(130 + validation), madeDataset(90), "made", ""}, 1, validation, 0));
    return e;
}

} // namespace

class TestTrainingLoop : public QObject {
    Q_OBJECT
  private slots:
    void recordDue_data() {
        QTest::addColumn<int>("stepsPerEpoch");
        QTest::addColumn<int>("until");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("MNIST, as it begins")
            << 600 << 700
            << QList<int>{0, 1, 2, 5, 10, 20, 50, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600};
        QTest::newRow("100 steps: tenths, fifths, halves, then epochs")
            << 100 << 1350
            << QList<int>{0,   1,   2,   5,   10,  20,  30,  40,  50,  60,   70,   80,   90,  100,
                          120, 140, 160, 180, 200, 220, 240, 260, 280, 300,  350,  400,  450, 500,
                          550, 600, 650, 700, 750, 800, 850, 900, 950, 1000, 1100, 1200, 1300};
        QTest::newRow("not divisible by 10")
            << 25 << 101 << QList<int>{0,  1,  2,  5,  7,  10, 12, 15, 17, 20, 22, 25,
                                       30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 87, 100};
        QTest::newRow("few steps") << 3 << 36
                                   << QList<int>{0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 12, 13,
                                                 15, 16, 18, 19, 21, 22, 24, 25, 27, 28, 30, 33, 36};
        QTest::newRow("one step") << 1 << 3 << QList<int>{0, 1, 2, 3};
    }
    void recordDue() {
        QFETCH(int, stepsPerEpoch);
        QFETCH(int, until);
        QFETCH(QList<int>, expected);
        QList<int> due;
        for (int step = 0; step <= until; ++step)
            if (expertscope::recordDue(step, stepsPerEpoch))
                due << step;
        QCOMPARE(due, expected);
    }

    // The schedule counted ahead is the schedule that is kept.
    void recordsBetween_data() {
        QTest::addColumn<int>("stepsPerEpoch");
        for (const int steps : {1, 3, 25, 100, 600})
            QTest::addRow("%d steps an epoch", steps) << steps;
    }
    void recordsBetween() {
        QFETCH(int, stepsPerEpoch);
        const int end = 14 * stepsPerEpoch + 1;
        std::vector<int> due;
        for (int step = 0; step <= end; ++step)
            if (expertscope::recordDue(step, stepsPerEpoch))
                due.push_back(step);
        for (std::size_t i = 1; i < due.size(); ++i)
            QCOMPARE(nextRecord(due[i - 1], stepsPerEpoch), std::int64_t(due[i]));
        for (int after = 0; after <= end; after += 7)
            for (int upTo = after; upTo <= end; upTo += 11)
                QCOMPARE(
                    expertscope::recordsBetween(after, upTo, stepsPerEpoch),
                    std::count_if(due.begin(), due.end(), [&](int s) { return s > after && s <= upTo; }));
        const std::int64_t far = 1'000'000'000; // no walk of a billion steps
        QCOMPARE(expertscope::recordsBetween(20 * stepsPerEpoch, (20 + far) * stepsPerEpoch, stepsPerEpoch),
                 far);
    }

    // What the header says of its cost: how many records take a probe set of their own through the network.
    void recordsWithinEpochs() {
        int within = 0;
        for (int step = 0; step <= 150 * 600; ++step)
            within += step % 600 != 0 && expertscope::recordDue(step, 600);
        QCOMPARE(within, 30);
    }

    void wholeRun() {
        WorkerPool pool(2);
        TrainingLoop loop(experiment(), pool);
        Listener listener;
        loop.addSink(listener);
        while (!loop.finished())
            loop.step();
        QCOMPARE(listener.steps(), (QList<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12}));
        QCOMPARE(listener.checkpoints, (QStringList{"3 epoch", "6 phase", "9 epoch", "12 finished"}));
        QCOMPARE(listener.events, QStringList());
        QCOMPARE(listener.timeline.size(), listener.records.size());
        QCOMPARE(loop.history().size(), listener.records.size());
        for (const MetricsRecord& record : listener.records) {
            const bool epochEnd = record.step % 3 == 0;
            QCOMPARE(std::isnan(record.testError), !epochEnd);
            QCOMPARE(std::isnan(record.trainError), record.step == 0);
            QCOMPARE(record.live, !epochEnd); // exact at epoch ends
            QCOMPARE(record.phase, record.step < 6 ? 0 : 1);
            QCOMPARE(record.epoch, double(record.step) / 3);
            QCOMPARE(record.margin, 5.0);
            QCOMPARE(record.load.size(), std::size_t{2});
            QCOMPARE(record.load[1].size(), std::size_t{3});
            QVERIFY(record.factorisation.score.has_value());
        }
        // The last record is of the final weights, on all test examples.
        const Evaluation final = loop.evaluate(*loop.experiment().data->test);
        QCOMPARE(listener.records.back().testError, final.error);
        QCOMPARE(listener.records.back().testLoss, final.loss);
    }

    // At an epoch's end the probe set is taken out of the watched set: it must show what it would by itself.
    void theTimelineShowsTheProbeSet_data() {
        QTest::addColumn<int>("examples"); // of the test set
        QTest::addColumn<bool>("part");    // enough for the probe set to be a part of it
        QTest::newRow("few test examples") << 90 << false;
        QTest::newRow("many test examples") << 600 << true;
    }
    void theTimelineShowsTheProbeSet() {
        QFETCH(int, examples);
        QFETCH(bool, part);
        Experiment e = experiment();
        e.data = std::make_shared<const TrainingData>(
            makeTrainingData({madeDataset(130), madeDataset(examples), "made", ""}, 1, 0, 0));
        QCOMPARE(e.data->probePlaces.empty(), !part);
        WorkerPool pool(2);
        TrainingLoop loop(e, pool);
        struct Comparer : TrainingSink {
            explicit Comparer(TrainingLoop& l) : loop(l) {}
            void onTimeline(const TrainingSnapshot& moment) override {
                const GatingStatistics &a = moment.statistics, b = loop.snapshot().statistics;
                QVERIFY(a.live);
                QCOMPARE(a.examples, moment.probe->count());
                for (std::size_t l = 0; l < b.layers.size(); ++l)
                    for (std::size_t k = 0; k < b.layers[l].byAttribute.size(); ++k) {
                        const auto difference =
                            a.layers[l].byAttribute[k].mean - b.layers[l].byAttribute[k].mean;
                        QVERIFY(difference.cwiseAbs().maxCoeff() < 1e-6f);
                        QVERIFY(std::abs(a.layers[l].information[k] - b.layers[l].information[k]) < 1e-6);
                    }
                QVERIFY((a.joints[0].mean - b.joints[0].mean).cwiseAbs().maxCoeff() < 1e-6f);
                QVERIFY(std::abs(a.top.entry(1, 2, 0).gate - b.top.entry(1, 2, 0).gate) < 1e-6f);
                ++compared;
            }
            TrainingLoop& loop;
            int compared = 0;
        } comparer(loop);
        loop.addSink(comparer);
        for (int i = 0; i < 6; ++i)
            loop.step();
        QCOMPARE(comparer.compared, 7);
    }

    void watchesWhatIsHeldOut() {
        WorkerPool pool(1);
        TrainingLoop loop(experiment(40), pool);
        Listener listener;
        loop.addSink(listener);
        loop.step();
        QCOMPARE(listener.records[0].testLoss,
                 Evaluator(pool)
                     .evaluate(Network<float>(experiment().network, 3), *experiment(40).data->watched)
                     .loss);
    }

    void changesAreLogged() {
        WorkerPool pool(1);
        TrainingLoop loop(experiment(), pool);
        Listener listener;
        loop.addSink(listener);
        loop.log({TrainingEvent::Kind::Start, 0, "", 0, "began"});
        loop.step();
        loop.apply("training.learning_rate", 0.5);
        loop.apply("training.momentum", 0.25);
        loop.apply("training.weight_decay", 0.125);
        loop.step();
        loop.apply("training.margin", std::numeric_limits<double>::infinity());
        loop.apply("training.epochs.0", 7);
        loop.apply("training.epochs.1", 5);
        loop.apply("training.phase", 1);
        loop.apply("training.learning_rate", 0.75);
        QCOMPARE(listener.events,
                 (QStringList{"0 start began", "1 change training.learning_rate 0.5",
                              "1 change training.momentum 0.25", "1 change training.weight_decay 0.125",
                              "2 change training.margin inf", "2 change training.epochs.0 7",
                              "2 change training.epochs.1 5", "2 change training.phase 1",
                              "2 change training.learning_rate 0.75"}));
        QCOMPARE(listener.checkpoints, QStringList{"2 phase"});
        const TrainingPlan& plan = loop.trainer().plan();
        QCOMPARE(plan.learningRate, (PerPhase<double>{0.5, 0.75})); // of the phase that it then was
        QCOMPARE(plan.momentum, (PerPhase<double>{0.25, 0.9}));
        QCOMPARE(plan.weightDecay, (PerPhase<double>{0.125, 0.0}));
        QCOMPARE(plan.epochs, (PerPhase<int>{7, 5}));
        QCOMPARE(loop.trainer().phaseStart(), 2);
        QCOMPARE(loop.trainer().stepsLeft(), 15);
    }

    void badChangesAreRefused_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("message");
        const double nan = std::numeric_limits<double>::quiet_NaN(),
                     infinity = std::numeric_limits<double>::infinity();
        QTest::newRow("unknown") << "training.speed" << 1.0
                                 << "training.speed cannot change during a run; start a new one";
        QTest::newRow("fixed") << "training.minibatch" << 50.0
                               << "training.minibatch cannot change during a run; start a new one";
        QTest::newRow("momentum 1") << "training.momentum" << 1.0
                                    << "training.momentum is 1; choose 0 or more, below 1";
        QTest::newRow("rate NaN") << "training.learning_rate" << nan
                                  << "training.learning_rate is nan; choose 0 or more";
        QTest::newRow("phase 2") << "training.phase" << 2.0
                                 << "training.phase is 2; choose 0 (constrained) or 1 (free)";
        QTest::newRow("phase 0.5") << "training.phase" << 0.5
                                   << "training.phase is 0.5; choose 0 (constrained) or 1 (free)";
        QTest::newRow("phase NaN") << "training.phase" << nan
                                   << "training.phase is nan; choose 0 (constrained) or 1 (free)";
        QTest::newRow("2.5 epochs") << "training.epochs.0" << 2.5
                                    << "training.epochs.0 is 2.5; choose a whole number, 0 to 1000000";
        QTest::newRow("-1 epochs") << "training.epochs.1" << -1.0
                                   << "training.epochs.1 is -1; choose a whole number, 0 to 1000000";
        QTest::newRow("1e12 epochs") << "training.epochs.1" << 1e12
                                     << "training.epochs.1 is 1e+12; choose a whole number, 0 to 1000000";
        QTest::newRow("NaN epochs") << "training.epochs.1" << nan
                                    << "training.epochs.1 is nan; choose a whole number, 0 to 1000000";
        QTest::newRow("infinite epochs") << "training.epochs.0" << infinity
                                         << "training.epochs.0 is inf; choose a whole number, 0 to 1000000";
    }
    void badChangesAreRefused() {
        QFETCH(QString, key);
        QFETCH(double, value);
        QFETCH(QString, message);
        WorkerPool pool(1);
        TrainingLoop loop(experiment(), pool);
        Listener listener;
        loop.addSink(listener);
        loop.step();
        QCOMPARE(sentence<ConfigError>([&] { loop.apply(key.toStdString(), value); }), message);
        QCOMPARE(listener.events, QStringList()); // what did not happen is not logged
        QCOMPARE(loop.trainer().plan().momentum, experiment().plan.momentum);
        QCOMPARE(loop.trainer().phase(), constrainedPhase);
    }

    // A change that leaves nothing to do ends the run as its last step would have.
    void shorteningToTheEndFinishes() {
        WorkerPool pool(1);
        TrainingLoop loop(experiment(), pool);
        Listener listener;
        loop.addSink(listener);
        for (int i = 0; i < 8; ++i)
            loop.step();
        loop.apply("training.epochs.1", 0);
        QVERIFY(loop.finished());
        QCOMPARE(listener.checkpoints.back(), QStringLiteral("8 finished"));
    }

    void goesOnFromACheckpoint() {
        WorkerPool pool(1);
        TrainingLoop straight(experiment(), pool), resumed(experiment(), pool);
        Listener first, second;
        straight.addSink(first);
        resumed.addSink(second);
        while (!straight.finished())
            straight.step();
        std::vector<MetricsRecord> history(first.records.begin(),
                                           first.records.begin() + 4); // of steps 0 to 3
        resumed.restore(first.states[0], history);
        while (!resumed.finished())
            resumed.step();
        QCOMPARE(second.steps(), first.steps().mid(4));
        QCOMPARE(second.checkpoints, first.checkpoints.mid(1));
        QCOMPARE(resumed.history().size(), straight.history().size());
        QCOMPARE(checksum(resumed.trainer().network().parameters()),
                 checksum(straight.trainer().network().parameters()));
        QCOMPARE(second.records.back().testLoss, first.records.back().testLoss);
    }

    // There the margin of the plan has no effect.
    void withoutTheConstraintRecordsHaveNoMargin() {
        WorkerPool pool(1);
        for (const bool constraint : {true, false}) {
            Experiment e = experiment();
            e.plan.constraint = constraint;
            TrainingLoop loop(e, pool);
            Listener listener;
            loop.addSink(listener);
            loop.step();
            QCOMPARE(std::isinf(listener.records.back().margin), !constraint);
            QCOMPARE(listener.records.back().constrained(), constraint);
        }
    }

    void divergenceReachesTheCaller() {
        WorkerPool pool(1);
        TrainingLoop loop(experiment(), pool);
        loop.apply("training.learning_rate", 1e30);
        const QString message = sentence<DivergenceError>([&] {
            for (int i = 0; i < 5; ++i)
                loop.step();
        });
        QVERIFY2(message.contains("lower training.learning_rate"), qPrintable(message));
    }

    void snapshotsShowThePresent() {
        WorkerPool pool(1);
        TrainingLoop loop(experiment(), pool);
        for (int i = 0; i < 4; ++i)
            loop.step();
        const TrainingSnapshot snapshot = loop.snapshot();
        QCOMPARE(snapshot.step, 4);
        QCOMPARE(snapshot.phase, constrainedPhase);
        QCOMPARE(snapshot.stepsLeft, 8);
        QVERIFY(snapshot.statistics.live);
        QCOMPARE(snapshot.statistics.examples, snapshot.probe->count());
        QCOMPARE(snapshot.history->size(), std::size_t{5});
    }
};

QTEST_APPLESS_MAIN(TestTrainingLoop)
#include "tst_training_loop.moc"
