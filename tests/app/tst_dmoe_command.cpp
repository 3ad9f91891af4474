// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/config_difference.h"
#include "model/run/event_log.h"
#include "model/run/presets.h"
#include "model/run/run_directory.h"
#include "tests/app/dmoe_runner.h"

#include <QTest>

using namespace expertscope;
using expertscope::testing::Answer;
using expertscope::testing::DmoeRunner;
using expertscope::testing::fileText;
using expertscope::testing::writeText;
namespace fs = std::filesystem;

/// The line that the window copies, pasted into a shell: dmoe trains the same run.
class TestDmoeCommand : public QObject {
    Q_OBJECT

    DmoeRunner runner_;

  private slots:
    void aPastedLineTrainsTheSameRun_data() {
        QTest::addColumn<QStringList>("settings");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("numbers") << QStringList{"seed=18446744073709551615", "data.jitter=1",
                                                "training.margin=12.5", "training.decay=0.9731"};
        QTest::newRow("phases and switches")
            << QStringList{"training.learning_rate=[0.1,0.0123]", "training.constraint=off",
                           "training.epochs=[3,0]", "training.schedule=cosine"};
        QTest::newRow("no margin") << QStringList{"training.margin=null"};
        QTest::newRow("units in several layers")
            << QStringList{"network.layers.0.hidden=[7,5]", "network.layers.1.experts=3"};
        QTest::newRow("one layer") << QStringList{
            R"(network.layers=[{"experts":5,"hidden":20,"gate_hidden":10}])"};
    }
    void aPastedLineTrainsTheSameRun() {
        QFETCH(QStringList, settings);
        std::vector<std::string> changes{"network.layers.0.hidden=9", "network.layers.1.hidden=9"};
        for (const QString& setting : settings)
            changes.push_back(setting.toStdString());
        RunConfig config = withSettings(presetNamed("mnist-4x100-4x100").config, changes);
        config.data.path = runner_.path("images").toStdString();
        const QString out = runner_.path(QString("run-") + QTest::currentDataTag());
        QString line = QString::fromStdString(dmoeCommand(config));
        QVERIFY(line.startsWith("dmoe "));
        line.replace(0, 4, DMOE_PATH);
        QProcess process;
        runner_.start(process, {"-c", line + " --stop-after 1 --threads 1 --out '" + out + "'"}, "sh");
        const Answer answer = DmoeRunner::finish(process);
        QVERIFY2(answer.code == 0, qPrintable(line + '\n' + answer.err));
        const RunConfig got = RunDirectory::open(out.toStdString()).config();
        config.data.sha256 = got.data.sha256; // known once it is read
        config.network.input = got.network.input;
        config.network.classes = got.network.classes;
        QCOMPARE(QString::fromStdString(jsonText(toJson(got))),
                 QString::fromStdString(jsonText(toJson(config))));
    }

    // What was changed while it trained is in no setting, but in its folder.
    void aPastedReplayReachesTheSameWeights() {
        runner_.run({"train", "--config", "small.json", "--data", "images", "--out", "it's changed",
                     "--stop-after", "5"});
        const fs::path run = runner_.path("it's changed").toStdString();
        // As the window logs it, and goes on.
        writeText(run / "events.jsonl",
                  fileText(run / "events.jsonl") +
                      eventLine({TrainingEvent::Kind::Change, 5, "training.margin", 3, "", 0}) + "\n");
        const Answer changed =
            runner_.run({"train", "--resume", "it's changed", "--stop-after", "20", "--json"});
        QVERIFY2(changed.code == 0, qPrintable(changed.err));
        QString line = QString::fromStdString(replayCommand(run));
        line.replace(0, 4, DMOE_PATH);
        QProcess process;
        runner_.start(process, {"-c", line + " --json --out replayed"}, "sh");
        const Answer answer = DmoeRunner::finish(process);
        QVERIFY2(answer.code == 0, qPrintable(line + '\n' + answer.err));
        QCOMPARE(answer.checksum(), changed.checksum());
        QCOMPARE(answer.json()["replay_matches"].toBool(), true);
        // And not by chance: without the change it would be another network.
        const Answer unchanged = runner_.run(
            {"train", "--config", "small.json", "--data", "images", "--stop-after", "20", "--json"});
        QVERIFY(unchanged.checksum() != changed.checksum());
    }
};

QTEST_APPLESS_MAIN(TestDmoeCommand)
#include "tst_dmoe_command.moc"
