// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/dmoe_runner.h"
#include "tests/model/speech/fixture_corpus.h"

#include <QJsonArray>

#include <cmath>

using namespace expertscope;
using namespace expertscope::testing;

/// Speech through the command line: recognised, described, trained on, measured.
class TestDmoeSpeech : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        writeVoices(runner_.path("voices").toStdString());
        writeSound(runner_.path("voices/bob/unlabelled.wav").toStdString(), madeSound(1));
        writeFile(runner_.path("speech.json").toStdString(), R"({
  "data": { "source": "speech", "jitter": 0 },
  "network": { "layers": [ { "experts": 4, "hidden": 8, "gate_hidden": 6 },
                           { "experts": 3, "hidden": 8, "gate_hidden": 6 } ] },
  "training": { "learning_rate": 0.05, "margin": 20, "epochs": [1, 1], "minibatch": 25 } })");
    }

    void described() {
        const QJsonObject info = runner_.run({"data", "info", "voices", "--json"}).json();
        QCOMPARE(info["source"].toString(), QString("speech"));
        QCOMPARE(info["sha256"].toString().size(), 64);
        const QJsonObject test = info["test"].toObject();
        QCOMPARE(test["rows"].toInt(), 40);
        QCOMPARE(test["columns"].toInt(), 11);
        QCOMPARE(test["per_class"].toArray().size(), 40);
        QVERIFY(test["examples"].toInt() > 50);
        QCOMPARE(info["notes"].toArray().size(), 3);
        const QString out = runner_.run({"data", "info", "voices"}).out;
        QVERIFY2(out.contains("examples of 40 x 11 x 1") && out.contains("1 of the 3 speakers"),
                 qPrintable(out));
        QVERIFY(runner_.run({"data", "list"}).out.contains("speech           labelled speech"));
    }
    void trained() {
        const Answer answer = train("voices", "run");
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        QVERIFY2(answer.err.contains("The test set is 1 of the 3 speakers, drawn from data.seed.\n"),
                 qPrintable(answer.err));
        QVERIFY2(answer.err.contains("left out: 1 (the first: ") &&
                     answer.err.contains("voices/bob/unlabelled.wav).\n"),
                 qPrintable(answer.err));
        checkErrors(answer);
        const Answer again = train("voices", "again");
        QCOMPARE(again.checksum(), answer.checksum());
        const Answer evaluated = runner_.run({"evaluate", "run", "--json"});
        QCOMPARE(evaluated.json()["test_error"].toDouble(), answer.json()["test_error"].toDouble());
        const QJsonObject gating =
            evaluated.json()["layers"].toArray()[0].toObject()["mean_gating"].toObject();
        QCOMPARE(gating.keys(), (QStringList{"class", "phone group", "position", "speaker"}));
        const QString table = runner_.run({"evaluate", "run"}).out;
        for (const char* attribute : {"class", "phone group", "speaker", "position"})
            QVERIFY2(table.contains(QString("information on %1 ").arg(attribute, -12)), qPrintable(table));
    }
    void resumed() {
        const Answer whole = train("voices", "whole");
        QCOMPARE(train("voices", "part", {"--stop-after", "7"}).code, 0);
        const Answer resumed = runner_.resume("part");
        QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
        QCOMPARE(resumed.checksum(), whole.checksum());
    }
    void anotherPhoneSet() {
        const Answer answer = train("voices", "timit", {"--set", "data.phones=timit39"});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        QVERIFY2(answer.err.contains("Phones: TIMIT, folded to 39 phones.\n"), qPrintable(answer.err));
        const Answer evaluated = runner_.run({"evaluate", "timit", "--json"}); // config.json remembers it
        QCOMPARE(evaluated.json()["test_error"].toDouble(), answer.json()["test_error"].toDouble());
    }
    void figures() {
        QCOMPARE(train("voices", "drawn").code, 0);
        const Answer answer = runner_.run({"figures", "drawn", "--out", "figures"});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        QVERIFY(!runner_.list("figures").isEmpty());
    }
    void jitter() {
        const Answer answer = train("voices", "jittered", {"--set", "data.jitter=4"});
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.err,
                 QString("dmoe: data.jitter is 4, but speech is not translated; choose data.jitter=0.\n"));
        QVERIFY(!runner_.exists("jittered"));
    }
    void realSpeech() {
        if (speechFolder().empty())
            QSKIP("Real speech is not at hand; set EXPERTSCOPE_DATA to the folder that holds it");
        const Answer answer =
            train(QString::fromStdString(speechFolder().string()), "real", {"--epochs", "1,0"});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        checkErrors(answer);
    }

  private:
    Answer train(const QString& data, const QString& out, const QStringList& more = {}) const {
        return runner_.run(QStringList{"train", "--config", "speech.json", "--data", data, "--out", out,
                                       "--json", "--threads", "1"} +
                           more);
    }
    static void checkErrors(const Answer& answer) {
        for (const char* name : {"test_error", "train_error"}) {
            const double error = answer.json()[name].toDouble(-1);
            QVERIFY2(error > 0 && error < 1, qPrintable(answer.out));
        }
    }

    DmoeRunner runner_;
};

QTEST_GUILESS_MAIN(TestDmoeSpeech)
#include "tst_dmoe_speech.moc"
