// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/dmoe_runner.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QtTest>

#include <csignal>
#include <memory>

using namespace expertscope;
using namespace expertscope::testing;

/// Several dmoe at one run or in one sweep's folder: one writes, the others are told in one sentence who
/// does, and nothing is lost.
class TestDmoeClaim : public QObject {
    Q_OBJECT
  private slots:
    void aSecondIsTold_data() {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("resume") << QStringList{"train", "--resume", "RUN"};
        QTest::newRow("resume with more epochs")
            << QStringList{"train", "--resume", "RUN", "--epochs", "1,1"};
        QTest::newRow("by another path") << QStringList{"train", "--resume", "RUN/../RUN/"};
    }
    // And changes nothing: what the first one comes to is what an undisturbed run comes to.
    void aSecondIsTold() {
        QFETCH(QStringList, command);
        const QString run = nextRun();
        QProcess first;
        begin(first, run);
        const Answer second = runner_.run(command.replaceInStrings("RUN", run));
        requireTold(second, first.processId());
        const Answer evaluated = runner_.run({"evaluate", run, "--json"}); // a reader is not told
        QVERIFY2(evaluated.code == 0, qPrintable(evaluated.err));
        ::kill(static_cast<pid_t>(first.processId()), SIGKILL);
        const Answer resumed = runner_.resume(run, {"--epochs", "20,20"}); // at once
        QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
        runner_.finish(first);
        QVERIFY(!runner_.exists(run + "/.claim"));
    }
    void twoResumesAtOnce() {
        const Answer whole = runner_.train("undisturbed", {"--epochs", "40,0"});
        for (int round = 0; round < 3; ++round) {
            const QString run = nextRun();
            QCOMPARE(runner_.train(run, {"--epochs", "40,0", "--stop-after", "30"}).code, 0);
            QProcess one, other;
            for (QProcess* process : {&one, &other})
                runner_.start(*process, {"train", "--resume", run, "--json", "--threads", "1"});
            const Answer answers[] = {runner_.finish(one), runner_.finish(other)};
            for (const Answer& answer : answers) {
                QVERIFY2(answer.code == 0 || answer.err.contains(" is being trained by dmoe (process "),
                         qPrintable(answer.err));
                if (answer.code == 0) // both may be, one after the other: then there was nothing left to do
                    QCOMPARE(answer.checksum(), whole.checksum());
            }
            QVERIFY(answers[0].code == 0 || answers[1].code == 0);
            const auto rows = [&](const QString& of) {
                return withoutRates(runner_.path(of + "/metrics.csv").toStdString());
            };
            QCOMPARE(rows(run), rows("undisturbed"));
        }
    }
    void sameOutAtOnce() {
        QProcess first;
        const QString run = nextRun();
        begin(first, run);
        requireTold(runner_.train(run), first.processId(),
                    "is not empty; name another folder, or go on with");
        const Answer replay = runner_.run({"train", "--replay", "RUN", "--out", run});
        QCOMPARE(replay.code, 1);
        ::kill(static_cast<pid_t>(first.processId()), SIGKILL);
        runner_.finish(first);

        QProcess one, other;
        const QString both = nextRun();
        for (QProcess* process : {&one, &other})
            runner_.start(*process, {"train", "--config", "small.json", "--data", "images", "--out", both,
                                     "--json", "--threads", "1"});
        const Answer answers[] = {runner_.finish(one), runner_.finish(other)};
        QCOMPARE((answers[0].code == 0) + (answers[1].code == 0), 1);
        const Answer& lost = answers[answers[0].code == 0 ? 1 : 0];
        QVERIFY2(lost.code == 1 && lost.err.count('\n') == 1 && lost.err.startsWith("dmoe: " + both + " is "),
                 qPrintable(lost.err));
    }
    // A start that fails leaves nothing, so that the place is free for the next try.
    void aFailedStartLeavesNothing() {
        const QString run = nextRun();
        QVERIFY(runner_.run({"train", "--config", "small.json", "--data", "absent", "--out", run}).code != 0);
        QVERIFY(!runner_.exists(run));
    }

