// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/terminal.h"

using namespace expertscope;
using namespace expertscope::testing;

/// Progress on terminals: as wide as they are at that moment, and gone when anything else is said.
class TestDmoeTerminal : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QCOMPARE(runner_.train("run").code, 0); }

    void fits_data() {
        QTest::addColumn<int>("columns");
        for (const int columns : {160, 120, 80, 40, 20, 10, 2, 1})
            QTest::addRow("%d", columns) << columns;
    }
    void fits() {
        QFETCH(int, columns);
        Terminal terminal(runner_, columns, longRun(QString("fits %1").arg(columns)), {{"LANG", "C.UTF-8"}});
        const QByteArray bytes = terminal.readAll();
        QCOMPARE(terminal.code(), 0);
        const qsizetype summary = bytes.indexOf("Finished after ");
        QVERIFY2(summary > 0, bytes.constData());
        const QStringList frames = framesIn(bytes.left(summary));
        bool trained = columns < 12;
        for (const QString& frame : frames) {
            QVERIFY2(frame.size() < columns, qPrintable(frame));
            trained = trained || QRegularExpression("^epoch \\d").match(frame).hasMatch();
        }
        QVERIFY2(trained, qPrintable(frames.join('\n')));
        if (columns >= 40)
            QVERIFY2(frames.join(' ').contains("left") && frames.join(' ').contains("["), bytes.constData());
        // Nothing of the progress is left where the summary stands, and it is short.
        QVERIFY2(columns == 1 || bytes.left(summary).endsWith("\r\x1b[K"), bytes.constData());
        QVERIFY(bytes.mid(summary).count('\n') <= 10);
        QVERIFY(!bytes.mid(summary).contains('\x1b'));
    }

    void resized() {
        Terminal terminal(runner_, 120, endless("resized"), {{"LANG", "C.UTF-8"}});
        QVERIFY(terminal.readUntil("test ").contains("epoch "));
        for (const int columns : {60, 25, 100, 12}) {
            terminal.resize(columns);
            terminal.readFor(300); // what was on its way
            const QStringList frames = framesIn(terminal.readFor(500));
            QVERIFY(!frames.isEmpty());
            for (const QString& frame : frames)
                QVERIFY2(frame.size() < columns && frame.startsWith("epoch "), qPrintable(frame));
        }
    }
    // The cursor waits at the beginning: a row that the terminal broke in two is erased from its first.
    void theCursorWaitsAtTheBeginning() {
        Terminal terminal(runner_, 80, endless("cursor"));
        QByteArray bytes = terminal.readUntil("epoch ");
        bytes += terminal.readFor(400);
        QByteArrayList frames = bytes.split('\x1b');
        frames.removeLast(); // perhaps not all of it
        for (const QByteArray& frame : frames)
            QVERIFY2(!frame.contains("epoch") || frame.endsWith("\r\r"), frame.constData());
        terminal.resize(40);
        QVERIFY(terminal.readUntil("\x1b[J", 5'000).contains("\x1b[J"));
    }
    void aTerminalThatDoesNotKnowItsWidth_data() {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<int>("columns");
        QTest::newRow("COLUMNS") << QByteArray("50") << 50;
        QTest::newRow("no COLUMNS") << QByteArray() << 80;
        QTest::newRow("wrong COLUMNS") << QByteArray("wide") << 80;
    }
    void aTerminalThatDoesNotKnowItsWidth() {
        QFETCH(QByteArray, variable);
        QFETCH(int, columns);
        Terminal terminal(runner_, 0, endless(QString("unknown ") + QTest::currentDataTag()),
                          {{"COLUMNS", variable.isEmpty() ? nullptr : variable.constData()}});
        terminal.readUntil("left");
        qsizetype longest = 0;
        for (const QString& frame : framesIn(terminal.readFor(500)))
            longest = std::max(longest, frame.size());
        QVERIFY2(longest > columns / 2 && longest < columns, qPrintable(QString::number(longest)));
    }
    // A variable that somebody exported once says nothing of a terminal that knows.
    void columnsInTheEnvironmentAreOld() {
        Terminal terminal(runner_, 40, endless("old columns"), {{"COLUMNS", "200"}});
        terminal.readUntil("epoch ");
        for (const QString& frame : framesIn(terminal.readFor(500)))
            QVERIFY2(frame.size() < 40, qPrintable(frame));
    }

    void locales_data() {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("ascii");
        QTest::newRow("none") << QByteArray("LANG") << QByteArray() << true;
        QTest::newRow("C") << QByteArray("LC_ALL") << QByteArray("C") << true;
        QTest::newRow("POSIX") << QByteArray("LC_CTYPE") << QByteArray("POSIX") << true;
        QTest::newRow("Latin 1") << QByteArray("LANG") << QByteArray("de_DE.ISO-8859-1") << true;
        QTest::newRow("UTF-8") << QByteArray("LANG") << QByteArray("C.UTF-8") << false;
        QTest::newRow("of another machine") << QByteArray("LANG") << QByteArray("xx_XX.UTF-8") << false;
    }
    void locales() {
        QFETCH(QByteArray, variable);
        QFETCH(QByteArray, value);
        QFETCH(bool, ascii);
        Terminal terminal(runner_, 100, longRun(QString("locale ") + QTest::currentDataTag()),
                          {{variable.constData(), value.constData()}});
        const QByteArray bytes = terminal.readAll();
        QCOMPARE(terminal.code(), 0);
        QCOMPARE(bytes.contains("\xc2\xb7"), !ascii);
        QCOMPARE(std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; }), !ascii);
        QVERIFY2(bytes.contains(ascii ? " examples/s, " : " examples/s \xc2\xb7 "), bytes.constData());
    }

    void plain_data() {
        QTest::addColumn<QByteArray>("term");
        QTest::newRow("dumb") << QByteArray("dumb");
        QTest::newRow("unset") << QByteArray();
    }
    void plain() {
        QFETCH(QByteArray, term);
        Terminal terminal(runner_, 80, small(QString("plain ") + QTest::currentDataTag()),
                          {{"TERM", term.isEmpty() ? nullptr : term.constData()}});
        const QByteArray bytes = terminal.readAll().replace("\r\n", "\n"); // the terminal's own
        QCOMPARE(terminal.code(), 0);
        QVERIFY2(!bytes.contains('\x1b') && !bytes.contains('\r'), bytes.constData());
        QCOMPARE(bytes.count("\nepoch ") + bytes.startsWith("epoch "), 4); // a line an epoch
    }
    // After some seconds without a word there is a line, though no epoch has ended.
    void nowAndThen() {
        const Answer answer = runner_.runInShell(
            "exec \"$@\"", {"bench", "--preset", "mnist-4x100-4x100", "--data", "images", "--seconds", "6"});
        QCOMPARE(answer.code, 0);
        QVERIFY2(QRegularExpression("^training.* \\d+ %\n").match(answer.err).hasMatch(),
                 qPrintable(answer.err));
        QVERIFY(!answer.err.contains('\x1b') && !answer.err.contains('\r'));
    }

    void everyCommand_data() {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("train") << small("every");
        QTest::newRow("resume") << QStringList{"train", "--resume", "run", "--epochs", "2,9"};
        QTest::newRow("evaluate") << QStringList{"evaluate", "run", "--all-shifts"};
        QTest::newRow("figures") << QStringList{"figures", "run", "--out", "figures"};
        QTest::newRow("bench") << QStringList{
            "bench", "--preset", "mnist-4x100-4x100", "--data", "images", "--seconds", "0.2"};
        QTest::newRow("data info") << QStringList{"data", "info", "images"};
        QTest::newRow("sweep") << QStringList{"sweep",   "table1",  "--data", "images",   "--out",
                                              "a sweep", "--seeds", "1",      "--epochs", "1,0"};
    }
    void everyCommand() {
        QFETCH(QStringList, command);
        constexpr int columns = 30;
        Terminal terminal(runner_, columns, command);
        const QByteArray bytes = terminal.readAll();
        QCOMPARE(terminal.code(), 0);
        const QByteArray drawn = bytes.left(bytes.lastIndexOf("\x1b[K") + 3);
        QVERIFY2(drawn.size() > 10, bytes.constData());
        QByteArray kept = drawn; // a frame ends with a return; a line that stays with the terminal's own end
        kept.replace("\r\n", "\n");
        for (const QByteArray& frame : kept.split('\r'))
            if (!frame.contains('\n'))
                for (const QString& shown : framesIn(frame))
                    QVERIFY2(shown.size() < columns, qPrintable(shown));
        QVERIFY2(!bytes.mid(drawn.size()).contains('\x1b'), bytes.constData());
    }
    void anErrorStandsByItself() {
        Terminal terminal(runner_, 80,
                          small("diverges") + QStringList{"--set", "training.learning_rate=[0.05,1e30]"});
        const QByteArray bytes = terminal.readAll();
        QCOMPARE(terminal.code(), 1);
        QVERIFY2(bytes.contains("\r\x1b[Kdmoe: The loss is not a finite number"), bytes.constData());
    }
    void ctrlC() {
        Terminal terminal(runner_, 80, endless("typed"));
        terminal.readUntil("epoch ");
        terminal.type("\x03");
        const QByteArray bytes = terminal.readAll();
        QCOMPARE(terminal.code(), 130);
        QVERIFY2(bytes.contains("\r\x1b[Kdmoe: Stopped after "), bytes.constData());
        QVERIFY(bytes.endsWith("; dmoe train --resume typed goes on with it.\r\n"));
    }

  private:
    static QStringList small(const QString& out) {
        return {"train", "--config", "small.json", "--data", "images", "--out", out, "--threads", "1"};
    }
    static QStringList longRun(const QString& out) { return small(out) + QStringList{"--epochs", "3,60"}; }
    static QStringList endless(const QString& out) {
        return small(out) + QStringList{"--epochs", "3,100000"};
    }

    DmoeRunner runner_;
};

QTEST_GUILESS_MAIN(TestDmoeTerminal)
#include "tst_dmoe_terminal.moc"
