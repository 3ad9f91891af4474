// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/timeline_file.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// What a user changes while training: at that step, that key to that value.
struct Change {
    std::int64_t step;
    const char* key;
    double value;
};
using Script = QList<Change>;

const double infinity = std::numeric_limits<double>::infinity();

} // namespace

/// A run that is stopped, or that crashes, and goes on from its files is the run that never stopped.
class TestResume : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>(temporaryPlace());
        config_ = madeConfig();
    }

    void goesOnAsIfNeverStopped_data() {
        QTest::addColumn<int>("stop");
        QTest::addColumn<bool>("crash");
        QTest::addColumn<bool>("standardMixture");
        for (const int stop : {0, 1, 5, 12, 13, 23, 24, 25, 36, 47, 48})
            QTest::addRow("paused at %d", stop) << stop << false << false;
        for (const int stop : {0, 1, 5, 12, 17, 24, 30, 47}) // before 12 there is no checkpoint to go on from
            QTest::addRow("crashed at %d", stop) << stop << true << false;
        QTest::newRow("a standard mixture by Adam, paused at 17") << 17 << false << true;
        QTest::newRow("a standard mixture by Adam, crashed at 30") << 30 << true << true;
    }
    void goesOnAsIfNeverStopped() {
        QFETCH(int, stop);
        QFETCH(bool, crash);
        QFETCH(bool, standardMixture);
        if (standardMixture) {
            config_.network.output = Output::Mixture;
            config_.training.optimizer = Optimizer::Adam;
        }
        const std::string whole = trainScript("whole", {}, {});
        QCOMPARE(trainScript("stopped", {}, {{stop, crash}}), whole);
        QCOMPARE(withoutRates(path("stopped") / "metrics.csv"), withoutRates(path("whole") / "metrics.csv"));
        QCOMPARE(timeline("stopped"), timeline("whole"));
        for (const std::string file :
             {"step-24.safetensors", "step-48.safetensors"}) // of velocities and totals too
            QVERIFY(fileText(path("stopped") / "checkpoints" / file) ==
                    fileText(path("whole") / "checkpoints" / file));
    }

    void changes_data() {
        QTest::addColumn<Script>("script");
        QTest::newRow("rates") << Script{{3, "training.learning_rate", 0.2},
                                         {12, "training.momentum", 0.5},
                                         {20, "training.weight_decay", 0.01},
                                         {30, "training.learning_rate", 0.1}};
        QTest::newRow("margin") << Script{{2, "training.margin", 0}, {15, "training.margin", infinity}};
        QTest::newRow("epochs") << Script{{5, "training.epochs.0", 1}, {20, "training.epochs.1", 4}};
        QTest::newRow("lifted early") << Script{{7, "training.phase", 1}};
        QTest::newRow("lifted and put back") << Script{{7, "training.phase", 1}, {20, "training.phase", 0}};
        QTest::newRow("put back within a step")
            << Script{{14, "training.phase", 1}, {14, "training.phase", 0}};
        // The rate is that of the phase that ends with the next change.
        QTest::newRow("rate, then lifted, and put back later") << Script{{14, "training.learning_rate", 0.3},
                                                                         {14, "training.momentum", 0.1},
                                                                         {14, "training.phase", 1},
                                                                         {14, "training.weight_decay", 0.1},
                                                                         {20, "training.phase", 0}};
        QTest::newRow("rate, then shortened to the end of the phase")
            << Script{{14, "training.learning_rate", 0.3}, {14, "training.epochs.0", 1}};
        QTest::newRow("at the phase change")
            << Script{{24, "training.learning_rate", 0.3}, {24, "training.margin", 1}};
        QTest::newRow("a phase again, from its start") << Script{{30, "training.phase", 1}};
    }
    void changes() {
        QFETCH(Script, script);
        const std::string whole = trainScript("whole", script, {});
        QVERIFY(whole != trainScript("unchanged", {}, {}));
        for (const Stop& stop :
             {Stop{5, true}, {14, false}, {14, true}, {24, false}, {24, true}, {26, false}, {33, true}}) {
            const std::string name = std::to_string(stop.step) + (stop.crash ? " crashed " : " paused ");
            QCOMPARE(name + trainScript(name, script, {stop}), name + whole);
            QCOMPARE(withoutRates(path(name) / "metrics.csv"), withoutRates(path("whole") / "metrics.csv"));
        }
        QCOMPARE(trainScript("often", script,
                             {{2, true}, {3, false}, {13, false}, {14, true}, {25, true}, {30, false}}),
                 whole);
        QCOMPARE(replay("whole"), whole);
        QCOMPARE(replay("often"), whole);
    }
    // Made while paused, after the checkpoint of that pause.
    void changedWhilePaused() {
        const auto change = [](Session& session) {
            session.loop.apply("training.learning_rate", 0.3);
            session.loop.apply("training.margin", 1);
        };
        {
            Session session(path("run"));
            session.trainTo(17);
            session.loop.checkpoint(CheckpointReason::Pause);
            change(session);
        }
        Session resumed(path("run")), straight(path("straight"));
        resumed.trainToTheEnd();
        straight.trainTo(17);
        change(straight);
        straight.trainToTheEnd();
        QCOMPARE(resumed.checksum(), straight.checksum());
        QCOMPARE(RunDirectory::open(path("run")).events().size(), std::size_t{2}); // not written once more
    }

    // Phase 2 has its own number of epochs, whenever it begins.
    void liftedEarlyTrainsForTheWholeFreePhase() {
        Session session(path("run"));
        session.trainTo(7);
        session.loop.apply("training.phase", 1);
        session.trainToTheEnd();
        QCOMPARE(session.loop.trainer().currentStep(), std::int64_t{7 + 24});
        QCOMPARE(session.loop.trainer().phaseStart(), std::int64_t{7});
        QCOMPARE(
            filesIn(path("run") / "checkpoints"),
            (std::vector<std::string>{"step-24.safetensors", "step-31.safetensors", "step-7.safetensors"}));
    }
    void putBackBeginsWithTotalsOfZero() {
        Session session(path("run"));
        session.trainTo(7);
        session.loop.apply("training.phase", 1);
        session.trainTo(9);
        session.loop.apply("training.phase", 0);
        for (const BalanceConstraint& constraint : session.loop.trainer().constraints())
            QCOMPARE(constraint.totals(), std::vector<double>(constraint.totals().size(), 0.0));
        session.trainToTheEnd();
        QCOMPARE(session.loop.trainer().currentStep(), std::int64_t{9 + 48});
    }

  private:
    struct Stop {
        std::int64_t step;
        bool crash;
    };

    std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(folder_->path().toStdString()) / name;
    }

    /// Trains to the end with the user's changes, stopping now and then; returns the checksum. After a crash
    /// the user makes again what was forgotten.
    std::string trainScript(const std::string& name, const Script& script, const QList<Stop>& stops) const {
        auto session = std::make_unique<Session>(path(name), config_);
        play(*session, script, -1, stops.empty() ? end : stops.front().step);
        for (qsizetype i = 0; i < stops.size(); ++i) {
            if (!stops[i].crash && !session->loop.finished())
                session->loop.checkpoint(CheckpointReason::Pause);
            session.reset();
            session = std::make_unique<Session>(path(name), config_);
            play(*session, script, session->loop.trainer().currentStep(),
                 i + 1 < stops.size() ? stops[i + 1].step : end);
        }
        return session->checksum();
    }
    /// Those changes that come after step `done`.
    static void play(Session& session, const Script& script, std::int64_t done, std::int64_t until) {
        for (const Change& change : script)
            if (change.step > done && change.step <= until) {
                session.trainTo(change.step);
                session.loop.apply(change.key, change.value);
            }
        session.trainTo(until);
    }
    /// From config.json and events.jsonl alone.
    std::string replay(const std::string& name) const {
        const RunDirectory directory = RunDirectory::open(path(name));
        WorkerPool pool(2);
        TrainingLoop loop(madeExperiment(directory.config()), pool);
        for (const TrainingEvent& event : directory.events()) {
            while (loop.trainer().currentStep() < event.step)
                loop.step();
            loop.apply(event);
        }
        while (!loop.finished())
            loop.step();
        return checksum(loop.trainer().network().parameters());
    }
    /// The steps of the snapshots, and what they show.
    QStringList timeline(const std::string& name) const {
        QStringList moments;
        for (const std::string& file : filesIn(path(name) / "snapshots"))
            for (const TrainingSnapshot& moment : readTimeline(path(name) / "snapshots" / file))
                moments.append(QStringLiteral("%1: step %2, phase %3, score %4")
                                   .arg(QString::fromStdString(file))
                                   .arg(moment.step)
                                   .arg(moment.phase)
                                   .arg(moment.statistics.factorisation.score.value_or(9)));
        return moments;
    }

    static constexpr std::int64_t end = 1'000'000;
    std::unique_ptr<QTemporaryDir> folder_;
    RunConfig config_;
};

QTEST_APPLESS_MAIN(TestResume)
#include "tst_resume.moc"
