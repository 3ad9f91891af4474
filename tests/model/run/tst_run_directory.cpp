// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/checkpoint.h"
#include "model/run/event_log.h"
#include "model/run/experiment.h"
#include "model/run/program_info.h"
#include "model/run/timeline_file.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>

#include <limits>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

class TestRunDirectory : public QObject {
    Q_OBJECT
  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(temporaryPlace()); }

    void createWhereNothingIs() {
        fs::create_directories(path("empty"));
        for (const char* place : {"absent", "absent too/several/levels", "empty"}) {
            QCOMPARE(RunDirectory::create(path(place), madeConfig()).arithmetic(), arithmeticName());
            QVERIFY(fs::is_directory(path(place) / "checkpoints"));
        }
        const RunDirectory run = RunDirectory::open(path("absent"));
        QCOMPARE(toJson(run.config()).dump(), toJson(madeConfig()).dump());
        QCOMPARE(run.arithmetic(), arithmeticName());
        const Json json = readJson(path("absent") / "config.json");
        QVERIFY(!json["machine"]["processor"].get<std::string>().empty());
        QVERIFY(!json["program"]["version"].get<std::string>().empty());
        QVERIFY(run.checkpoints().empty() && run.metrics().empty() && run.events().empty());
    }
    void createWhereSomethingIs() {
        const auto said = [&](const char* place) {
            return sentence<FileError>([&] { RunDirectory::create(path(place), madeConfig()); })
                .remove(folder_->path() + "/");
        };
        RunDirectory::create(path("run"), madeConfig());
        const std::string before = fileText(path("run") / "config.json");
        QCOMPARE(said("run"),
                 QString("run is not empty; name another folder, or go on with the run that is there by "
                         "--resume run."));
        QCOMPARE(fileText(path("run") / "config.json"), before);
        fs::create_directories(path("other") / "things");
        QCOMPARE(said("other"), QString("other is not empty; name another folder."));
        writeText(path("file"), "");
        QCOMPARE(said("file"), QString("file is a file; name a folder that is absent or empty."));
        QCOMPARE(
            said("file/run"),
            QString(
                "file/run/checkpoints cannot be made: Not a directory; choose a place you may write to."));
    }
    // So that the same place is free for another try.
    void createThatFailsLeavesNothing() {
        const FileSizeLimit limit(0);
        QVERIFY(sentence<FileError>([&] {
                    RunDirectory::create(path("absent"), madeConfig());
                }).contains("config.json cannot be written: File too large"));
        QVERIFY(!fs::exists(path("absent")));
        fs::create_directories(path("empty"));
        QVERIFY(sentence<FileError>([&] {
                    RunDirectory::create(path("empty"), madeConfig());
                }).contains("config.json cannot be written: File too large"));
        QVERIFY(fs::is_empty(path("empty")));
    }

    void openWhatIsNoRun_data() {
        QTest::addColumn<QString>("config"); // none where null
        QTest::addColumn<QString>("message");
        QTest::newRow("no config") << QString()
                                   << "run holds no config.json, so it is no run; name the folder of a run.";
        QTest::newRow("empty config") << ""
                                      << "run/config.json, line 1: not valid JSON here; look for a missing "
                                         "comma, quote or bracket.";
        QTest::newRow("cut config") << "{\n\"seed\":"
                                    << "run/config.json, line 2: not valid JSON here; look for a "
                                       "missing comma, quote or bracket.";
        QTest::newRow("of a newer version")
            << "{\n\"seed\": 1,\n\"swarm\": {},\n\"program\": {\"version\": \"0.10.0\"}}"
            << QString("run was written by a newer Expertscope (0.10.0, this is %1); open it with that one.")
                   .arg(QString::fromStdString(programVersion()));
        QTest::newRow("of this version, with another's key")
            << QString("{\n\"swarm\": {},\n\"program\": {\"version\": \"%1\"}}")
                   .arg(QString::fromStdString(programVersion()))
            << "run/config.json, line 2: swarm is unknown; known here: created, data, description, machine, "
               "network, preset, program, seed, training.";
        QTest::newRow("of nobody") << "{\n\"seed\": 1,\n\"swarm\": {}}"
                                   << "run/config.json, line 3: swarm is unknown; known here: "
                                      "created, data, description, machine, network, "
                                      "preset, program, seed, training.";
        QTest::newRow("another's")
            << "{}"
            << "run/config.json: network.layers is empty; describe at least one layer.";
    }
    void openWhatIsNoRun() {
        QFETCH(QString, config);
        QFETCH(QString, message);
        fs::create_directories(path("run"));
        if (!config.isNull())
            writeText(path("run") / "config.json", config.toStdString());
        QCOMPARE(sentence<Error>([&] { RunDirectory::open(path("run")); }).remove(folder_->path() + "/"),
                 message);
    }
    void openWhatIsNotThere() {
        QVERIFY(sentence<FileError>([&] {
                    RunDirectory::open(path("absent"));
                }).endsWith("absent does not exist; name the folder of a run."));
        writeText(path("file"), "");
        QVERIFY(sentence<FileError>([&] { RunDirectory::open(path("file")); }).contains("so it is no run"));
    }
    void withoutMachine() {
        writeText(path("config.json"), R"({"network": {"layers": [{}]}, "machine": "a Cray"})");
        QCOMPARE(RunDirectory::open(path("")).arithmetic(), std::string());
        for (const char* odd : {"5", "null", "[]", R"({"arithmetic": 5})", R"({"arithmetic": null})"}) {
            writeText(path("config.json"),
                      std::string(R"({"network": {"layers": [{}]}, "machine": )") + odd + "}");
            QCOMPARE(RunDirectory::open(path("")).arithmetic(), std::string());
        }
    }

    // The last two, and those at phase changes.
    void checkpointsKept() {
        Session session(path("run"));
        const auto steps = [&] { return RunDirectory::open(path("run")).checkpoints(); };
        session.trainTo(12);
        QCOMPARE(steps(), (std::vector<std::int64_t>{12}));
        session.trainTo(24);
        session.loop.checkpoint(CheckpointReason::Pause); // at the same step: the same file
        QCOMPARE(steps(), (std::vector<std::int64_t>{12, 24}));
        session.trainTo(30);
        session.loop.checkpoint(CheckpointReason::Pause);
        session.trainTo(36);
        QCOMPARE(steps(), (std::vector<std::int64_t>{24, 30, 36}));
        session.trainToTheEnd();
        QCOMPARE(steps(), (std::vector<std::int64_t>{24, 36, 48}));
    }
    // A recorder that comes later knows which ones began a phase.
    void checkpointsKeptByTheNextSession() {
        { Session(path("run")).trainTo(30); }
        { Session(path("run")).trainToTheEnd(); }
        QCOMPARE(RunDirectory::open(path("run")).checkpoints(), (std::vector<std::int64_t>{24, 36, 48}));
    }
    void otherFilesAreNoCheckpoints() {
        { Session(path("run")).trainTo(12); }
        for (const char* name :
             {"step-99.safetensors.part", "step-.safetensors", "step-7.txt", "best.safetensors",
              "step-5x.safetensors", "step-007.safetensors", "step-99999999999999999999.safetensors"})
            writeText(path("run") / "checkpoints" / name, "");
        QCOMPARE(RunDirectory::open(path("run")).checkpoints(), (std::vector<std::int64_t>{12}));
    }
    void latestState() {
        const auto blocks = Network<float>(madeExperiment().network, 0).blocks();
        { Session(path("run")).trainTo(36); }
        const RunDirectory run = RunDirectory::open(path("run"));
        QCOMPARE(run.latestState(blocks).step, std::int64_t{36});
        fs::resize_file(run.checkpointPath(36), 100);
        QCOMPARE(run.latestState(blocks).step, std::int64_t{24});
        fs::resize_file(run.checkpointPath(24), 0);
        fs::resize_file(run.checkpointPath(12), 5);
        // Where none can be read, the newest is the one to tell of.
        const QString said = sentence<FileError>([&] { run.latestState(blocks); });
        QVERIFY2(said.contains("step-36.safetensors at byte 0: the header is said to be longer"),
                 qPrintable(said));
        for (const std::int64_t step : run.checkpoints())
            fs::remove(run.checkpointPath(step));
        QVERIFY(sentence<FileError>([&] {
                    run.latestState(blocks);
                }).contains("run was trained and has no checkpoint"));
        RunDirectory::create(path("new"), madeConfig());
        QVERIFY(sentence<FileError>([&] {
                    RunDirectory::open(path("new")).latestState(blocks);
                }).contains("new has no checkpoint yet"));
    }
    void tellsWhatItPassesOverAndKeepsIt() {
        const auto blocks = Network<float>(madeExperiment().network, 0).blocks();
        { Session(path("run")).trainTo(36); }
        const RunDirectory run = RunDirectory::open(path("run"));
        fs::resize_file(run.checkpointPath(36), 100);
        std::vector<std::string> notes;
        QCOMPARE(run.latestState(blocks, &notes).step, std::int64_t{24});
        QCOMPARE(notes.size(), std::size_t{1});
        QVERIFY(notes.front().find("step-36.safetensors at byte 0") != std::string::npos);
        QVERIFY(QString::fromStdString(notes.front()).endsWith("The checkpoint of step 24 is used instead."));
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        notes = resumeFrom(run, claimRun(path("run")), loop);
        QCOMPARE(notes.size(), std::size_t{2});
        QCOMPARE(notes.back(),
                 std::string("What is damaged is kept when the run goes on, its name with .damaged."));
        QCOMPARE(run.checkpoints(), (std::vector<std::int64_t>{12, 24}));
        QCOMPARE(fs::file_size(run.checkpointPath(36).string() + ".damaged"), std::uintmax_t{100});
    }
    void aRunThatWasTrainedDoesNotBeginAnew() {
        { Session(path("run")).trainTo(30); }
        const RunDirectory run = RunDirectory::open(path("run"));
        fs::remove_all(path("run") / "checkpoints");
        const std::string rows = fileText(run.metricsPath()), events = fileText(run.eventsPath());
        const QString said = sentence<FileError>([&] { Session(path("run")); });
        QVERIFY2(said.contains("run was trained and has no checkpoint left"), qPrintable(said));
        QCOMPARE(fileText(run.metricsPath()), rows);
        QCOMPARE(fileText(run.eventsPath()), events);
    }
    void aRunThatWasTrainedDoesNotBeginAnewWithoutItsRows_data() {
        QTest::addColumn<bool>("removed");
        QTest::newRow("metrics.csv is empty") << false;
        QTest::newRow("metrics.csv is gone") << true;
    }
    void aRunThatWasTrainedDoesNotBeginAnewWithoutItsRows() {
        QFETCH(bool, removed);
        { Session(path("run")).trainTo(30); }
        const RunDirectory run = RunDirectory::open(path("run"));
        fs::remove_all(path("run") / "checkpoints");
        if (removed)
            fs::remove(run.metricsPath());
        else
            writeText(run.metricsPath(), "");
        const auto snapshots = filesIn(path("run") / "snapshots");
        QVERIFY(
            sentence<FileError>([&] { Session(path("run")); }).contains("was trained and has no checkpoint"));
        QCOMPARE(filesIn(path("run") / "snapshots"), snapshots);
    }
    void aResumeThatDoesNotFitCutsNothing() {
        { Session(path("run")).trainTo(36); }
        const auto snapshots = filesIn(path("run") / "snapshots");
        RunConfig config = madeConfig();
        config.training.minibatch = 4;
        const QString said = sentence<FileError>([&] { Session(path("run"), config); });
        QVERIFY2(said.endsWith("than its config.json describes; put that back as it was."), qPrintable(said));
        QCOMPARE(filesIn(path("run") / "snapshots"), snapshots);
    }
    void aCheckpointUnderAnotherName() {
        { Session(path("run")).trainTo(36); }
        const RunDirectory run = RunDirectory::open(path("run"));
        fs::copy(run.checkpointPath(12), run.checkpointPath(99));
        std::vector<std::string> notes;
        QCOMPARE(run.latestState(Network<float>(madeExperiment().network, 0).blocks(), &notes).step,
                 std::int64_t{36});
        QCOMPARE(notes.front(), run.checkpointPath(99).string() +
                                    " holds step 12 and not the one of its name; rename or remove it. The "
                                    "checkpoint of step 36 is used instead.");
    }
    void tellsWhatIsMissingBesideTheWeights() {
        { Session(path("run")).trainTo(36); }
        const RunDirectory run = RunDirectory::open(path("run"));
        fs::remove(run.metricsPath());
        fs::resize_file(run.timelinePath(3), 50);
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        const std::vector<std::string> notes = resumeFrom(run, claimRun(path("run")), loop);
        QCOMPARE(notes.size(), std::size_t{2});
        QCOMPARE(notes.front(),
                 run.metricsPath().string() + " has no row up to step 36, so the curves begin there.");
        QVERIFY2(notes.back().find(run.timelinePath(3).string()) == 0 &&
                     notes.back().find("no longer on the timeline") != std::string::npos,
                 notes.back().c_str());
        QVERIFY(fs::exists(run.timelinePath(3).string() + ".damaged"));
    }
    // Until the first epoch is over it is what a run goes on from.
    void hasACheckpointFromTheFirstStepOn() {
        Session session(path("run"));
        session.trainTo(1);
        const RunDirectory run = RunDirectory::open(path("run"));
        QCOMPARE(run.checkpoints(), std::vector<std::int64_t>{0});
        session.trainTo(12);
        QCOMPARE(run.checkpoints(), std::vector<std::int64_t>{12});
    }
    void tellsWhatCannotBeReliedOn() {
        { Session(path("run")).trainTo(12); }
        const RunDirectory run = RunDirectory::open(path("run"));
        const auto blocks = Network<float>(madeExperiment().network, 0).blocks();
        TrainerState state = run.latestState(blocks);
        const auto notes = [&] {
            std::vector<std::string> found;
            run.latestState(blocks, &found);
            return QString::fromStdString(found.empty() ? "" : found.size() > 1 ? "several" : found.front());
        };
        QCOMPARE(notes(), "");
        const auto report = [&](const Json& step, const Json& checksum) {
            writeText(run.reportPath(), Json{{"step", step}, {"checksum", checksum}}.dump());
        };
        report(12, checksum(state.parameters));
        QCOMPARE(notes(), "");
        report(11, "another");
        QCOMPARE(notes(), "");
        report(12, "another");
        QVERIFY2(notes().contains("report.json tells of other weights at step 12 (another)"),
                 qPrintable(notes()));
        report("12", 3);
        QVERIFY2(notes().contains("report.json is no report of a run"), qPrintable(notes()));
        for (const char* text : {"", "[]"}) {
            writeText(run.reportPath(), text);
            QVERIFY2(notes().contains("report.json is no report of a run"), qPrintable(notes()));
        }
        fs::remove(run.reportPath());
        for (const float wrong :
             {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
            const ParameterBlock& block = blocks[1];
            Matrix<float> values = block.matrixOf(state.parameters);
            values(0, 0) = wrong;
            block.assign(values, state.parameters);
            writeCheckpoint(run.checkpointPath(12), state, blocks);
            QVERIFY2(notes().contains("has weights that are NaN or infinite (1 of ") &&
                         notes().contains("the first in " + QString::fromStdString(block.name)),
                     qPrintable(notes()));
        }
    }
    // What is there and cannot be read is no reason to remove what can.
    void aFolderThatCannotBeReadIsNotEmpty_data() {
        QTest::addColumn<std::string>("name");
        QTest::newRow("checkpoints") << std::string("checkpoints");
        QTest::newRow("snapshots") << std::string("snapshots");
    }
    void aFolderThatCannotBeReadIsNotEmpty() {
        QFETCH(std::string, name);
        { Session(path("run")).trainTo(36); }
        const RunDirectory run = RunDirectory::open(path("run"));
        fs::rename(path("run") / name, path("elsewhere"));
        fs::create_symlink(name, path("run") / name); // a loop: an error for root, too
        std::ofstream(run.metricsPath(), std::ios::app) << "half a row";
        const std::string rows = fileText(run.metricsPath());
        const QString said = sentence<UnreadableError>([&] { Session(path("run")); });
        QVERIFY2(said.contains(QString::fromStdString(name) +
                               " cannot be read: Too many levels of symbolic links"),
                 qPrintable(said));
        QCOMPARE(fileText(run.metricsPath()), rows);
    }
    void aPlaceThatCannotBeLookedAtIsNotAbsent() {
        fs::create_symlink("loop", path("loop"));
        for (const fs::path& place : {path("loop"), path(std::string(300, 'n'))}) {
            QVERIFY(sentence<UnreadableError>([&] {
                        RunDirectory::open(place);
                    }).contains("cannot be looked at"));
            QVERIFY(sentence<UnreadableError>([&] {
                        RunDirectory::create(place, madeConfig());
                    }).contains("cannot be looked at"));
        }
    }
    // Killed between the first folder and the configuration.
    void whatIsLeftOfABeginningIsFree() {
        for (const char* name : {"checkpoints", "snapshots"})
            fs::create_directories(path("run") / name);
        writeText(path("run") / "config.json.0badcafe.part", "{");
        RunDirectory::create(path("run"), madeConfig());
        QCOMPARE(RunDirectory::open(path("run")).config().seed, madeConfig().seed);
        fs::create_directories(path("other") / "checkpoints");
        writeText(path("other") / "checkpoints" / "step-3.safetensors", "");
        QVERIFY(sentence<FileError>([&] {
                    RunDirectory::create(path("other"), madeConfig());
                }).contains("is not empty"));
    }
    // What a run began with is in its checkpoints: where config.json was changed since, it is not gone on
    // with.
    void changedConfiguration_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("what training takes from there")
            << "seed=5"
            << "seed is 5, but the run of step-12.safetensors began with 3";
        QTest::newRow("what the checkpoint has, too")
            << "training.learning_rate=1e308"
            << "training.learning_rate is 1e+308, but the run of step-12.safetensors began with [0.05,0.04]";
        QTest::newRow("how long")
            << "training.epochs=[1,1]"
            << "training.epochs is [1,1], but the run of step-12.safetensors began with";
        QTest::newRow("the network") << "network.layers.0.experts=2"
                                     << "network.layers.0.experts is 2, but the run of";
        QTest::newRow("where the data lie") << "data.path=/elsewhere"
                                            << "";
    }
    void changedConfiguration() {
        QFETCH(QString, setting);
        QFETCH(QString, sentence);
        RunConfig config;
        {
            Session session(path("run"));
            config = RunDirectory::open(path("run")).config();
            session.trainTo(13);
        }
        RunDirectory::open(path("run")).requireAsBegun();
        writeText(path("run") / "config.json",
                  jsonText(toJson(withSettings(config, {setting.toStdString()})), 2));
        const RunDirectory run = RunDirectory::open(path("run"));
        if (sentence.isEmpty())
            return run.requireAsBegun();
        const QString said = testing::sentence<FileError>([&] { run.requireAsBegun(); });
        QVERIFY2(said.startsWith(QString::fromStdString((path("run") / "config.json: ").string()) + sentence),
                 qPrintable(said));
        QVERIFY(said.contains("; put that back"));
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        const auto rows = run.metrics().size();
        QVERIFY(
            !testing::sentence<FileError>([&] { resumeFrom(run, claimRun(path("run")), loop); }).isEmpty());
        QCOMPARE(run.metrics().size(), rows);
    }
    void whereNothingWasTrainedItIs() {
        RunDirectory::create(path("run"), madeConfig());
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        const RunDirectory run = RunDirectory::open(path("run"));
        QCOMPARE(resumeFrom(run, claimRun(path("run")), loop),
                 std::vector<std::string>{path("run").string() + " has no checkpoint, so it begins anew."});
    }
    void damagedCheckpointsDoNotStopARecorder() {
        { Session(path("run")).trainTo(36); }
        fs::resize_file(RunDirectory::open(path("run")).checkpointPath(24), 100);
        Session session(path("run"));
        QCOMPARE(session.loop.trainer().currentStep(), std::int64_t{36});
        session.trainToTheEnd();
    }
    void foldersThatWereRemoved() {
        { Session(path("run")).trainTo(13); }
        fs::remove_all(path("run") / "snapshots"); // somebody needed the space
        Session session(path("run"));
        session.trainToTheEnd();
        QCOMPARE(filesIn(path("run") / "snapshots").size(), std::size_t{4});
    }

    void cutBeyond_data() {
        QTest::addColumn<int>("step");
        for (const int step : {0, 5, 11, 12, 13, 24, 30, 40})
            QTest::addRow("step %d", step) << step;
    }
    void cutBeyond() {
        QFETCH(int, step);
        {
            Session session(path("run"));
            for (int i = 0; i < 40; ++i) {
                session.loop.apply("training.margin", i);
                session.loop.step();
            }
            session.loop.checkpoint(CheckpointReason::Pause);
        }
        const RunDirectory run = RunDirectory::open(path("run"));
        const auto metrics = run.metrics();
        run.cutBeyond(claimRun(path("run")), step, 12);
        for (const MetricsRecord& record : run.metrics())
            QVERIFY(record.step <= step);
        QCOMPARE(run.metrics().size(), static_cast<std::size_t>(std::count_if(
                                           metrics.begin(), metrics.end(),
                                           [&](const auto& record) { return record.step <= step; })));
        QCOMPARE(run.events().size(), static_cast<std::size_t>(std::min(step, 39)) + 1);
        for (const std::int64_t checkpoint : run.checkpoints())
            QVERIFY(checkpoint <= step);
        std::size_t moments = 0;
        for (const std::string& file : filesIn(run.path() / "snapshots"))
            for (const TrainingSnapshot& moment : readTimeline(run.path() / "snapshots" / file)) {
                QVERIFY(moment.step <= step);
                ++moments;
            }
        QCOMPARE(moments, run.metrics().size()); // the timeline has a moment for each record
    }

    // Versions before wrote a margin for runs without the constraint, too.
    void aRunWithoutTheConstraintHasNoMargin() {
        RunConfig config = madeConfig();
        config.training.constraint = false;
        Session(path("run"), config).trainTo(2);
        std::string text = fileText(path("run") / "metrics.csv");
        QVERIFY(text.find(",inf,") != std::string::npos);
        for (std::size_t at; (at = text.find(",inf,")) != std::string::npos;)
            text.replace(at, 5, ",100,");
        writeText(path("run") / "metrics.csv", text);
        const auto records = RunDirectory::open(path("run")).metrics();
        QVERIFY(records.size() > 1);
        for (const MetricsRecord& record : records)
            QVERIFY(std::isinf(record.margin) && !record.constrained());
    }

    void newRunPaths() {
        RunConfig config = madeConfig();
        const fs::path first = newRunPath(path("runs"), config);
        QVERIFY2(QRegularExpression("^20\\d\\d-\\d\\d-\\d\\d-\\d{6}-3x6-2x5-seed3$")
                     .match(QString::fromStdString(first.filename().string()))
                     .hasMatch(),
                 first.c_str());
        for (int i = 0; i < 3; ++i) { // within the same second: another name
            const fs::path next = newRunPath(path("runs"), config);
            QVERIFY(!fs::exists(next));
            RunDirectory::create(next, config);
        }
        config.preset = "../../elsewhere";
        QCOMPARE(newRunPath(path("runs"), config).parent_path(), path("runs"));
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestRunDirectory)
#include "tst_run_directory.moc"
