// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/dmoe_runner.h"
#include "tests/app/http_server.h"

#include <csignal>
#include <unistd.h>

using namespace expertscope;
using namespace expertscope::testing;

/// How dmoe ends when it is asked to, from where people ask: a terminal, a shell's loop, timeout, nohup.
/// tst_dmoe_runs has what is left of a run then.
class TestDmoeSignals : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QCOMPARE(runner_.train("run").code, 0); }

    // Ctrl+C goes to the shell as well as to dmoe; the shell goes on unless dmoe has died of it.
    void aLoopOverSeedsStops_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("loop") << "for s in 1 2 3; do \"$@\" --seed $s --out loop$s; done; touch later";
        QTest::newRow("chain") << "\"$@\" --out loop1 && touch later";
        QTest::newRow("chain without exec") << "{ \"$@\" --out loop1; } && touch later";
    }
    void aLoopOverSeedsStops() {
        QFETCH(QString, line);
        QProcess process;
        process.setChildProcessModifier([] { ::setpgid(0, 0); });
        runner_.startInShell(process, line, endless());
        QVERIFY(waitFor("loop1/metrics.csv"));
        ::kill(-static_cast<pid_t>(process.processId()), SIGINT);
        const Answer answer = DmoeRunner::finish(process);
        QVERIFY2(answer.signal == SIGINT || answer.code == 130, qPrintable(answer.err));
        QVERIFY(!runner_.exists("loop2") && !runner_.exists("later"));
        QVERIFY(!runner_.list("loop1/checkpoints").isEmpty());
        QDir(runner_.path("loop1")).removeRecursively();
    }
    // It sends the signal twice, to its child and to its child's group.
    void timeout() {
        const Answer answer = runner_.runInShell("exec timeout 2 \"$@\" --out timed", endless());
        QCOMPARE(answer.code, 124);
        QVERIFY2(answer.err.contains("dmoe: Stopped after "), qPrintable(answer.err));
        const Answer preserved =
            runner_.runInShell("exec timeout --preserve-status 2 \"$@\" --out preserved", endless());
        QCOMPARE(preserved.code, 143);
    }

    void whatIsIgnoredStaysIgnored_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("signal");
        QTest::newRow("nohup") << "HUP" << SIGHUP;
        QTest::newRow("a job in the background of a script") << "INT" << SIGINT;
    }
    void whatIsIgnoredStaysIgnored() {
        QFETCH(QString, name);
        QFETCH(int, signal);
        QProcess process;
        runner_.startInShell(process, QStringLiteral("trap '' %1; exec \"$@\" --out ignored%1").arg(name),
                             endless());
        QVERIFY(waitFor(QStringLiteral("ignored%1/metrics.csv").arg(name)));
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(!process.waitForFinished(500));
        process.terminate();
        QCOMPARE(DmoeRunner::finish(process).signal, SIGTERM);
    }

    // Data are being drawn: nothing is worth keeping, and nothing is kept.
    void beforeTrainingBegins_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void beforeTrainingBegins() {
        QFETCH(int, signal);
        QProcess process;
        runner_.start(process,
                      {"train", "--preset", "digits-4x100-4x100", "--threads", "1", "--out", "early"});
        QVERIFY(process.waitForStarted());
        QThread::msleep(60);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        const Answer answer = DmoeRunner::finish(process);
        QCOMPARE(answer.signal, signal);
        QCOMPARE(answer.out + answer.err, QString());
        QVERIFY(!runner_.exists("early"));
    }
    // The run is there, only its numbers are not.
    void whileErrorsAreMeasured() {
        QProcess process;
        runner_.start(process, {"train", "--preset", "digits-4x100-4x100", "--threads", "1", "--epochs",
                                "0,0", "--out", "measured", "--json"});
        QVERIFY(waitFor("measured/checkpoints/step-0.safetensors"));
        QThread::msleep(20);
        process.terminate();
        const Answer answer = DmoeRunner::finish(process);
        QCOMPARE(answer.signal, SIGTERM);
        QCOMPARE(answer.out, QString());
        QCOMPARE(answer.err, QString("dmoe: Stopped before its errors were measured, but all is saved; "
                                     "dmoe evaluate measured measures them.\n"));
    }
    void figuresAreAllOrNone() {
        QProcess process;
        runner_.start(process, {"figures", "run", "--out", "some/figures", "--dpi", "1200"});
        QVERIFY(waitFor("some/figures"));
        QThread::msleep(30);
        process.terminate();
        const Answer answer = DmoeRunner::finish(process);
        QCOMPARE(answer.signal, SIGTERM);
        QCOMPARE(answer.out, QString());
        QVERIFY2(answer.err.endsWith(
                     "dmoe: Stopped before any figure was written to some/figures; the same command begins "
                     "again.\n"),
                 qPrintable(answer.err));
        QVERIFY(!runner_.exists("some"));
    }
    void aFetchGoesOnWhereItWas() {
        HttpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        server.stallAfter = 3000;
        server.files["/set/train-images-idx3-ubyte.gz"] = QByteArray(10'000, 'x');
        QProcess process;
        runner_.start(process,
                      {"data", "fetch", "mnist", "--from", server.address().toString(), "--to", "set"});
        QTRY_COMPARE_WITH_TIMEOUT(QFileInfo(runner_.path("set.part/train-images-idx3-ubyte.gz")).size(), 3000,
                                  20'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const Answer answer = DmoeRunner::finish(process);
        QCOMPARE(answer.signal, SIGINT);
        QCOMPARE(answer.err, QString("dmoe: Stopped; the same command goes on where it was.\n"));
        QCOMPARE(QFileInfo(runner_.path("set.part/train-images-idx3-ubyte.gz")).size(), 3000);
        QVERIFY(!runner_.exists("set"));
    }
    // Whoever cannot be told any more is no reason to lose the run: `dmoe train 2>&1 | tee log`, Ctrl+C.
    void nobodyReadsStandardError() {
        QProcess process;
        runner_.startInShell(process, "exec 3> >(exit 0); wait $!; exec \"$@\" --out unread 2>&3", endless());
        QVERIFY(waitFor("unread/checkpoints/step-36.safetensors")); // lines were written, and lost
        process.terminate();
        QCOMPARE(DmoeRunner::finish(process).signal, SIGTERM);
        QVERIFY(!runner_.list("unread/checkpoints").isEmpty());
    }

  private:
    static QStringList endless() {
        return {"train",     "--config", "small.json", "--data",  "images",
                "--threads", "1",        "--epochs",   "3,100000"};
    }
    bool waitFor(const QString& path) const {
        return QTest::qWaitFor([&] { return runner_.exists(path); }, 20'000);
    }

    DmoeRunner runner_;
};

QTEST_GUILESS_MAIN(TestDmoeSignals)
#include "tst_dmoe_signals.moc"
