// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/dmoe_runner.h"

#include <QTest>

using namespace expertscope::testing;

/// The same run is the same files, whoever draws them and wherever.
class TestSteadyFigures : public QObject {
    Q_OBJECT

    DmoeRunner runner_;

    Answer figures(const QString& out, const QMap<QString, QString>& environment,
                   const QStringList& more = {}) {
        return dmoe(QStringList{"figures", "run", "--out", out} + more, environment);
    }
    Answer dmoe(const QStringList& arguments, const QMap<QString, QString>& environment) const {
        QProcess process;
        QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"LANG", "LC_ALL", "TZ", "FONTCONFIG_FILE"})
            all.remove(name);
        all.insert("HOME", runner_.path({}));
        for (auto one = environment.begin(); one != environment.end(); ++one)
            all.insert(one.key(), one.value());
        process.setProcessEnvironment(all);
        process.setWorkingDirectory(runner_.path({}));
        process.start(DMOE_PATH, arguments);
        return DmoeRunner::finish(process);
    }
    QByteArray contents(const QString& file) const {
        QFile all(runner_.path(file));
        return all.open(QIODevice::ReadOnly) ? all.readAll() : QByteArray();
    }
    /// The machine's own fonts, and a rule.
    QString fontsWith(const QString& name, const QString& rule) const {
        const QString path = runner_.path(name + ".conf");
        writeFile(path.toStdString(), ("<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">"
                                       "<fontconfig><include>/etc/fonts/fonts.conf</include>" +
                                       rule + "</fontconfig>")
                                          .toUtf8());
        return path;
    }
    QString noFonts() const {
        const QString path = runner_.path("nofonts.conf");
        writeFile(path.toStdString(), "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">"
                                      "<fontconfig><dir prefix=\"relative\">no-such-folder</dir>"
                                      "<cachedir prefix=\"relative\">no-fonts</cachedir></fontconfig>");
        return path;
    }
    static QString alias(const QString& family) {
        return "<match target=\"pattern\"><test name=\"family\"><string>" + family +
               "</string></test><edit name=\"family\" mode=\"assign\" binding=\"same\"><string>DejaVu "
               "Serif</string></edit></match>";
    }

  private slots:
    void initTestCase() {
        QCOMPARE(runner_.train("run").code, 0);
        const Answer answer = figures("plain", {}, {"--format", "png,svg,pdf,csv", "--dpi", "150"});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        QVERIFY(runner_.list("plain").size() > 25);
    }

    void surroundingsChangeNoByte_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("another process") << "A"
                                         << "B";
        QTest::newRow("time zone") << "TZ"
                                   << "Asia/Kolkata";
        QTest::newRow("language") << "LC_ALL"
                                  << "de_DE.UTF-8"; // Qt knows its numbers without the locale
        QTest::newRow("letters of the desktop") << "QT_FONT_DPI"
                                                << "192";
        QTest::newRow("scale of the desktop") << "QT_SCALE_FACTOR"
                                              << "2";
        QTest::newRow("colours of the screen")
            << "FONTCONFIG_FILE"
            << fontsWith("lcd",
                         "<match target=\"font\"><edit name=\"rgba\" mode=\"assign\"><const>rgb</const>"
                         "</edit><edit name=\"hintstyle\" mode=\"assign\"><const>hintfull</const></edit>"
                         "<edit name=\"autohint\" mode=\"assign\"><bool>true</bool></edit></match>");
        QTest::newRow("jagged letters")
            << "FONTCONFIG_FILE"
            << fontsWith("jagged",
                         "<match target=\"font\"><edit name=\"antialias\" mode=\"assign\"><bool>false"
                         "</bool></edit></match>");
        QTest::newRow("a substitute for Helvetica")
            << "FONTCONFIG_FILE" << fontsWith("a", alias("Helvetica"));
        QTest::newRow("another sans-serif") << "FONTCONFIG_FILE" << fontsWith("b", alias("sans-serif"));
        QTest::newRow("an alias of the family") << "FONTCONFIG_FILE" << fontsWith("c", alias("DejaVu Sans"));
    }
    void surroundingsChangeNoByte() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        const QString out = QTest::currentDataTag();
        const Answer answer =
            figures(out, {{name, value}}, {"--format", "png,svg,pdf,csv", "--dpi", "150", "--threads", "2"});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        QCOMPARE(runner_.list(out), runner_.list("plain"));
        for (const QString& file : runner_.list("plain"))
            QVERIFY2(contents(out + '/' + file) == contents("plain/" + file), qPrintable(file));
    }

    void withoutTheFontThereAreNoBoxes() {
        const Answer answer = figures("boxes", {{"FONTCONFIG_FILE", noFonts()}});
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.out, QString());
        const QString said = answer.err.section("dmoe: ", 1);
        QVERIFY2(
            said.startsWith("Figures are lettered in the font DejaVu Sans, which is not installed; unset "
                            "FONTCONFIG_FILE, by which fonts are looked for only as " +
                            noFonts() + " says, or install the package fonts-dejavu-core"),
            qPrintable(answer.err));
        QVERIFY(!runner_.exists("boxes"));
    }

    void aSweepSaysSoBeforeItTrains() {
        writeFile(runner_.path("sweep.json").toStdString(), R"({
  "preset": "mnist-4x100-4x20",
  "rows": [ { "name": "standard", "cells": [ { "column": "DMoE" } ] } ],
  "plots": [ { "name": "over-training", "x": "epoch", "y": ["accuracy"] } ]
})");
        const Answer answer = dmoe({"sweep", "sweep.json", "--out", "sweep", "--data", "images"},
                                   {{"FONTCONFIG_FILE", noFonts()}});
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.err.contains("the font DejaVu Sans, which is not installed"), qPrintable(answer.err));
        QVERIFY(!runner_.exists("sweep"));
    }

    void numbersNeedNoFont() {
        const Answer answer = figures("numbers", {{"FONTCONFIG_FILE", noFonts()}}, {"--format", "csv"});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        for (const QString& file : runner_.list("numbers"))
            QVERIFY2(contents("numbers/" + file) == contents("plain/" + file), qPrintable(file));
    }
};

QTEST_GUILESS_MAIN(TestSteadyFigures)
#include "tst_steady_figures.moc"
