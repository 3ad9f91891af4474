// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/event_log.h"
#include "tests/app/dmoe_runner.h"
#include "tests/model/run/run_files.h"

#include <QJsonArray>

#include <cmath>
#include <csignal>

using namespace expertscope;
using namespace expertscope::testing;

/// What dmoe promises of its runs: the same bits from the same seed, however the work is divided, stopped,
/// killed, resumed or replayed.
class TestDmoeRuns : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        const Answer whole = runner_.train("whole");
        QCOMPARE(whole.code, 0);
        whole_ = whole.checksum();
        QCOMPARE(whole_.size(), 16);
    }

    void equalSeeds() {
        QCOMPARE(runner_.train("again").checksum(), whole_);
        QVERIFY(runner_.train("seed 1", {"--seed", "1"}).checksum() != whole_);
    }
    void anyNumberOfThreads_data() {
        QTest::addColumn<QString>("threads");
        for (const char* threads : {"2", "3", "16"})
            QTest::newRow(threads) << threads;
    }
    void anyNumberOfThreads() {
        QFETCH(QString, threads);
        const Answer answer = runner_.train("threads " + threads, {"--threads", threads});
        QCOMPARE(answer.checksum(), whole_);
        QCOMPARE(answer.json()["threads"].toInt(), threads.toInt());
    }

    void oddSizes_data() {
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<int>("steps"); // of an epoch of 300 examples
        const auto experts = [](int first, int second) {
            return QStringList{QStringLiteral("network.layers.0.experts=%1").arg(first),
                               QStringLiteral("network.layers.1.experts=%1").arg(second)};
        };
        const auto minibatch = [](int size) {
            return QStringList{QStringLiteral("training.minibatch=%1").arg(size)};
        };
        QTest::newRow("minibatch of 1") << minibatch(1) << 300;
        QTest::newRow("minibatch of 7, the last of 6") << minibatch(7) << 43;
        QTest::newRow("minibatch of 299, the last of 1") << minibatch(299) << 2;
        QTest::newRow("minibatch of all") << minibatch(300) << 1;
        QTest::newRow("minibatch of 60,000") << minibatch(60'000) << 1;
        QTest::newRow("one expert a layer") << experts(1, 1) << 12;
        QTest::newRow("one expert in the first layer") << experts(1, 3) << 12;
        QTest::newRow("one expert in the second layer") << experts(3, 1) << 12;
        QTest::newRow("one expert a layer, minibatch of 1") << experts(1, 1) + minibatch(1) << 300;
        QTest::newRow("one expert a layer, minibatch of 60,000") << experts(1, 1) + minibatch(60'000) << 1;
        QTest::newRow("one layer of one expert, no jitter") << QStringList{"data.jitter=0"} << 12;
    }
    // On 1 and on 64 threads; all numbers are numbers, and there is every figure.
    void oddSizes() {
        QFETCH(QStringList, settings);
        QFETCH(int, steps);
        const bool single = settings.contains("data.jitter=0");
        if (single)
            writeFile(runner_.path("single.json").toStdString(), R"({"data": {"source": "mnist"},
"network": {"layers": [{"experts": 1, "hidden": 6, "gate_hidden": 4}]}, "training": {"minibatch": 25}})");
        QString checksum;
        const QString name = QTest::currentDataTag();
        for (const QString threads : {"1", "64"}) {
            QStringList command{"train",        "--config", single ? "single.json" : "small.json",
                                "--data",       "images",   "--out",
                                name + threads, "--json",   "--threads",
                                threads,        "--epochs", "1,1"};
            for (const QString& setting : settings)
                command += {"--set", setting};
            const Answer answer = runner_.run(command);
            QVERIFY2(answer.code == 0, qPrintable(answer.err));
            QCOMPARE(answer.json()["step"].toInt(), 2 * steps);
            QVERIFY(std::isfinite(answer.json()["test_loss"].toDouble(NAN)));
            if (threads == "1")
                checksum = answer.checksum();
            QCOMPARE(answer.checksum(), checksum);
            for (const QJsonValue layer : answer.json()["load"].toArray()) {
                double sum = 0;
                for (const QJsonValue load : layer.toArray())
                    sum += load.toDouble(NAN);
                QVERIFY(std::abs(sum - 1) < 1e-5);
            }
            for (const QString key : {"I1T", "I1C", "I2C", "I2T", "score"}) {
                const QJsonValue value = answer.json()["factorisation"].toObject()[key];
                const bool applies = !single || key == "I1C";
                QVERIFY2(applies ? std::abs(value.toDouble(NAN)) <= 1 : value.isNull(), qPrintable(key));
            }
        }
        const Answer figures =
            runner_.run({"figures", name + "1", "--out", name + " figures", "--format", "csv"});
        QVERIFY2(figures.code == 0, qPrintable(figures.err));
        QCOMPARE(runner_.list(name + " figures").size(), single ? 5 : 6); // one layer has no joint assignment
        for (const QString& file : runner_.list(name + " figures")) {
            QFile csv(runner_.path(name + " figures/" + file));
            QVERIFY(csv.open(QIODevice::ReadOnly));
            QVERIFY2(!csv.readAll().toLower().contains("nan"), qPrintable(file));
        }
        const Answer printed = runner_.run(
            {"figures", name + "1", "--out", name + " printed", "--format", "pdf", "--width", "200"});
        QVERIFY2(printed.code == 0, qPrintable(printed.err));
        const QStringList files = runner_.list(name + " printed");
        QVERIFY(files.contains("figure-2.pdf") && files.contains("figure-3.pdf"));
        QCOMPARE(files.contains("figure-5.pdf"), !single);
    }

    void figuresInOtherColours() {
        runner_.train("in colour");
        const auto gatingIn = [&](const QString& colours) {
            const Answer drawn = runner_.run(
                {"figures", "in colour", "--out", colours, "--format", "svg", "--colours", colours});
            QFile svg(runner_.path(colours + "/figure2-gating.svg"));
            return drawn.code == 0 && svg.open(QIODevice::ReadOnly) ? svg.readAll() : QByteArray();
        };
        const QByteArray viridis = gatingIn("viridis");
        QVERIFY(!viridis.isEmpty());
        QCOMPARE(gatingIn("viridis"), viridis); // nothing else makes them differ
        QVERIFY(!gatingIn("paper").isEmpty() && gatingIn("paper") != viridis);
    }

    // 12 steps an epoch; 24 steps constrained, 24 free.
    void stopAndResume_data() {
        QTest::addColumn<QList<int>>("stops");
        QTest::newRow("after one step") << QList<int>{1};
        QTest::newRow("in an epoch") << QList<int>{7};
        QTest::newRow("at an epoch's end") << QList<int>{12};
        QTest::newRow("one before the phase change") << QList<int>{23};
        QTest::newRow("at the phase change") << QList<int>{24};
        QTest::newRow("one after the phase change") << QList<int>{25};
        QTest::newRow("one before the end") << QList<int>{47};
        QTest::newRow("at the end") << QList<int>{48};
        QTest::newRow("beyond the end") << QList<int>{100};
        QTest::newRow("many times") << QList<int>{1, 2, 11, 12, 13, 30, 30, 20, 31};
    }
    void stopAndResume() {
        QFETCH(QList<int>, stops);
        const QString name = QStringLiteral("stopped ") + QTest::currentDataTag();
        Answer answer = runner_.train(name, {"--stop-after", QString::number(stops.first())});
        QCOMPARE(answer.json()["step"].toInt(), std::min(stops.first(), 48));
        int reached = stops.takeFirst();
        for (const int stop : stops) {
            answer = runner_.resume(name, {"--stop-after", QString::number(stop)});
            reached = std::max(reached, stop); // an absolute number: one that is behind trains nothing
            QCOMPARE(answer.json()["step"].toInt(), reached);
        }
        answer = runner_.resume(name);
        QCOMPARE(answer.checksum(), whole_);
        QCOMPARE(answer.json()["finished"].toBool(), true);
        QCOMPARE(runner_.resume(name).checksum(), whole_); // a finished run stays as it is
        QCOMPARE(withoutRates(name), withoutRates("whole"));
        QCOMPARE(runner_.list(name + "/snapshots"), runner_.list("whole/snapshots"));
    }
    void resumeExtends() {
        QCOMPARE(runner_.resume("again", {"--epochs", "2,4"}).checksum(),
                 runner_.train("longer", {"--epochs", "2,4"}).checksum());
        QCOMPARE(runner_.resume("again").json()["step"].toInt(), 72);
    }
    // The constrained phase is over sooner than first planned.
    void resumeShortens() {
        runner_.train("shortened", {"--stop-after", "12"});
        QCOMPARE(runner_.resume("shortened", {"--epochs", "1,2"}).checksum(),
                 runner_.train("short", {"--epochs", "1,2"}).checksum());
    }
    void checkpointsKept() {
        QCOMPARE(runner_.list("whole/checkpoints"),
                 (QStringList{"step-24.safetensors", "step-36.safetensors", "step-48.safetensors"}));
    }

    void replay_data() {
        QTest::addColumn<QString>("original");
        QTest::addColumn<QStringList>("more");
        QTest::newRow("finished") << "whole" << QStringList{};
        QTest::newRow("on three threads") << "whole" << QStringList{"--threads", "3"};
        QTest::newRow("stopped") << "stopped early" << QStringList{};
        QTest::newRow("extended") << "again" << QStringList{};
        QTest::newRow("shortened") << "shortened" << QStringList{};
    }
    void replay() {
        QFETCH(QString, original);
        QFETCH(QStringList, more);
        if (original == "stopped early")
            runner_.train(original, {"--stop-after", "17"});
        const Answer was = runner_.run({"evaluate", original, "--json"});
        const QString name = QStringLiteral("replay ") + QTest::currentDataTag();
        const Answer answer =
            runner_.run(QStringList{"train", "--replay", original, "--out", name, "--json"} + more);
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.checksum(), was.checksum());
        QCOMPARE(answer.json()["replay_matches"].toBool(), true);
        QCOMPARE(withoutRates(name), withoutRates(original));
        QCOMPARE(runner_.run({"evaluate", name, "--json"}).checksum(), was.checksum());
    }
    // Then there is nothing to compare with, but nothing is wrong either.
    void replayInPart() {
        const Answer answer =
            runner_.run({"train", "--replay", "whole", "--out", "in part", "--stop-after", "30", "--json"});
        QCOMPARE(answer.code, 0);
        QVERIFY(answer.json()["replay_matches"].isUndefined() || answer.json()["replay_matches"].isNull());
        QCOMPARE(runner_.resume("in part").checksum(), whole_);
    }
    // The log of its changes tells of one that was never made.
    void replayThatDiffers() {
        QDir().mkpath(runner_.path("differs/checkpoints"));
        for (const char* file : {"config.json", "events.jsonl", "checkpoints/step-48.safetensors"})
            QFile::copy(runner_.path(QStringLiteral("whole/") + file),
                        runner_.path(QStringLiteral("differs/") + file));
        QFile events(runner_.path("differs/events.jsonl"));
        QVERIFY(events.open(QIODevice::Append));
        events.write(QByteArray::fromStdString(
            eventLine({TrainingEvent::Kind::Change, 12, "training.learning_rate", 0.01, ""}) + "\n"));
        events.close();
        const Answer answer = runner_.run({"train", "--replay", "differs", "--out", "differs too", "--json"});
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.err.contains("The replay reached other weights"), qPrintable(answer.err));
    }

    void killed_data() {
        QTest::addColumn<int>("waitFor"); // that many checkpoints were seen; without any it begins again
        for (const int count : {0, 1, 2, 4})
            QTest::addRow("after %d checkpoints", count) << count;
    }
    void killed() {
        QFETCH(int, waitFor);
        const QString name = QStringLiteral("killed %1").arg(waitFor);
        QProcess process;
        startLong(process, name, waitFor);
        process.kill();
        process.waitForFinished();
        QVERIFY(process.exitStatus() == QProcess::CrashExit);
        const Answer answer = runner_.resume(name);
        QCOMPARE(answer.err.section("dmoe: ", 1), QString());
        QCOMPARE(answer.checksum(), longChecksum());
        QCOMPARE(withoutRates(name), withoutRates("long"));
        QCOMPARE(runner_.list(name + "/snapshots"), runner_.list("long/snapshots"));
        QVERIFY(QDir(runner_.path(name + "/checkpoints")).entryList({"*.part"}).isEmpty());
    }

    void interrupted_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void interrupted() {
        QFETCH(int, signal);
        const QString name = QStringLiteral("interrupted ") + QTest::currentDataTag();
        QProcess process;
        startLong(process, name, 1);
        QVERIFY(process.processId() > 0);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        const Answer stopped = DmoeRunner::finish(process);
        QCOMPARE(stopped.signal, signal);
        QCOMPARE(stopped.out, QString());
        const QRegularExpression sentence("dmoe: Stopped after \\S+ epochs \\((\\d+) steps\\), with a "
                                          "checkpoint; dmoe train --resume '" +
                                          name + "' goes on with it\\.\n$");
        const auto said = sentence.match(stopped.err);
        QVERIFY2(said.hasMatch(), qPrintable(stopped.err));
        QVERIFY(runner_.list(name + "/checkpoints")
                    .contains(QStringLiteral("step-%1.safetensors").arg(said.captured(1))));
        QCOMPARE(runner_.run({"evaluate", name, "--json"}).json()["step"].toInt(), said.captured(1).toInt());
        QCOMPARE(runner_.resume(name).checksum(), longChecksum());
        QCOMPARE(withoutRates(name), withoutRates("long"));
    }

    // What was trained beyond a checkpoint that cannot be read is trained again.
    void damagedNewestCheckpoint() {
        runner_.train("damaged", {"--stop-after", "30"});
        QVERIFY(QFile::resize(runner_.path("damaged/checkpoints/step-30.safetensors"), 1000));
        QCOMPARE(runner_.resume("damaged").checksum(), whole_);
        QCOMPARE(withoutRates("damaged"), withoutRates("whole"));
    }
    void damagedOldCheckpoint() {
        runner_.train("damaged old", {"--stop-after", "30"});
        QVERIFY(QFile::resize(runner_.path("damaged old/checkpoints/step-24.safetensors"), 1000));
        const Answer answer = runner_.resume("damaged old");
        QCOMPARE(answer.err.section("dmoe: ", 1), QString());
        QCOMPARE(answer.checksum(), whole_);
    }
    // As on a full disk: one sentence, and what was there before is whole.
    void filesThatCannotGrow() {
        runner_.train("full", {"--stop-after", "30"});
        const Answer
            answer = // metrics.csv has 7 kB in the end, the third epoch's snapshots 11, a checkpoint 22
            runner_.runLimited(10, {"train", "--resume", "full", "--json", "--threads", "1"});
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.out, QString());
        const QRegularExpression sentence(
            "^dmoe: full/(checkpoints/step-36|snapshots/epoch-0000\\d)\\.safetensors cannot be written: "
            "File too large; [^.]*\\.\n$");
        QVERIFY2(sentence.match(answer.err).hasMatch(), qPrintable(answer.err));
        QCOMPARE(runner_.list("full/checkpoints"),
                 (QStringList{"step-12.safetensors", "step-24.safetensors", "step-30.safetensors"}));
        QCOMPARE(runner_.run({"evaluate", "full", "--json"}).json()["step"].toInt(), 30);
        QCOMPARE(runner_.resume("full").checksum(), whole_);
        QCOMPARE(withoutRates("full"), withoutRates("whole"));

        const Answer fresh = runner_.runLimited(
            0, {"train", "--config", "small.json", "--data", "images", "--out", "nothing"});
        QCOMPARE(fresh.code, 1);
        QVERIFY2(fresh.err.startsWith(
                     "dmoe: nothing/.claim cannot be made, which keeps a second program from writing there: "
                     "File too large; check the disk and try again."),
                 qPrintable(fresh.err));
        QVERIFY(!runner_.exists("nothing"));
    }
    // Weights that are no numbers are recorded as they are, and must not be in the way afterwards.
    void resumeAfterDivergence() {
        const Answer answer = runner_.train("diverged", {"--set", "training.learning_rate=[0.05, 1e30]"});
        QCOMPARE(answer.code, 1);
        const Answer measured = runner_.run({"evaluate", "diverged", "--json"});
        QCOMPARE(measured.json()["step"].toInt(), 24);
        const Answer again = runner_.resume("diverged", {"--stop-after", "24"});
        QCOMPARE(again.code, 0);
        QCOMPARE(again.checksum(), measured.checksum());
    }

  private:
    QList<QStringList> withoutRates(const QString& name) const {
        return testing::withoutRates(runner_.path(name + "/metrics.csv").toStdString());
    }

    QStringList longRun(const QString& name) const {
        return {"train", "--config", "small.json", "--data", "images",   "--out",
                name,    "--json",   "--threads",  "1",      "--epochs", "3,120"};
    }
    const QString& longChecksum() {
        if (long_.isEmpty())
            long_ = runner_.run(longRun("long")).checksum();
        return long_;
    }
    /// Comes back when it is training and has written that many checkpoints.
    void startLong(QProcess& process, const QString& name, int checkpoints) {
        runner_.start(process, longRun(name));
        QVERIFY(process.waitForStarted());
        const QString folder = name + "/checkpoints";
        QElapsedTimer timer;
        timer.start();
        const auto newest = [&] {
            int step = runner_.exists(name + "/metrics.csv") ? 0 : -1;
            for (const QString& file : runner_.list(folder))
                step = std::max(step, file.endsWith("safetensors")
                                          ? file.section('-', 1).section('.', 0, 0).toInt()
                                          : -1);
            return step;
        };
        while (newest() < 12 * checkpoints && timer.elapsed() < 20'000)
            QThread::msleep(1);
        QVERIFY(process.state() == QProcess::Running);
    }

    DmoeRunner runner_;
    QString whole_, long_;
};

QTEST_GUILESS_MAIN(TestDmoeRuns)
#include "tst_dmoe_runs.moc"
