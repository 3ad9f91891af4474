// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/training/training_engine.h"
#include "tests/model/testing.h"

#include <functional>

#include <numeric>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

using State = EngineStatus::State;

/// What a run's recorder was told, in one line each; it may be made to fail. Outlives the recorder itself.
struct Record {
    std::mutex mutex;
    QStringList lines;
    std::atomic<bool> fullDisk{false};
    std::atomic<int> snapshots{0};

    void add(const QString& line) {
        const std::lock_guard lock(mutex);
        lines.append(line);
    }
    QStringList take(const QString& kind) {
        const std::lock_guard lock(mutex);
        return lines.filter(QRegularExpression("^" + kind));
    }
};

class Recorder : public TrainingSink {
  public:
    explicit Recorder(std::shared_ptr<Record> record) : record_(std::move(record)) {}
    void onRecord(const MetricsRecord&) override { fail(); }
    void onTimeline(const TrainingSnapshot&) override { ++record_->snapshots; }
    void onCheckpoint(const TrainerState& state, CheckpointReason reason) override {
        fail();
        const char* names[]{"epoch", "phase", "pause", "finished"};
        record_->add(QStringLiteral("checkpoint %1 %2").arg(state.step).arg(names[static_cast<int>(reason)]));
    }
    void onEvent(const TrainingEvent& event) override {
        fail();
        const char* names[]{"change", "pause", "start", "error"};
        record_->add(QStringLiteral("%1 %2 %3 %4")
                         .arg(names[static_cast<int>(event.kind)])
                         .arg(event.step)
                         .arg(QString::fromStdString(event.key + event.message))
                         .arg(event.value)
                         .trimmed());
    }

  private:
    void fail() const {
        if (record_->fullDisk)
            throw FileError("the disk is full; free some space");
    }
    std::shared_ptr<Record> record_;
};

NetworkDescription description() {
    return {0, 0, {layer(3, {6}), layer(2, {5}, {3})}};
}

/// 12 steps an epoch, 2 + 2 epochs where nothing else is said.
EngineTask task(PerPhase<int> epochs = {2, 2}, std::uint64_t seed = 3) {
    static const auto data = std::make_shared<const TrainingData>(
        makeTrainingData({madeDataset(96), madeDataset(40), "made", ""}, 1, 0, 0));
    EngineTask made;
    made.experiment.network = description();
    made.experiment.network.input = data->inputs();
    made.experiment.network.classes = data->classes();
    made.experiment.plan.epochs = epochs;
    made.experiment.plan.minibatch = 8;
    made.experiment.plan.margin = 4;
    made.experiment.plan.learningRate = {0.05, 0.05};
    made.experiment.seed = seed;
    made.experiment.data = data;
    return made;
}

/// 300 steps in minibatches that several threads share: 6 steps an epoch, 25 + 25 epochs.
EngineTask sharedTask() {
    static const auto data = std::make_shared<const TrainingData>(makeTrainingData(
        {madeDataset(570, {20, 20, 1}), madeDataset(100, {20, 20, 1}), "made", ""}, 1, 2, 0));
    EngineTask made = task({25, 25});
    made.experiment.network = {data->inputs(), data->classes(), {layer(4, {30}, {20}), layer(4, {20}, {20})}};
    made.experiment.plan.minibatch = 100;
    made.experiment.data = data;
    return made;
}

constexpr PerPhase<int> endless{1'000'000, 1'000'000};

} // namespace