    void twoSweepsInOneFolder() {
        writeFile(runner_.path("sweep.json").toStdString(), R"({
  "preset": "mnist-4x100-4x20", "seeds": 2,
  "set": { "data.jitter": 1, "training.minibatch": 25, "training.epochs": [40, 40],
           "network.layers.0.hidden": 30, "network.layers.0.gate_hidden": 4,
           "network.layers.1.hidden": 20, "network.layers.1.gate_hidden": 3 },
  "rows": [ { "name": "a", "cells": [ { "column": "DMoE" } ] },
            { "name": "b", "cells": [ { "column": "DMoE", "set": { "training.margin": 5 } } ] } ]
})");
        const QStringList sweep{"sweep", "sweep.json", "--data", "images", "--jobs", "1", "--json", "--out"};
        const Answer whole = runner_.run(sweep + QStringList{"whole"});
        QVERIFY2(whole.code == 0, qPrintable(whole.err));
        QProcess first;
        runner_.start(first, sweep + QStringList{"both"});
        QTRY_VERIFY_WITH_TIMEOUT(claims("both") > 1, 30'000); // the folder's, and a run's
        requireTold(runner_.run(sweep + QStringList{"both"}), first.processId());
        ::kill(static_cast<pid_t>(first.processId()), SIGKILL);
        const Answer next = runner_.run(sweep + QStringList{"both"}); // at once
        QVERIFY2(next.code == 0, qPrintable(next.err));
        runner_.finish(first);
        const std::string table = fileText(runner_.path("both/table.md").toStdString());
        QVERIFY(table == fileText(runner_.path("whole/table.md").toStdString()));
        const Answer again = runner_.run(sweep + QStringList{"both"});
        QVERIFY2(again.code == 0, qPrintable(again.err));
        QCOMPARE(again.json()["cells"].toArray().size(), whole.json()["cells"].toArray().size());
        QCOMPARE(claims("both"), 0);
    }
    // By a program that has stopped for longer than its heartbeat allows, on this machine: it keeps it.
    void stoppedKeepsTheRun() {
        qputenv("EXPERTSCOPE_HEARTBEAT", "0.05");
        const auto unset = qScopeGuard([] { qunsetenv("EXPERTSCOPE_HEARTBEAT"); });
        const QString run = nextRun();
        QProcess first;
        begin(first, run);
        ::kill(static_cast<pid_t>(first.processId()), SIGSTOP);
        QTest::qWait(500);
        requireTold(runner_.resume(run), first.processId());
        ::kill(static_cast<pid_t>(first.processId()), SIGKILL);
        runner_.finish(first);
    }

  private:
    QString nextRun() { return QStringLiteral("run%1").arg(++runs_); }
    /// Waits until it trains.
    void begin(QProcess& process, const QString& run) {
        runner_.start(process, {"train", "--config", "small.json", "--data", "images", "--out", run, "--json",
                                "--threads", "1", "--epochs", "100000,0"});
        QTRY_VERIFY_WITH_TIMEOUT(!runner_.list(run + "/checkpoints").isEmpty(), 30'000);
    }
    /// or: what else the second may be told.
    static void requireTold(const Answer& answer, qint64 by, const QString& or_ = "\n\n") {
        QCOMPARE(answer.code, 1);
        const QRegularExpression sentence(
            "^dmoe: \\S+ is being trained by dmoe \\(process " + QString::number(by) +
            " on \\S+, since [^;\n]+\\); wait until that one has ended, or end it, and try again\\.\n$");
        QVERIFY2(sentence.match(answer.err).hasMatch() || answer.err.contains(or_), qPrintable(answer.err));
    }
    int claims(const QString& folder) const {
        int count = 0;
        for (QDirIterator all(runner_.path(folder), {"*.claim"}, QDir::Dirs | QDir::Hidden,
                              QDirIterator::Subdirectories);
             all.hasNext(); all.next())
            ++count;
        return count;
    }

    DmoeRunner runner_;
    int runs_ = 0;
};

QTEST_GUILESS_MAIN(TestDmoeClaim)
#include "tst_dmoe_claim.moc"
