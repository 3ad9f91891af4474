// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QSize>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

using Environment = QMap<QString, QString>;
Q_DECLARE_METATYPE(Environment)

/// The window's program where there is no display, or none that answers: it says so in one sentence, and what
/// needs none works.
class TestMissingDisplay : public QObject {
    Q_OBJECT

    struct Answer {
        int code = -1; ///< -1: it crashed or hung
        QString out, err;
    };

    QTemporaryDir folder_;

    /// In an environment of only that.
    Answer run(const QStringList& arguments, const Environment& environment = {}) {
        QProcess process;
        QProcessEnvironment all;
        all.insert("PATH", "/usr/bin:/bin");
        all.insert("HOME", folder_.path());
        for (auto one = environment.begin(); one != environment.end(); ++one)
            all.insert(one.key(), one.value());
        process.setProcessEnvironment(all);
        process.start(EXPERTSCOPE_PATH, arguments);
        const bool ended = process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit;
        if (process.state() != QProcess::NotRunning) {
            process.kill();
            process.waitForFinished();
        }
        return {ended ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }
    static QSize sizeOfPng(const QString& path) {
        QFile file(path);
        const QByteArray head = file.open(QIODevice::ReadOnly) ? file.read(24) : QByteArray();
        return head.size() == 24 && head.startsWith("\x89PNG")
                   ? QSize(qFromBigEndian<qint32>(head.constData() + 16),
                           qFromBigEndian<qint32>(head.constData() + 20))
                   : QSize();
    }
    QString noFonts() const {
        QFile file(folder_.filePath("nofonts.conf"));
        if (file.open(QIODevice::WriteOnly))
            file.write("<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">"
                       "<fontconfig><dir prefix=\"relative\">no-such-folder</dir></fontconfig>");
        return file.fileName();
    }

  private slots:
    void questionsAreAnswered() {
        for (const Environment& environment : {Environment{}, Environment{{"DISPLAY", ":4099"}},
                                               Environment{{"QT_QPA_PLATFORM", "nonsense"}}}) {
            const Answer help = run({"--help"}, environment);
            QCOMPARE(help.code, 0);
            QVERIFY(help.out.startsWith("Usage: ") && help.out.contains("--screenshot <FILE>"));
            QCOMPARE(help.err, QString());
            const Answer version = run({"--version"}, environment);
            QCOMPARE(version.code, 0);
            QVERIFY2(version.out.startsWith("Expertscope "), qPrintable(version.out));
            QCOMPARE(version.err, QString());
        }
    }

    void mistakesAreNamed() {
        const Answer theme = run({"-platform", "xcb", "--theme", "blue"});
        QCOMPARE(theme.code, 2);
        QCOMPARE(theme.err, "expertscope: --theme is \"blue\"; choose light or dark.\n");
        const Answer unknown = run({"--colour"});
        QCOMPARE(unknown.code, 2);
        QCOMPARE(unknown.err, "expertscope: Unknown option 'colour'.\n");
    }

    void aWindowSaysWhatIsMissing_data() {
        QTest::addColumn<Environment>("environment");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        const QStringList none;
        const QString nobody =
            " cannot be opened: nobody answers there, or it admits only another user; start it "
            "on a desktop of your own or through ssh -X; ";
        QTest::newRow("no display")
            << Environment{} << none
            << "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set; start it "
               "on a desktop or through ssh -X; ";
        QTest::newRow("nobody there")
            << Environment{{"DISPLAY", ":4099"}} << none << "The display :4099 (DISPLAY)" + nobody;
        QTest::newRow("a forwarding that ended") << Environment{{"DISPLAY", "localhost:4098.0"}} << none
                                                 << "The display localhost:4098.0 (DISPLAY)" + nobody;
        QTest::newRow("no name of a display")
            << Environment{{"DISPLAY", "nonsense"}} << none << "The display nonsense (DISPLAY)" + nobody;
        QTest::newRow("another platform") << Environment{{"QT_QPA_PLATFORM", "nonsense"}} << none
                                          << "Qt has no platform \"nonsense\" here, only ";
        QTest::newRow("another platform as an option")
            << Environment{{"DISPLAY", ":4099"}} << QStringList{"-platform", "nonsense"}
            << "Qt has no platform \"nonsense\" here, only ";
    }
    void aWindowSaysWhatIsMissing() {
        QFETCH(Environment, environment);
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const Answer answer = run(arguments, environment);
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.out, QString());
        QVERIFY2(answer.err.startsWith("expertscope: " + says), qPrintable(answer.err));
        QVERIFY2(answer.err.endsWith("; dmoe does the same from a shell and needs no display.\n"),
                 qPrintable(answer.err));
        QCOMPARE(answer.err.count('\n'), 1);
    }

    // Wayland's own library may write a line before ours; and its plugin need not be installed.
    void aCompositorThatIsGone() {
        const Answer answer =
            run({}, {{"WAYLAND_DISPLAY", "wayland-4099"}, {"XDG_RUNTIME_DIR", folder_.path()}});
        QCOMPARE(answer.code, 1);
        const QString said = answer.err.mid(answer.err.indexOf("expertscope: "));
        QVERIFY2(
            said.startsWith("expertscope: The display wayland-4099 (WAYLAND_DISPLAY) cannot be opened") ||
                said.contains("install the package qt6-wayland"),
            qPrintable(answer.err));
        QCOMPARE(said.count('\n'), 1);
    }

    void aScreenshotNeedsNoDisplay() {
        const QString file = folder_.filePath("window.png");
        for (const Environment& environment : {Environment{}, Environment{{"DISPLAY", ":4099"}}}) {
            QFile::remove(file);
            const Answer answer =
                run({"--screenshot", file, "--after", "0.5", "--size", "1000x700"}, environment);
            QCOMPARE(answer.code, 0);
            QCOMPARE(answer.err, QString());
            QCOMPARE(sizeOfPng(file), QSize(1000, 700));
        }
    }

    void withoutFontsNothingIsDrawn() {
        const QString file = folder_.filePath("boxes.png");
        for (const QStringList& arguments :
             {QStringList{"--screenshot", file, "--after", "0"}, QStringList{}}) {
            const Answer answer =
                run(arguments, {{"FONTCONFIG_FILE", noFonts()}, {"QT_QPA_PLATFORM", "offscreen"}});
            QCOMPARE(answer.code, 1);
            QVERIFY2(
                answer.err.contains("expertscope: Figures are lettered in the font DejaVu Sans, which is not "
                                    "installed; unset FONTCONFIG_FILE"),
                qPrintable(answer.err));
            QVERIFY(!QFile::exists(file));
        }
    }
};

QTEST_GUILESS_MAIN(TestMissingDisplay)
#include "tst_missing_display.moc"