class TestTrainingEngine : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        statusChanges_ = 0;
        record_ = std::make_shared<Record>();
        engine_ = std::make_unique<TrainingEngine>(2, [this] { ++statusChanges_; });
    }
    void cleanup() { engine_.reset(); }

    void nothingLoaded() {
        QCOMPARE(state(), State::Empty);
        engine_->start();
        engine_->step();
        engine_->epoch();
        engine_->pause();
        engine_->stopAfterEpoch(true);
        engine_->change("training.margin", 5);
        engine_->publishNetwork();
        QTRY_VERIFY(engine_->status()->stopAfterEpoch); // it is done with all of them
        QCOMPARE(state(), State::Empty);
        QVERIFY(engine_->networks().empty());
        QVERIFY(engine_->snapshots().empty());
    }

    void loaded() {
        load();
        const auto status = engine_->status();
        QCOMPARE(status->step, 0);
        QCOMPARE(status->stepsPerEpoch, 12);
        QCOMPARE(status->stepsLeft, 48);
        QCOMPARE(status->phase, constrainedPhase);
        QVERIFY(status->constrained && !status->unsaved);
        QCOMPARE(status->plan.margin, 4.0);
        const auto snapshot = engine_->snapshots().take();
        QVERIFY(snapshot);
        QCOMPARE(snapshot->step, 0);
        QCOMPARE(snapshot->statistics.layers.size(), std::size_t{2});
        QVERIFY(statusChanges_ >= 2);
        QCOMPARE(record_->take(""), QStringList()); // nothing is kept before training begins
    }

    void stepByStep() {
        load();
        for (int step = 1; step <= 3; ++step) {
            engine_->step();
            QTRY_COMPARE(engine_->status()->step, step);
            QTRY_COMPARE(state(), State::Paused);
        }
        QCOMPARE(record_->take("(start|pause|checkpoint)"),
                 (QStringList{"start 0  0", "pause 1  0", "checkpoint 1 pause", "start 1  0", "pause 2  0",
                              "checkpoint 2 pause", "start 2  0", "pause 3  0", "checkpoint 3 pause"}));
    }
    void epochByEpoch() {
        load();
        engine_->step();
        QTRY_COMPARE(state(), State::Paused);
        QTRY_COMPARE(engine_->status()->step, 1);
        for (const int step : {12, 24, 36}) {
            engine_->epoch();
            QTRY_COMPARE(engine_->status()->step, step);
            QTRY_COMPARE(state(), State::Paused);
        }
        QCOMPARE(engine_->status()->phase, freePhase);
        engine_->epoch();
        QTRY_COMPARE(state(), State::Finished);
        QCOMPARE(engine_->status()->step, 48);
        QVERIFY(!engine_->status()->unsaved);
        QCOMPARE(record_->take("checkpoint"), // each of them once
                 (QStringList{"checkpoint 1 pause", "checkpoint 12 epoch", "checkpoint 24 phase",
                              "checkpoint 36 epoch", "checkpoint 48 finished"}));
    }
    void stopsAfterEpoch() {
        load(endless);
        engine_->start();
        engine_->stopAfterEpoch(true);
        QTRY_VERIFY(engine_->status()->step > 0 && state() == State::Paused);
        const auto status = engine_->status();
        QCOMPARE(status->step % 12, 0);
        QVERIFY(!status->stopAfterEpoch); // once
    }
    void pauseAndGoOn() {
        const std::string whole = finishedChecksum();
        load();
        for (int i = 0; i < 5; ++i) {
            engine_->start();
            engine_->pause();
        }
        engine_->start();
        QTRY_COMPARE(state(), State::Finished);
        QCOMPARE(currentChecksum(), whole);
    }
    void aFinishedRunStaysFinished() {
        finishedChecksum();
        engine_->start();
        engine_->step();
        engine_->pause();
        engine_->stopAfterEpoch(true);
        QTRY_VERIFY(engine_->status()->stopAfterEpoch);
        QCOMPARE(state(), State::Finished);
        QCOMPARE(engine_->status()->step, 48);
    }
    void resetIsTheSameRunAgain() {
        const auto trainSome = [&](std::uint64_t seed) {
            load({2, 2}, seed);
            engine_->epoch();
            if (!QTest::qWaitFor([&] { return engine_->status()->step == 12 && state() == State::Paused; }))
                return std::string("too slow");
            return currentChecksum();
        };
        const std::string first = trainSome(3);
        QCOMPARE(trainSome(3), first);
        QVERIFY(trainSome(4) != first);
        QCOMPARE(trainSome(3), first);
    }
    void goesOnFromAState() {
        const std::string whole = finishedChecksum();
        WorkerPool pool(1);
        TrainingLoop loop(task().experiment, pool);
        while (loop.trainer().currentStep() < 17)
            loop.step();
        EngineTask resumed = task();
        resumed.state = loop.trainer().state();
        resumed.history = loop.history();
        load(std::move(resumed));
        QCOMPARE(engine_->status()->step, 17);
        QVERIFY(!engine_->status()->unsaved);
        QCOMPARE(engine_->snapshots().take()->history->size(), loop.history().size());
        engine_->start();
        QTRY_COMPARE(state(), State::Finished);
        QCOMPARE(currentChecksum(), whole);
    }
    // Logged after the checkpoint that it goes on from: made again, but not logged again.
    void goesOnWithChanges() {
        WorkerPool pool(1);
        TrainingLoop loop(task().experiment, pool);
        while (loop.trainer().currentStep() < 17)
            loop.step();
        EngineTask resumed = task();
        resumed.state = loop.trainer().state();
        resumed.changes = {{TrainingEvent::Kind::Change, 17, "training.learning_rate", 0.3, "", 0}};
        loop.apply("training.learning_rate", 0.3);
        while (!loop.finished())
            loop.step();
        load(std::move(resumed));
        engine_->start();
        QTRY_COMPARE(state(), State::Finished);
        QCOMPARE(currentChecksum(), checksum(loop.trainer().network().parameters()));
        QCOMPARE(record_->take("change"), QStringList());
    }
    // A fresh network must not be taken for the run that could not be read.
    void aStateOfAnotherNetwork() {
        WorkerPool pool(1);
        TrainingLoop loop(task().experiment, pool);
        EngineTask wrong = task();
        wrong.state = loop.trainer().state();
        wrong.experiment.network.layers[0].hidden = {7};
        engine_->load([&](WorkerPool&, const Progress&) { return wrong; });
        QTRY_VERIFY(!engine_->status()->error.empty());
        QCOMPARE(state(), State::Empty);
        QVERIFY(error().contains("of another network"));
        engine_->start();
        engine_->stopAfterEpoch(true);
        QTRY_VERIFY(engine_->status()->stopAfterEpoch);
        QCOMPARE(state(), State::Empty);
    }

    void changesAreAppliedAndLogged() {
        load(endless);
        engine_->change("training.learning_rate", 0.01);
        engine_->change("training.margin", std::numeric_limits<double>::infinity());
        QTRY_COMPARE(engine_->status()->plan.margin, std::numeric_limits<double>::infinity());
        engine_->epoch();
        QTRY_COMPARE(engine_->status()->step, 12);
        engine_->change("training.momentum", 0.5);
        engine_->change("training.phase", 1);
        engine_->change("training.weight_decay", 0.001);
        QTRY_COMPARE(engine_->status()->plan.weightDecay[1], 0.001);
        const auto status = engine_->status();
        QCOMPARE(status->plan.learningRate, (PerPhase<double>{0.01, 0.05}));
        QCOMPARE(status->plan.momentum, (PerPhase<double>{0.5, 0.9}));
        QCOMPARE(status->phase, freePhase);
        QVERIFY(!status->constrained);
        QCOMPARE(state(), State::Paused);
        engine_->start();
        QTRY_COMPARE(state(), State::Running);
        engine_->change("training.phase", 0);
        QTRY_COMPARE(engine_->status()->phase, constrainedPhase);
        QCOMPARE(state(), State::Running);
        engine_->pause();
        QTRY_COMPARE(state(), State::Paused);
        const QStringList changes = record_->take("change");
        QCOMPARE(changes.mid(0, 5),
                 (QStringList{"change 0 training.learning_rate 0.01", "change 0 training.margin inf",
                              "change 12 training.momentum 0.5", "change 12 training.phase 1",
                              "change 12 training.weight_decay 0.001"}));
        QCOMPARE(changes.size(), 6);
        QVERIFY(record_->take("checkpoint").contains("checkpoint 12 phase"));
    }
    // What leaves nothing to train finishes the run; what adds to it makes it one to go on with.
    void changesOfTheEnd() {
        load(endless);
        engine_->change("training.phase", 1);
        engine_->start();
        QTRY_COMPARE(state(), State::Running);
        engine_->change("training.epochs.1", 0);
        QTRY_COMPARE(state(), State::Finished);
        QVERIFY(!engine_->status()->unsaved);
        QVERIFY(record_->take("checkpoint").last().endsWith("finished"));
        const auto step = engine_->status()->step;
        engine_->change("training.epochs.1", 1'000'000);
        QTRY_COMPARE(state(), State::Paused);
        engine_->step();
        QTRY_COMPARE(engine_->status()->step, step + 1);
    }
    void badChanges_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("margin -1") << "training.margin" << -1.0
                                   << "training.margin is -1; choose 0 or more, or null for infinity";
        QTest::newRow("momentum 1") << "training.momentum" << 1.0
                                    << "training.momentum is 1; choose 0 or more, below 1";
        QTest::newRow("phase 2") << "training.phase" << 2.0
                                 << "training.phase is 2; choose 0 (constrained) or 1 (free)";
        QTest::newRow("fixed") << "training.minibatch" << 50.0
                               << "training.minibatch cannot change during a run; start a new one";
    }
    void badChanges() {
        QFETCH(QString, key);
        QFETCH(double, value);
        QFETCH(QString, says);
        load(endless);
        engine_->start();
        QTRY_COMPARE(state(), State::Running);
        engine_->change(key.toStdString(), value);
        QTRY_COMPARE(error(), says);
        QCOMPARE(state(), State::Running); // a slip of the finger is no reason to stop
        engine_->pause();
        QTRY_COMPARE(state(), State::Paused);
        QCOMPARE(record_->take("change"), QStringList());
        QCOMPARE(engine_->status()->plan.margin, 4.0);
    }

    void divergencePausesWithItsSentence() {
        load();
        engine_->epoch();
        QTRY_COMPARE(engine_->status()->step, 12);
        engine_->change("training.learning_rate", 1e30);
        engine_->start();
        QTRY_VERIFY(!engine_->status()->error.empty());
        QCOMPARE(state(), State::Paused);
        QVERIFY2(error().contains("The loss is not a finite number at step") && error().contains("layer"),
                 qPrintable(error()));
        QVERIFY(record_->take("error").last().contains("The loss is not a finite number"));
        // Weights that are no numbers do not take the place of the last good checkpoint.
        QVERIFY(!engine_->status()->unsaved);
        engine_.reset();
        QCOMPARE(record_->take("checkpoint").last(), QString("checkpoint 12 epoch"));
    }
    void aRecorderThatFails() {
        const std::string whole = finishedChecksum();
        load();
        engine_->step();
        QTRY_COMPARE(engine_->status()->step, 1);
        record_->fullDisk = true;
        engine_->start();
        QTRY_COMPARE(error(), QString("the disk is full; free some space"));
        QCOMPARE(state(), State::Paused);
        engine_->start(); // it stays so
        engine_->stopAfterEpoch(true);
        engine_->stopAfterEpoch(false);
        QTRY_COMPARE(state(), State::Paused);
        QCOMPARE(error(), QString("the disk is full; free some space"));
        record_->fullDisk = false;
        engine_->start();
        QTRY_COMPARE(state(), State::Finished);
        QCOMPARE(error(), QString());
        QCOMPARE(currentChecksum(), whole);
    }
    void aRecorderThatCannotBeMade() {
        EngineTask bad = task();
        bad.makeRecorder = [](const TrainingLoop&) -> std::unique_ptr<TrainingSink> {
            throw FileError("run is not empty; name another folder");
        };
        engine_->load([&](WorkerPool&, const Progress&) { return bad; });
        QTRY_COMPARE(state(), State::Paused);
        engine_->start();
        QTRY_COMPARE(error(), QString("run is not empty; name another folder"));
        QCOMPARE(state(), State::Paused);
        QCOMPARE(engine_->status()->step, 0);
    }
    void whatCannotBeSavedIsTold() {
        load(endless); // else it may be finished before it is told to pause
        engine_->start();
        engine_->pause();
        engine_->step();
        QTRY_COMPARE(state(), State::Paused);
        load(endless);
        engine_->start();
        QTRY_COMPARE(state(), State::Running);
        record_->fullDisk = true;
        engine_->load([](WorkerPool&, const Progress&) { return task(); });
        QTRY_COMPARE(engine_->status()->step, 0);
        QTRY_COMPARE(error(), QString("the disk is full; free some space"));
    }

    void loadingIsReported() {
        std::atomic<double> fraction{0.25};
        engine_->load([&](WorkerPool&, const Progress& progress) {
            while (fraction < 1) {
                report(progress, fraction);
                QThread::msleep(1);
            }
            return task();
        });
        QTRY_COMPARE(engine_->status()->loaded, 0.25);
        QCOMPARE(state(), State::Loading);
        fraction = 0.75;
        QTRY_COMPARE(engine_->status()->loaded, 0.75);
        fraction = 1;
        QTRY_COMPARE(state(), State::Paused);
    }
    void cancelLoad() {
        engine_->load(slowly());
        QTRY_COMPARE(state(), State::Loading);
        engine_->cancelLoad();
        QTRY_COMPARE(state(), State::Empty);
        load(); // and the engine lives on
        engine_->start();
        QTRY_COMPARE(state(), State::Finished);
    }
    void cancelWithoutALoad() {
        engine_->cancelLoad();
        load();
        engine_->cancelLoad();
        engine_->step();
        QTRY_COMPARE(engine_->status()->step, 1);
    }
    // The one asked for last is the one that is wanted, however slow those before it are.
    void loadCancelsTheOneBefore() {
        engine_->load(slowly());
        QTRY_COMPARE(state(), State::Loading);
        engine_->cancelLoad();
        engine_->load(slowly());
        engine_->load([](WorkerPool&, const Progress&) { return task({2, 2}, 4); });
        QTRY_COMPARE(state(), State::Paused);
        QCOMPARE(error(), QString());
    }
    void aLoadThatFails_data() {
        QTest::addColumn<bool>("foreseen");
        QTest::newRow("foreseen") << true;
        QTest::newRow("not foreseen") << false;
    }
    void aLoadThatFails() {
        QFETCH(bool, foreseen);
        engine_->load([=](WorkerPool&, const Progress&) -> EngineTask {
            if (foreseen)
                throw FileError("images is empty; name another folder.");
            throw std::runtime_error("out of ideas");
        });
        QTRY_COMPARE(error(), foreseen ? QString("images is empty; name another folder.")
                                       : QString("Something unforeseen went wrong (out of ideas); please "
                                                 "report it with what you did."));
        QCOMPARE(state(), State::Empty);
    }
    // It pauses for the load, keeps what was trained, and goes on to where it was to stop.
    void trainingGoesOnAfterALoadThatFails() {
        load(endless);
        engine_->stopAfterEpoch(true);
        engine_->start();
        engine_->load([](WorkerPool&, const Progress&) -> EngineTask {
            throw FileError("images is empty; name another folder.");
        });
        QTRY_COMPARE(engine_->status()->step, 12);
        QTRY_COMPARE(state(), State::Paused);
        QVERIFY(!engine_->status()->stopAfterEpoch);
        load(endless);
        engine_->start();
        engine_->load([](WorkerPool&, const Progress&) -> EngineTask {
            throw FileError("images is empty; name another folder.");
        });
        QTRY_COMPARE(error(), QString("images is empty; name another folder."));
        QTRY_COMPARE(state(), State::Running);
        QCOMPARE(error(), QString("images is empty; name another folder.")); // it stays to be read
        engine_->load(slowly());
        QTRY_COMPARE(state(), State::Loading);
        engine_->cancelLoad();
        QTRY_COMPARE(state(), State::Running);
        QCOMPARE(error(), QString());
        engine_->pause();
        QTRY_COMPARE(state(), State::Paused);
        engine_->load([](WorkerPool&, const Progress&) -> EngineTask { throw FileError("again"); });
        QTRY_COMPARE(error(), QString("again"));
        QCOMPARE(state(), State::Paused); // what was paused stays so
    }
    // A new task while training: what was trained is kept first.
    void loadWhileRunning() {
        load(endless);
        engine_->start();
        QTRY_VERIFY(record_->snapshots > 1);
        load();
        QCOMPARE(engine_->status()->step, 0);
        QVERIFY(pausedAndSaved());
    }

    void endsInEveryState_data() {
        QTest::addColumn<QString>("when");
        for (const char* when : {"empty", "loading", "loaded", "running", "paused", "finished", "diverged"})
            QTest::newRow(when) << when;
    }
    void endsInEveryState() {
        QFETCH(QString, when);
        if (when == "loading") {
            engine_->load(slowly());
            QTRY_COMPARE(state(), State::Loading);
        } else if (when != "empty") {
            load(when == "finished" ? PerPhase<int>{2, 2} : endless);
        }
        if (when == "running" || when == "finished" || when == "paused")
            engine_->start();
        if (when == "running")
            QTRY_VERIFY(record_->snapshots > 1);
        if (when == "paused") {
            engine_->pause();
            QTRY_VERIFY(statusChanges_ > 3);
            QTRY_COMPARE(state(), State::Paused);
        }
        if (when == "finished")
            QTRY_COMPARE(state(), State::Finished);
        if (when == "diverged") {
            engine_->change("training.learning_rate", 1e30);
            engine_->start();
            QTRY_VERIFY(!engine_->status()->error.empty());
        }
        QElapsedTimer timer;
        timer.start();
        engine_.reset();
        QVERIFY(timer.elapsed() < 5000);
        if (when == "running") // nothing that was trained is lost
            QVERIFY(pausedAndSaved());
    }
    void endsAtOnce() {
        for (int i = 0; i < 50; ++i) {
            TrainingEngine engine(1);
            engine.load([](WorkerPool&, const Progress&) { return task(endless); });
            engine.start();
        }
    }

    // The engine never waits for a reader: who does not look sees the latest when he does.
    void theLatestSnapshotWins() {
        load();
        engine_->start();
        QTRY_COMPARE(state(), State::Finished);
        QCOMPARE(engine_->snapshots().take()->step, 48);
        QVERIFY(!engine_->snapshots().take());
    }
    void snapshotsComeWhileTraining() {
        load(endless);
        engine_->snapshots().take();
        engine_->start();
        std::int64_t last = -1;
        for (int i = 0; i < 3; ++i) {
            const auto snapshot = next(engine_->snapshots());
            QVERIFY(snapshot);
            QVERIFY(snapshot->step > last);
            last = snapshot->step;
        }
        QCOMPARE(state(), State::Running);
    }
    void watchingChangesNothing() {
        QVector<std::string> checksums;
        QVector<int> recorded;
        for (const bool live : {true, false}) {
            record_ = std::make_shared<Record>();
            engine_->setLive(live);
            load();
            engine_->start();
            const auto watch = [&] {
                if (live) {
                    engine_->snapshots().take();
                    engine_->publishNetwork();
                }
                return state() == State::Finished;
            };
            QVERIFY(QTest::qWaitFor(watch));
            checksums.append(currentChecksum());
            recorded.append(record_->snapshots);
            engine_->snapshots().take();
        }
        QCOMPARE(checksums[0], checksums[1]);
        QCOMPARE(recorded[0], recorded[1]); // the run's own records do not depend on who watches
        QVERIFY(engine_->snapshots().empty());
    }
    void theSameBitsOnAnyThreadsWatchedOrNot() {
        QString expected;
        for (const int threads : {1, 2, 3, 4, 8})
            for (const bool live : {true, false}) {
                record_ = std::make_shared<Record>();
                engine_ = std::make_unique<TrainingEngine>(threads);
                engine_->setLive(live);
                load(sharedTask());
                engine_->snapshots().take();
                engine_->start();
                int seen = 0;
                const auto watch = [&] {
                    const auto snapshot = live ? engine_->snapshots().take() : nullptr;
                    seen += snapshot && snapshot->step < 300;
                    return state() == State::Finished;
                };
                while (!watch())
                    QThread::usleep(200);
                QCOMPARE(engine_->status()->step, 300);
                QCOMPARE(seen > 0, live);
                const QString now = QString::fromStdString(currentChecksum());
                if (expected.isEmpty())
                    expected = now;
                QCOMPARE(now, expected);
            }
    }
    void publishNetwork() {
        load();
        engine_->publishNetwork();
        const auto before = next(engine_->networks());
        QVERIFY(before);
        const std::string was = checksum(before->network.parameters());
        engine_->epoch();
        QTRY_COMPARE(engine_->status()->step, 12);
        engine_->publishNetwork();
        const auto after = next(engine_->networks());
        QVERIFY(after);
        QVERIFY(checksum(after->network.parameters()) != was);
        QCOMPARE(checksum(before->network.parameters()), was); // a copy
    }
    void publishesWhatTheConstraintDecidesFrom() {
        load();
        engine_->epoch();
        QTRY_COMPARE(engine_->status()->step, 12);
        engine_->publishNetwork();
        const auto constrained = next(engine_->networks());
        QVERIFY(constrained && constrained->constraint.active());
        QCOMPARE(constrained->constraint.layers.size(), constrained->network.gatedLayers().size());
        QCOMPARE(constrained->constraint.margin, engine_->status()->plan.margin);
        for (const BalanceConstraint& layer : constrained->constraint.layers) {
            const std::vector<double>& totals = layer.totals(); // each example adds gates that sum to 1
            const double examples = std::accumulate(totals.begin(), totals.end(), 0.);
            QVERIFY2(examples > 0 && std::abs(examples - std::round(examples)) < 1e-3,
                     qPrintable(QString::number(examples)));
        }
        engine_->change("training.phase", freePhase);
        engine_->publishNetwork();
        const auto free = next(engine_->networks());
        QVERIFY(free && !free->constraint.active());
    }

  private:
    State state() const { return engine_->status()->state; }
    QString error() const { return QString::fromStdString(engine_->status()->error); }

    void load(EngineTask task) {
        task.makeRecorder = [record = record_](const TrainingLoop&) {
            return std::make_unique<Recorder>(record);
        };
        std::atomic<bool> made{false};
        engine_->load([&](WorkerPool&, const Progress&) {
            made = true;
            return std::move(task);
        });
        QVERIFY(QTest::qWaitFor([&] { return made && state() == State::Paused; }));
    }
    void load(PerPhase<int> epochs = {2, 2}, std::uint64_t seed = 3) { load(task(epochs, seed)); }

    /// The run was left with a pause, and there is a checkpoint of that step.
    bool pausedAndSaved() {
        const QString step = record_->take("(start|pause|error)").last().section(' ', 1, 1);
        return record_->take("(start|pause|error)").last().startsWith("pause") && step != "0" &&
               !record_->take("checkpoint " + step + " ").isEmpty();
    }

    /// A maker that only ends when it is cancelled.
    static TrainingEngine::TaskMaker slowly() {
        return [](WorkerPool&, const Progress& progress) -> EngineTask {
            for (;;) {
                report(progress, 0.5);
                QThread::msleep(1);
            }
        };
    }

    /// What comes next; null if nothing does.
    template <class Content> static std::shared_ptr<const Content> next(Mailbox<Content>& mailbox) {
        std::shared_ptr<const Content> content;
        (void)QTest::qWaitFor([&] { return (content = mailbox.take()) != nullptr; });
        return content;
    }

    std::string currentChecksum() {
        engine_->networks().take();
        engine_->publishNetwork();
        const auto network = next(engine_->networks());
        return network ? checksum(network->network.parameters()) : "no network came";
    }
    /// Of the default task, trained to its end; the engine is left so.
    std::string finishedChecksum() {
        load();
        engine_->start();
        if (!QTest::qWaitFor([&] { return state() == State::Finished; }))
            return "too slow";
        return currentChecksum();
    }

    std::atomic<int> statusChanges_{0};
    std::shared_ptr<Record> record_;
    std::unique_ptr<TrainingEngine> engine_;
};

QTEST_GUILESS_MAIN(TestTrainingEngine)
#include "tst_training_engine.moc"
