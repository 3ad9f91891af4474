// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sanitized.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

/// The window as a program: how soon it is there, and what it says to a wrong command.
class TestExpertscope : public QObject {
    Q_OBJECT

    struct Answer {
        int code = -1;  ///< -1: it crashed, hung, or was ended by a signal
        int signal = 0; ///< which, if one did
        QString out, err;
    };

    QTemporaryDir folder_;

    Answer run(const QStringList& arguments) {
        QProcess process;
        start(process, EXPERTSCOPE_PATH, arguments);
        return finish(process);
    }
    void start(QProcess& process, const QString& program, const QStringList& arguments) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", folder_.path());
        environment.insert("XDG_DATA_HOME", folder_.path() + "/data");
        environment.insert("XDG_CONFIG_HOME", folder_.path() + "/.config");
        environment.insert("XDG_RUNTIME_DIR", folder_.path()); // Qt wants one that nobody else may read
        environment.insert("EXPERTSCOPE_TIMINGS", "1");
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
    }
    static Answer finish(QProcess& process) {
        const bool ended = process.waitForFinished(60'000);
        const bool normally = ended && process.exitStatus() == QProcess::NormalExit;
        if (!ended) {
            process.kill();
            process.waitForFinished();
        }
        return {normally ? process.exitCode() : -1, ended && !normally ? process.exitCode() : 0,
                QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }
    /// Files of all runs, by the end of their names.
    QStringList filesOfRuns(const QString& ending) const {
        QStringList found;
        QDirIterator files(folder_.path() + "/data", {"*" + ending}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext())
            found << files.next();
        return found;
    }

  private slots:
    // From the start of the process to the first complete picture, while the built-in digits are being drawn
    // on all cores. A machine that is busy with other things may be slow once; a program that is slow is it
    // always.
    void firstPaintIsSoon() {
#ifdef EXPERTSCOPE_SANITIZED
        QSKIP("Times are of no use with sanitizers.");
#elif !defined(__linux__)
        QSKIP("Only Linux says when a process began.");
#endif
        double least = 1e9;
        for (int attempt = 0; attempt < 3 && least >= 0.5; ++attempt) {
            const Answer answer =
                run({"--start", "--screenshot", folder_.path() + "/window.png", "--after", "0.5"});
            QCOMPARE(answer.code, 0);
            const auto said =
                QRegularExpression("first paint (\\d+\\.\\d+) s after the start\n").match(answer.err);
            QVERIFY2(said.hasMatch(), qPrintable(answer.err));
            qInfo("first paint after %s s", qPrintable(said.captured(1)));
            least = std::min(least, said.captured(1).toDouble());
        }
        QVERIFY2(least < 0.5, qPrintable(QString::number(least)));
    }

    // A picture for a document shows the program, not its user: nothing is read, nothing is kept.
    void aScreenshotLeavesSettingsAlone() {
        const QString place = folder_.path() + "/.config/Expertscope";
        QCOMPARE(run({"--screenshot", folder_.path() + "/one.png", "--after", "0.5"}).code, 0);
        QVERIFY(!QFileInfo::exists(place));
    }

    // As if its window had been closed: what was trained is saved, and whoever sent the signal is told.
    void aSignalSavesTheRun_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void aSignalSavesTheRun() {
        QFETCH(int, signal);
        QProcess process;
        start(process, EXPERTSCOPE_PATH, {"--start"});
        QTRY_VERIFY_WITH_TIMEOUT(!filesOfRuns("metrics.csv").isEmpty(), 30'000);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QCOMPARE(finish(process).signal, signal);
        QCOMPARE(filesOfRuns(".safetensors.part"), QStringList());
        QStringList checkpoints = filesOfRuns(".safetensors").filter("checkpoints");
        QVERIFY(!checkpoints.isEmpty());
        QDir(folder_.path() + "/data").removeRecursively();
    }

    void outputThatCannotBeWritten_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("option");
        for (const char* option : {"--help", "--version"}) {
            QTest::addRow("a full disk: %s", option) << "exec \"$@\" >/dev/full" << option;
            QTest::addRow("closed: %s", option) << "exec \"$@\" >&-" << option;
        }
    }
    void outputThatCannotBeWritten() {
        QFETCH(QString, line);
        QFETCH(QString, option);
        QProcess process;
        start(process, "bash", {"-c", line, "bash", EXPERTSCOPE_PATH, option});
        const Answer answer = finish(process);
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.err.contains("expertscope: Standard output cannot be written: "),
                 qPrintable(answer.err));
    }

    void wrongUsage_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        for (const char* threads : {"0", "-1", "10000", "two", ""})
            QTest::addRow("--threads %s", threads)
                << QStringList{"--threads", threads}
                << QStringLiteral("--threads is \"%1\"; choose 1 to 256.").arg(threads);
        QTest::newRow("--theme") << QStringList{"--theme", "blue"}
                                 << "--theme is \"blue\"; choose light or dark.";
        for (const char* size : {"12", "1280x", "100x100", "2147483647x800", "1280x99999"})
            QTest::addRow("--size %s", size)
                << QStringList{"--size", size}
                << QStringLiteral("--size is \"%1\"; give width x height, as in 1280x800, up to 16384x16384.")
                       .arg(size);
        for (const char* after : {"soon", "1e300", "inf", "nan", "-1"})
            QTest::addRow("--after %s", after)
                << QStringList{"--after", after}
                << QStringLiteral("--after is \"%1\"; give seconds, up to 604800.").arg(after);
        QTest::newRow("two folders") << QStringList{"a", "b"}
                                     << "Name one folder at most, a run or a data set.";
        QTest::newRow("--preset") << QStringList{"--preset", "digits-4x100-4x10"}
                                  << "There is no preset \"digits-4x100-4x10\"; did you mean "
                                     "digits-4x100-4x100?";
    }
    void wrongUsage() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const Answer answer = run(arguments);
        QCOMPARE(answer.code, 2);
        QCOMPARE(answer.out, QString());
        QCOMPARE(answer.err, "expertscope: " + says + "\n");
    }
};

QTEST_GUILESS_MAIN(TestExpertscope)
#include "tst_expertscope.moc"
