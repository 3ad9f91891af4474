// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/sweep/sweep.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

#include <set>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

const char* const good = R"({
  "description": "For the test",
  "preset": "mnist-4x100-4x20",
  "seeds": [4, 2],
  "set": { "training.momentum": 0.5 },
  "rows": [
    { "name": "first", "set": { "training.margin": null },
      "cells": [
        { "column": "DMoE", "published": { "test_error": 0.015 } },
        { "column": "single", "set": { "network.layers.1.combine": "single", "training.momentum": 0.7 } },
        { "column": "DNN", "match": "DMoE",
          "set": { "network.layers": [{ "combine": "plain", "hidden": 7 }, { "combine": "plain", "hidden": 20 }] } }
      ] },
    { "name": "second", "preset": "mnist-4x100" }
  ],
  "plots": [ { "name": "plot", "x": "epoch", "y": ["score"], "rows": ["first"] } ],
  "figures_of": ["second"]
}
)";

} // namespace

class TestSweepReader : public QObject {
    Q_OBJECT
  private slots:
    void reads() {
        const Sweep sweep = readText(good);
        QCOMPARE(sweep.name, std::string("sweep"));
        QCOMPARE(sweep.description, std::string("For the test"));
        QCOMPARE(sweep.seeds, (std::vector<std::uint64_t>{4, 2}));
        QCOMPARE(sweep.cells.size(), std::size_t{4});
        const SweepCell* mixture = sweep.find("first", "DMoE");
        QVERIFY(mixture && std::isinf(mixture->config.training.margin));
        QCOMPARE(mixture->config.training.momentum[0], 0.5);
        QCOMPARE(mixture->published.test, std::optional(0.015));
        QCOMPARE(mixture->published.train, std::optional<double>());
        const SweepCell* single = sweep.find("first", "single");
        QVERIFY(single->config.network.layers[1].combine == Combine::Single);
        QCOMPARE(single->config.training.momentum[1], 0.7); // what stands nearer counts
        QCOMPARE(sweep.find("second", "")->config.network.layers.size(), std::size_t{1});
        QCOMPARE(sweep.find("second", "DMoE"), static_cast<const SweepCell*>(nullptr));
        QCOMPARE(single->folder(), std::string("first-single"));
        QCOMPARE(sweep.find("second", "")->folder(), std::string("second"));
    }

    // A first layer of 450, 453, 451 and 220 units, as the paper's table has it.
    void widens_data() {
        QTest::addColumn<QString>("row");
        QTest::addColumn<int>("width");
        QTest::newRow("1") << "4x100-4x100, gates 50-50" << 450;
        QTest::newRow("2") << "4x100-4x20, gates 50-50" << 453;
        QTest::newRow("3") << "4x100-4x20, gates 50-20" << 451;
        QTest::newRow("4") << "4x50-4x20, gates 20-20" << 220;
    }
    void widens() {
        QFETCH(QString, row);
        QFETCH(int, width);
        Sweep sweep = readSweep("table1");
        for (SweepCell& cell : sweep.cells) {
            cell.config.network.input = 36 * 36;
            cell.config.network.classes = 10;
        }
        widenToMatch(sweep);
        QCOMPARE(sweep.find(row.toStdString(), "DNN")->config.network.layers[0].hidden,
                 std::vector<int>{width});
    }

