// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/dmoe_runner.h"
#include "tests/model/speech/fixture_corpus.h"

#include <QJsonArray>

#include <csignal>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// CIFAR-10's six files with so many random pictures each.
void writeNoise(const std::filesystem::path& folder, int pictures) {
    Random random(1, Stream::StrokeDigits);
    for (const char* name : {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                             "data_batch_5.bin", "test_batch.bin"}) {
        QByteArray bytes;
        for (int i = 0; i < pictures; ++i) {
            bytes += static_cast<char>(random.below(10));
            for (int pixel = 0; pixel < 3072; ++pixel)
                bytes += static_cast<char>(random.below(256));
        }
        writeFile(folder / name, bytes);
    }
}

} // namespace

/// `dmoe sweep` as a program: what it prints, and that no death of it shows in its table.
class TestDmoeSweep : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        writeFile(runner_.path("sweep.json").toStdString(), R"({
  "preset": "mnist-4x100-4x20",
  "set": { "data.jitter": 1, "training.minibatch": 25, "training.epochs": [16, 32],
           "network.layers.0.hidden": 30, "network.layers.0.gate_hidden": 4,
           "network.layers.1.hidden": 20, "network.layers.1.gate_hidden": 3 },
  "rows": [
    { "name": "4x30-4x20",
      "cells": [
        { "column": "DMoE", "published": { "test_error": 0.015, "train_error": 0.01 } },
        { "column": "single", "set": { "network.layers.1.combine": "single" } } ] },
    { "name": "standard", "cells": [ { "column": "DMoE", "set": { "network.output": "mixture" } } ] }
  ],
  "plots": [ { "name": "over-training", "x": "epoch", "y": ["accuracy"] } ],
  "figures_of": ["standard"]
})");
        whole_ = sweep("whole", {"--json"});
        QVERIFY2(whole_.code == 0, qPrintable(whole_.err));
    }

    void json() {
        const QJsonArray cells = whole_.json()["cells"].toArray();
        QCOMPARE(cells.size(), 3);
        const QJsonObject first = cells[0].toObject();
        QCOMPARE(first["name"].toString(), QStringLiteral("4x30-4x20"));
        QCOMPARE(first["column"].toString(), QStringLiteral("DMoE"));
        QCOMPARE(first["published"].toDouble(), 0.015);
        QCOMPARE(first["status"].toString(), QStringLiteral("finished"));
        QCOMPARE(first["test_error"].toObject()["seeds"].toArray().size(), 2);
        QVERIFY(first["factorisation"].toObject()["I1T"].toObject()["mean"].isDouble());
        QVERIFY(first["parameters"].toInt() > 0);
    }
    void text() {
        const Answer answer = sweep("whole", {}); // nothing is left to train
        QCOMPARE(answer.code, 0);
        QVERIFY(answer.out.startsWith("Test error in %, mean of 2 seeds ± deviation (published)\n"));
        QVERIFY(answer.out.contains("(1.50)") && answer.out.contains("Tables and runs: whole"));
        QVERIFY(fileText(runner_.path("whole/table.tex").toStdString()).find("\\toprule") !=
                std::string::npos);
    }

    void figures() {
        for (const char* file : {"over-training.pdf", "over-training.svg", "over-training.png",
                                 "standard-DMoE/figure2-gating.pdf", "standard-DMoE/figure-2.pdf"})
            QVERIFY2(runner_.exists(QStringLiteral("whole/figures/") + file), file);
        const Answer again = runner_.run({"figures", "whole", "--out", "drawn", "--format", "csv", "--json"});
        QCOMPARE(again.code, 0);
        QVERIFY(again.json()["files"].toArray().contains("drawn/over-training.csv"));
        const std::string numbers = fileText(runner_.path("drawn/over-training.csv").toStdString());
        QVERIFY(numbers.starts_with("quantity,series,epoch,value,deviation,published"));
        QCOMPARE(std::count(numbers.begin(), numbers.end(), '\n'), 1 + 3 * 49); // 48 epochs and the start
    }

    // Killed ten times at moments drawn from a fixed seed.
    void killedTenTimes() {
        Random random(5, Stream::StrokeDigits);
        int killed = 0;
        for (int i = 0; i < 10; ++i) {
            QProcess process;
            runner_.start(process, arguments("killed", {"--jobs", QString::number(1 + i % 3)}));
            if (!process.waitForFinished(20 + static_cast<int>(random.below(180)))) {
                process.kill();
                ++killed;
            }
            process.waitForFinished();
        }
        QVERIFY2(killed >= 3, "the sweep is too short to be killed"); // on a fast machine it may end early
        const Answer end = sweep("killed", {"--json"});
        QVERIFY2(end.code == 0, qPrintable(end.err));
        QCOMPARE(end.json()["cells"].toArray(), whole_.json()["cells"].toArray());
        for (const char* table : {"table.md", "table.csv", "table.tex"})
            QVERIFY(fileText(runner_.path(QStringLiteral("killed/") + table).toStdString()) ==
                    fileText(runner_.path(QStringLiteral("whole/") + table).toStdString()));
    }

    void interrupted() {
        QProcess process;
        runner_.start(process, arguments("interrupted", {}));
        QVERIFY(QTest::qWaitFor(
            [&] { return runner_.exists("interrupted/4x30-4x20-DMoE/seed-0/metrics.csv"); }, 20'000));
        process.terminate();
        const Answer stopped = DmoeRunner::finish(process);
        if (stopped.code == 0)
            QSKIP("the sweep was faster than the signal");
        QCOMPARE(stopped.signal, SIGTERM);
        QCOMPARE(stopped.out, QString());
        const QRegularExpression sentence(
            "dmoe: Stopped after \\d of 6 runs, [^\n]*; the same command goes on with it\\.\n$");
        QVERIFY2(sentence.match(stopped.err).hasMatch(), qPrintable(stopped.err));
        QVERIFY(!runner_.exists("interrupted/figures"));
        QCOMPARE(sweep("interrupted", {"--json"}).json()["cells"].toArray(),
                 whole_.json()["cells"].toArray());
    }

    // Every sweep that ships, whole but in small: its cells, its tables and its figures.
    void miniature_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("data");
        QTest::addColumn<int>("cells");
        QTest::addColumn<QStringList>("figures");
        const QStringList none;
        QTest::newRow("table1") << "table1"
                                << "images" << 19 << none;
        QTest::newRow("figure2-moe") << "figure2-moe"
                                     << "images" << 2 << QStringList{"5x20/figure2-gating.pdf"};
        QTest::newRow("margin") << "margin"
                                << "images" << 24 << QStringList{"factorisation-by-margin.pdf"};
        QTest::newRow("table2") << "table2"
                                << "voices" << 6
                                << QStringList{"4x128-16x128-gates-64-64-DMoE/figure2-gating.pdf"};
        QTest::newRow("cifar10-experts")
            << "cifar10-experts"
            << "cifar" << 20 << QStringList{"accuracy-by-experts.pdf", "accuracy-by-epoch-narrow.pdf"};
    }
    void miniature() {
        QFETCH(QString, name);
        QFETCH(QString, data);
        QFETCH(int, cells);
        QFETCH(QStringList, figures);
        if (data == "cifar")
            writeNoise(runner_.path(data).toStdString(), 20);
        if (data == "voices")
            writeVoices(runner_.path(data).toStdString());
        const QString out = "miniature-" + name;
        const Answer answer = runner_.run(
            {"sweep", name, "--data", data, "--out", out, "--seeds", "1", "--epochs", "1,1", "--json"});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        const QJsonArray all = answer.json()["cells"].toArray();
        QCOMPARE(all.size(), cells);
        for (const auto& cell : all)
            QVERIFY(cell.toObject()["test_error"].toObject()["mean"].isDouble());
        for (const QString& figure : figures)
            QVERIFY2(runner_.exists(out + "/figures/" + figure), qPrintable(figure));
    }

    void oneRunFails() {
        const Answer answer = sweep("failing", {"--set", "training.learning_rate=1e30", "--epochs", "1,0"});
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.err.contains("Some runs of the sweep failed; the table says which and why."),
                 qPrintable(answer.err));
        QVERIFY(answer.out.contains("4x30-4x20 / DMoE failed: The loss is not a finite number"));
    }

    void bad_data() {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        QTest::newRow("no such sweep")
            << QStringList{"sweep", "tabel1", "--out", "x"} << 1 << "did you mean table1?";
        QTest::newRow("no out") << QStringList{"sweep", "table1"} << 2 << "--out is required";
        QTest::newRow("no seeds") << QStringList{"sweep", "table1", "--out", "x", "--seeds", "0"} << 2
                                  << "--seeds";
        QTest::newRow("an unknown key")
            << QStringList{"sweep", "table1", "--out", "x", "--set", "training.margn=1"} << 1
            << "did you mean training.margin?";
        QTest::newRow("a run's folder")
            << QStringList{"sweep", "sweep.json", "--data", "images", "--out", "images"} << 1
            << "is not empty and holds no sweep";
        QTest::newRow("another configuration")
            << QStringList{"sweep", "sweep.json", "--data", "images",
                           "--out", "whole",      "--set",  "training.margin=3"}
            << 1 << "is a run of another configuration";
    }
    void bad() {
        QFETCH(QStringList, command);
        QFETCH(int, code);
        QFETCH(QString, message);
        const Answer answer = runner_.run(command);
        QCOMPARE(answer.code, code);
        QVERIFY2(answer.err.contains(message) && answer.err.count('\n') == 1, qPrintable(answer.err));
    }

  private:
    static QStringList arguments(const QString& out, const QStringList& more) {
        return QStringList{"sweep", "sweep.json", "--data", "images", "--out", out, "--seeds", "2"} + more;
    }
    Answer sweep(const QString& out, const QStringList& more) const {
        return runner_.run(arguments(out, more));
    }

    DmoeRunner runner_;
    Answer whole_;
};

QTEST_GUILESS_MAIN(TestDmoeSweep)
#include "tst_dmoe_sweep.moc"
