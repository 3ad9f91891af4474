// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/dmoe_runner.h"

using namespace expertscope;
using namespace expertscope::testing;

/// Results that cannot be written to standard output are an error, whatever was asked for.
class TestDmoeOutput : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QCOMPARE(runner_.train("run").code, 0); }

    void cannotBeWritten_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QStringList>("command");
        const std::vector<std::tuple<const char*, const char*, const char*>> places{
            {"a full disk", "exec \"$@\" >/dev/full", "No space left on device"},
            {"closed", "exec \"$@\" >&-", "it is closed"},
            {"nobody reads", "exec 3> >(exit 0); wait $!; exec \"$@\" >&3", "Broken pipe"},
            {"a limit on files", "ulimit -f 0; exec \"$@\" >limited", "File too large"}};
        const QStringList commands{"--help",
                                   "--version",
                                   "train --help",
                                   "presets",
                                   "presets --json",
                                   "data list",
                                   "data list --json",
                                   "data info images",
                                   "data info images --json",
                                   "evaluate run",
                                   "evaluate run --json --all-shifts",
                                   "train --resume run",
                                   "train --resume run --json",
                                   "bench --preset mnist-4x100-4x100 --data images --seconds 0.01",
                                   "bench --preset mnist-4x100-4x100 --data images --seconds 0.01 --json"};
        for (const auto& [name, line, reason] : places)
            for (const QString& command : commands)
                if (QString(name) != "a limit on files" || !command.startsWith("train --resume"))
                    QTest::addRow("%s: %s", name, qPrintable(command))
                        << line << reason << command.split(' ');
        for (const char* more : {"", " --json"})
            QTest::addRow("a full disk: figures%s", more)
                << "exec \"$@\" >/dev/full"
                << "No space left on device"
                << (QString("figures run --out figures --format csv") + more).split(' ');
    }
    void cannotBeWritten() {
        QFETCH(QString, line);
        QFETCH(QString, reason);
        QFETCH(QStringList, command);
        const Answer answer = runner_.runInShell(line, command);
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.err.contains("dmoe: Standard output cannot be written: " + reason + "; "),
                 qPrintable(answer.err));
        QCOMPARE(answer.err.count("dmoe: "), 1);
        QVERIFY(answer.err.endsWith(".\n"));
    }
    void aSweepSaysWhereItsTablesAre() {
        const Answer answer =
            runner_.runInShell("exec \"$@\" >/dev/full", {"sweep", "figure2-moe", "--data", "images", "--out",
                                                          "sweep", "--seeds", "1", "--epochs", "1,0"});
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.err.endsWith("; the tables are in sweep.\n"), qPrintable(answer.err));
        QVERIFY(runner_.exists("sweep/table.md"));
    }
    void aRunSaysHowToHaveItsResults() {
        const Answer answer = runner_.runInShell("exec \"$@\" >/dev/full", {"train", "--resume", "run"});
        QVERIFY2(answer.err.endsWith("; the run is whole, and dmoe evaluate run measures it again.\n"),
                 qPrintable(answer.err));
    }
    // The next file that is opened gets the number of a closed standard output: it must not be the run's.
    void aClosedOutputIsNoFileOfTheRun() {
        const Answer answer =
            runner_.runInShell("exec \"$@\" --out closed <&- >&-",
                               {"train", "--config", "small.json", "--data", "images", "--threads", "1"});
        QCOMPARE(answer.code, 1);
        QDirIterator files(runner_.path("closed"), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            QVERIFY2(fileText(files.next().toStdString()).find("Finished after") == std::string::npos,
                     qPrintable(files.filePath()));
        QCOMPARE(runner_.run({"evaluate", "closed", "--json"}).checksum(),
                 runner_.run({"evaluate", "run", "--json"}).checksum());
    }
    // Nothing was to be written: the command's own code stays.
    void aWrongCommandStaysOne() {
        QCOMPARE(runner_.runInShell("exec \"$@\" >/dev/full", {"trian"}).code, 2);
        QCOMPARE(runner_.runInShell("exec \"$@\" >&-", {"evaluate", "absent"}).code, 1);
    }

  private:
    DmoeRunner runner_;
};

QTEST_GUILESS_MAIN(TestDmoeOutput)
#include "tst_dmoe_output.moc"