    void shipped_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("cells");
        QTest::newRow("table1") << "table1" << 19;
        QTest::newRow("figure2-moe") << "figure2-moe" << 2;
        QTest::newRow("cifar10-experts") << "cifar10-experts" << 20;
        QTest::newRow("margin") << "margin" << 24;
        QTest::newRow("table2") << "table2" << 6;
    }
    void shipped() {
        QFETCH(QString, name);
        QFETCH(int, cells);
        const Sweep sweep = readSweep(name.toStdString());
        QCOMPARE(sweep.cells.size(), static_cast<std::size_t>(cells));
        QVERIFY(!sweep.description.empty() && !sweep.seeds.empty());
    }

    void changes() {
        Sweep sweep = readText(good);
        apply({3, {1, 2}, {"training.margin=7"}}, sweep);
        QCOMPARE(sweep.seeds, (std::vector<std::uint64_t>{0, 1, 2}));
        for (const SweepCell& cell : sweep.cells) {
            QCOMPARE(cell.config.training.margin, 7.0);
            QVERIFY((cell.config.training.epochs == PerPhase<int>{1, 2}));
        }
        QVERIFY(sentence<ConfigError>([&] {
                    apply({0, {}, {"training.margn=7"}}, sweep);
                }).contains("did you mean training.margin?"));
    }

    /// To match a cell of more parameters than any width could give ends at the widest.
    void matchingEnds() {
        const auto described = [](std::vector<LayerDescription> layers) {
            return NetworkDescription{30, 4, std::move(layers)};
        };
        Sweep sweep;
        SweepCell large, small;
        large.name = small.name = "row";
        large.column = "large";
        small.column = "small";
        small.match = "large";
        large.config.network =
            described(std::vector<LayerDescription>(3, layer(4096, {65536}, {4}, Combine::Concatenated)));
        small.config.network = described({layer(1, {5}, {4}, Combine::Plain)});
        sweep.cells = {large, small};
        widenToMatch(sweep);
        QCOMPARE(sweep.cells[1].config.network.layers[0].hidden[0], 65536);
    }

    void bad_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* from, const char* to, const char* message) {
            QTest::newRow(to) << from << to << message;
        };
        row("\"seeds\"", "\"seed\"", "sweep.json, line 4: seed is unknown; did you mean seeds?");
        row("[4, 2]", "0",
            "sweep.json, line 4: \"seeds\" is 0; give a number from 1 to 1000 or a list of seeds");
        QByteArray many = "[0";
        for (int seed = 1; seed <= 1000; ++seed)
            many += ',' + QByteArray::number(seed);
        QTest::newRow("too many seeds")
            << "[4, 2]" << QString(many + ']') << "sweep.json, line 4: \"seeds\" is [0,1,2,";
        row("[4, 2]", "[4, 4]",
            "sweep.json, line 4: \"seeds\" has 4 twice, which is one run; name each seed once");
        row("[4, 2]", "[4, -2]", "sweep.json, line 4: \"seeds\" is [4,-2]");
        row("[4, 2],", "[4, 2], \"published_of_other_data\": 1,",
            "sweep.json, line 4: \"published_of_other_data\" is 1; give true or false");
        row("\"training.margin\": null", "\"seed\": 7",
            "sweep.json, line 7: \"seed\" is set, but every cell is trained with each of the sweep's "
            "\"seeds\"; "
            "leave it out");
        row("training.margin", "training.margn",
            "sweep.json, line 7: training.margn is unknown; did you mean training.margin?");
        row("null", "\"wide\"", "sweep.json, line 7: training.margin is \"wide\"; give a number");
        row("\"match\": \"DMoE\"", "\"match\": \"DMoR\"",
            "sweep.json, line 11: first / DNN is to match \"DMoR\", which is no other cell of its row; did "
            "you "
            "mean DMoE?");
        row("\"column\": \"single\"", "\"column\": \"DMoE\"",
            "sweep.json, line 9: there are two cells first / DMoE; rename one");
        row("\"column\": \"single\"", "\"colum\": \"single\"",
            "sweep.json, line 10: colum is unknown; did you mean column?");
        row("mnist-4x100\"", "mnist-4x1000\"",
            "sweep.json, line 14: There is no preset \"mnist-4x1000\"; did you mean mnist-4x100?");
        row("[\"score\"]", "[\"scor\"]", "sweep.json, line 16: scor is unknown; did you mean score?");
        row("\"rows\": [\"first\"]", "\"rows\": [\"frist\"]",
            "sweep.json, line 16: frist is unknown; did you mean first?");
        row("[\"second\"]", "[\"secnd\"]", "sweep.json, line 17: secnd is unknown; did you mean second?");
        row("\"x\": \"epoch\", ", "", "sweep.json, line 16: a plot needs \"name\", \"x\" and \"y\"");
        for (const char* name : {"../escaped", "/abs", "..", ".hidden", "a/b", "a\\\\b", "a.b", ""})
            row("\"name\": \"plot\"", qPrintable(QStringLiteral("\"name\": \"%1\"").arg(name)),
                *name == 0 ? "a plot needs" : "cannot name a plot's file; use letters, digits, - and _");
        row("\"name\": \"plot\"", qPrintable("\"name\": \"" + QString(101, 'x') + '"'),
            "cannot name a plot's file");
        row("\"name\": \"second\"", "\"name\": \"..\"",
            "\"..\" makes no name for a folder; use letters and digits");
        row("\"name\": \"second\"", "\"name\": \"→\"", "makes no name for a folder");
        row("\"name\": \"second\"", qPrintable("\"name\": \"" + QString(101, 'x') + '"'),
            "makes no name for a folder");
        row("0.015", "1.5", "sweep.json, line 9: \"test_error\" is 1.5; give a fraction from 0 to 1");
        row("0.015", "\"low\"", "sweep.json, line 9: \"test_error\" is \"low\"; give a fraction from 0 to 1");
        row("\"name\": \"second\", ", "", "sweep.json, line 6: a row has no \"name\"; give it one");
        row("\"rows\": [", "\"rows\": 3, \"cells\": [", "sweep.json, line 6: cells is unknown");
        row("\"description\": \"For the test\",", "\"description\": \"For the test\"", "sweep.json, line 3");
    }
    void bad() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, message);
        QString text = good;
        QVERIFY(text.contains(from));
        text.replace(text.indexOf(from), from.size(), to);
        const QString said = sentence<Error>([&] { readText(text.toUtf8().constData()); });
        QVERIFY2(said.contains(message), qPrintable(said));
    }
    void noSuchSweep() {
        QVERIFY(sentence<ConfigError>([] { readSweep("tabel1"); }).endsWith("did you mean table1?"));
        QVERIFY(
            sentence<FileError>([] { readSweep("nowhere/sweep.json"); }).startsWith("nowhere/sweep.json"));
    }

  private:
    Sweep readText(const char* text) {
        const std::filesystem::path path = folder_.filePath("sweep.json").toStdString();
        writeText(path, text);
        return readSweep(path.string());
    }
    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestSweepReader)
#include "tst_sweep_reader.moc"
