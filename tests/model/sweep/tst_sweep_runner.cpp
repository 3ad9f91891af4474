// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/run_claim.h"
#include "model/run/run_directory.h"
#include "model/sweep/sweep_plot.h"
#include "model/sweep/sweep_runner.h"
#include "model/sweep/sweep_table.h"
#include "tests/model/data/idx_files.h"
#include "tests/model/run/run_files.h"

#include <set>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

// 12 steps an epoch on the 300 small images of init().
const char* const sweepText = R"({
  "preset": "mnist-4x100-4x20",
  "seeds": 2,
  "set": { "data.jitter": 1, "training.minibatch": 25, "training.epochs": [1, 2],
           "training.momentum": 0.9,
           "network.layers.0.hidden": 6, "network.layers.0.gate_hidden": 4, "network.layers.0.expert_scale": 1,
           "network.layers.1.hidden": 5, "network.layers.1.gate_hidden": 3, "network.layers.1.expert_scale": 1 },
  "rows": [
    { "name": "4x6-4x5",
      "cells": [
        { "column": "DMoE", "published": { "test_error": 0.5 } },
        { "column": "DNN", "match": "DMoE",
          "set": { "network.layers": [{ "combine": "plain", "hidden": 1 }, { "combine": "plain", "hidden": 5 }] } }
      ] },
    { "name": "standard mixture", "cells": [ { "column": "DMoE", "set": { "network.output": "mixture", "training.margin": null } } ] }
  ],
  "plots": [
    { "name": "by-margin", "x": "training.margin", "x_label": "margin", "y": ["accuracy", "I1T"] },
    { "name": "by-epoch", "x": "epoch", "y": ["test_error"], "rows": ["4x6-4x5"], "columns": ["DNN"] }
  ],
  "figures_of": ["standard mixture"]
})";

bool goOn(const SweepRunner::Progressed&) {
    return true;
}

/// The report but for how fast it was trained.
QString numbers(const SweepRun& run) {
    Json json = run.report;
    json.erase("examples_per_second");
    json.erase("threads");
    return QString::fromStdString(json.dump());
}

} // namespace

class TestSweepRunner : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        writeImages(QString::fromStdString(path("images").string()), madeDataset(400, {8, 8, 1}, 10));
        SweepRunner runner(sweep(), path("whole"));
        whole_ = runner.run(1, 1, goOn);
        QVERIFY(whole_.finished() && !whole_.failed());
    }

    void trainsEveryCell() {
        QCOMPARE(whole_.cells.size(), std::size_t{3});
        for (const SweepCellResult& cell : whole_.cells) {
            QCOMPARE(cell.statistics("test_error").values.size(), std::size_t{2});
            QVERIFY(*cell.statistics("test_error").mean < 0.9); // by chance 0.9
            QVERIFY(cell.runs[0].value("parameters").value() > 0);
            QVERIFY(cell.runs[0].report.at("checksum") != cell.runs[1].report.at("checksum"));
        }
        const auto parameters = [&](int cell) {
            return whole_.cells[cell].runs[0].value("parameters").value();
        };
        QVERIFY(parameters(1) <= parameters(0) && parameters(1) > 0.9 * parameters(0));
        for (const char* file : {"table.md", "table.csv", "table.tex", "table.json", "sweep.json"})
            QVERIFY(fs::exists(path("whole") / file));
    }
    void isAFolderOfRuns() {
        QVERIFY(SweepDirectory::recognises(path("whole")));
        const SweepDirectory directory = SweepDirectory::open(path("whole"));
        QCOMPARE(directory.sweep().cells.size(), std::size_t{3});
        const SweepResult read = directory.readResult();
        QCOMPARE(QString::fromStdString(textTable(read)), QString::fromStdString(textTable(whole_)));
        const RunDirectory run = RunDirectory::open(directory.runPath(directory.sweep().cells[2], 1));
        QCOMPARE(run.config().seed, std::uint64_t{1});
        QVERIFY(run.config().network.output == Output::Mixture);
        QCOMPARE(run.checkpoints().back(), std::int64_t{36});
    }

    void seedsThatNoneCanBe() {
        for (const char* seed : {"-1", "1e300", "0.5", "null"}) {
            Json json = readJson(path("whole") / "sweep.json");
            json["seeds"][0] = parseJson(seed, "");
            fs::create_directories(path("odd seeds"));
            writeText(path("odd seeds") / "sweep.json", jsonText(json));
            QCOMPARE(sentence<FileError>([&] { SweepDirectory::open(path("odd seeds")); }),
                     QString::fromStdString((path("odd seeds") / "sweep.json").string()) +
                         " is not complete; run the sweep again with the same --out to write it anew.");
        }
    }

    void plotsAgainstAKey() {
        const SweepDirectory directory = SweepDirectory::open(path("whole"));
        const SweepPlotData data = plotData(directory, whole_, directory.sweep().plots[0]);
        QCOMPARE(data.xLabel, std::string("margin"));
        QCOMPARE(data.panels.size(), std::size_t{2});
        const auto& series = data.panels[0].series;
        QCOMPARE(series.size(), std::size_t{2});
        QCOMPARE(series[0].name, std::string("DMoE"));
        QCOMPARE(series[0].points.size(), std::size_t{2});
        QCOMPARE(series[0].points[0].x, 100.0);
        QVERIFY(std::isfinite(series[0].points[1].x)); // infinity has a place
        QCOMPARE(data.ticks.back().second, std::string("∞"));
        QCOMPARE(series[0].points[0].y, 100 * (1 - *whole_.cells[0].statistics("test_error").mean));
        QCOMPARE(series[0].points[0].published, std::optional(50.0));
        QVERIFY(series[0].points[0].deviation && !series[0].points[1].published);
        QCOMPARE(data.panels[1].series.size(), std::size_t{1}); // a DNN has no gates
    }
    void plotsOverEpochs() {
        const SweepDirectory directory = SweepDirectory::open(path("whole"));
        const SweepPlotData data = plotData(directory, whole_, directory.sweep().plots[1]);
        QCOMPARE(data.panels[0].series.size(), std::size_t{1});
        const auto& points = data.panels[0].series[0].points;
        QCOMPARE(points.back().x, 3.0);
        QCOMPARE(points.back().y, 100 * *whole_.cells[1].runs[0].value("test_error"));
    }

    void jobsDoNotMatter() {
        SweepRunner runner(sweep(), path("jobs"));
        QCOMPARE(difference(runner.run(3, 2, goOn)), QString());
    }
    void nothingIsTrainedTwice() {
        const fs::path report = path("whole") / "4x6-4x5-DMoE" / "seed-0" / "report.json";
        const auto before = fs::last_write_time(report);
        SweepRunner runner(sweep(), path("whole"));
        int calls = 0;
        QCOMPARE(difference(runner.run(2, 1, [&](const auto&) { return ++calls > 0; })), QString());
        QCOMPARE(calls, 0);
        QCOMPARE(fs::last_write_time(report).time_since_epoch().count(), before.time_since_epoch().count());
    }
    void whatIsNoReportIsSaid() {
        fs::copy(path("whole"), path("odd report"), fs::copy_options::recursive);
        const fs::path report = path("odd report") / "4x6-4x5-DMoE" / "seed-0" / "report.json";
        for (const char* text : {"[]", "{}", "5", "null", "{\"failed\": 5}", "{\"test_error\": \"x\"}",
                                 "{\"test_error\": 1e300}"}) {
            writeText(report, text);
            QCOMPARE(sentence<FileError>([&] { SweepDirectory::open(path("odd report")).readResult(); }),
                     QString::fromStdString(report.string()) +
                         " is no report of a run; remove it, and the sweep trains that run again.");
        }
        fs::remove(report);
        SweepRunner runner(sweep(), path("odd report"));
        QCOMPARE(difference(runner.run(2, 1, goOn)), QString());
        fs::remove_all(path("odd report"));
    }
    void aSweepWithoutSeedsIsSaid() {
        fs::copy(path("whole"), path("no seeds"), fs::copy_options::recursive);
        Json json = readJson(path("no seeds") / "sweep.json");
        json["seeds"] = Json::array();
        writeText(path("no seeds") / "sweep.json", jsonText(json));
        QVERIFY(
            sentence<FileError>([&] { SweepDirectory::open(path("no seeds")); }).contains("has no seeds"));
        fs::remove_all(path("no seeds"));
    }
    void stoppedGoesOn() {
        int stops = 0;
        for (SweepResult result; !result.finished() || result.cells.empty(); ++stops) {
            SweepRunner runner(sweep(), path("stopped"));
            result = runner.run(2, 1, [](const auto&) { return false; });
            if (result.finished())
                QCOMPARE(difference(result), QString());
            QVERIFY(stops < 100);
        }
    }
    // What a crash leaves: a run without its report, one that is half-made, one whose end is not on disk.
    void crashedGoesOn() {
        fs::copy(path("whole"), path("crashed"), fs::copy_options::recursive);
        const fs::path cell = path("crashed") / "4x6-4x5-DMoE";
        fs::remove(cell / "seed-0" / "report.json");
        fs::remove(cell / "seed-1" / "report.json");
        fs::remove(cell / "seed-1" / "checkpoints" / "step-36.safetensors");
        fs::remove_all(path("crashed") / "4x6-4x5-DNN" / "seed-0");
        fs::create_directories(path("crashed") / "4x6-4x5-DNN" / "seed-0.new" / "checkpoints");
        SweepRunner runner(sweep(), path("crashed"));
        QCOMPARE(difference(runner.run(2, 1, goOn)), QString());
        QVERIFY(!fs::exists(path("crashed") / "4x6-4x5-DNN" / "seed-0.new"));
    }
    // What another program trains is passed over, and what it has finished meanwhile is taken.
    void anotherSweepInTheFolder() {
        fs::copy(path("whole"), path("shared"), fs::copy_options::recursive);
        const fs::path cell = path("shared") / "4x6-4x5-DMoE";
        for (const char* seed : {"seed-0", "seed-1"})
            fs::remove_all(cell / seed);
        fs::create_directories(cell / "seed-0.new" / "checkpoints"); // the other is just making it
        SweepResult result;
        {
            const Claim others(cell / "seed-0.claim", (cell / "seed-0").string() + " is being trained");
            SweepRunner runner(sweep(), path("shared"));
            std::string told;
            result = runner.run(2, 1, [&](const SweepRunner::Progressed& progressed) {
                for (const std::string& line : progressed.ended)
                    told += line + "\n";
                return true;
            });
            QVERIFY2(
                told.find("4x6-4x5 / DMoE, seed 0: passed over, because another program is training it.") !=
                    std::string::npos,
                told.c_str());
            QVERIFY(fs::exists(cell / "seed-0.new"));
        }
        QVERIFY(!result.finished() && !result.failed());
        QCOMPARE(result.elsewhere.size(), std::size_t{1});
        QVERIFY2(QString::fromStdString(result.elsewhere.front())
                     .contains("seed-0 is being trained by tst_sweep_runner (process "),
                 result.elsewhere.front().c_str());
        QVERIFY(result.cells[0].runs[0].status == SweepRun::Status::Unfinished);
        QCOMPARE(numbers(result.cells[0].runs[1]), numbers(whole_.cells[0].runs[1]));
        SweepRunner runner(sweep(), path("shared"));
        QCOMPARE(difference(runner.run(2, 1, goOn)), QString());
        QCOMPARE(filesIn(cell), (std::vector<std::string>{"seed-0", "seed-1"}));
    }
    // As by dmoe train --resume.
    void aRunThatIsTrainedAlone() {
        fs::copy(path("whole"), path("alone"), fs::copy_options::recursive);
        const fs::path run = path("alone") / "4x6-4x5-DNN" / "seed-1";
        fs::remove(run / "report.json");
        const Claim others = claimRun(run);
        SweepRunner runner(sweep(), path("alone"));
        const SweepResult result = runner.run(1, 1, goOn);
        QCOMPARE(result.elsewhere.size(), std::size_t{1});
        QVERIFY(!result.finished());
    }
    // The second is told at once, before it reads the data.
    void twoSweepsAtOnce() {
        SweepRunner first(sweep(), path("both"));
        Sweep other = sweep();
        other.cells[0].config.data.path = "absent";
        const QString said = sentence<ClaimedError>([&] { SweepRunner(other, path("both")); });
        QVERIFY2(said.startsWith(QString::fromStdString(path("both").string()) +
                                 " is being trained by tst_sweep_runner (process "),
                 qPrintable(said));
        QCOMPARE(difference(first.run(2, 1, goOn)), QString());
    }
    void aSweepThatCannotBeginLeavesNothing() {
        Sweep bad = sweep();
        bad.cells[0].config.data.path = "absent";
        QVERIFY(!sentence<Error>([&] { SweepRunner(bad, path("never")); }).isEmpty());
        QVERIFY(!fs::exists(path("never")));
    }
    void moreSeedsGoOn() {
        fs::copy(path("whole"), path("more"), fs::copy_options::recursive);
        Sweep more = sweep();
        more.seeds.push_back(7);
        SweepRunner runner(more, path("more"));
        const SweepResult result = runner.run(2, 1, goOn);
        QCOMPARE(result.cells[0].runs.size(), std::size_t{3});
        QCOMPARE(numbers(result.cells[0].runs[0]), numbers(whole_.cells[0].runs[0]));
        QVERIFY(result.finished());
    }

    void divergingIsMarkedAndTheRestGoesOn() {
        Sweep bad = sweep();
        bad.cells[1].config.training.learningRate = {1e30, 1e30};
        SweepResult result;
        for (int again = 0; again < 2; ++again) { // the second time it is known
            SweepRunner runner(bad, path("diverging"));
            result = runner.run(2, 1, goOn);
            QVERIFY(result.finished() && result.failed());
        }
        QVERIFY(result.cells[1].status() == SweepRun::Status::Failed);
        QVERIFY(result.cells[1].failure().starts_with("The loss is not a finite number at step"));
        QVERIFY(result.cells[0].status() == SweepRun::Status::Finished);
        QCOMPARE(numbers(result.cells[0].runs[1]), numbers(whole_.cells[0].runs[1]));
    }

    void refuses_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("message");
        QTest::newRow("a file") << "file"
                                << "is a file; name a folder";
        QTest::newRow("something else") << "other"
                                        << "is not empty and holds no sweep; name another folder.";
        QTest::newRow("another configuration")
            << "config"
            << "seed-0 is a run of another configuration (its training.margin is 100.0); name another folder";
        QTest::newRow("other data") << "data"
                                    << "is a run of another configuration (its data.sha256 is";
        QTest::newRow("a damaged run") << "damaged"
                                       << "config.json";
    }
    // And leaves everything as it is.
    void refuses() {
        QFETCH(QString, what);
        QFETCH(QString, message);
        const fs::path out = path("refused " + what.toStdString());
        Sweep wanted = sweep();
        if (what == "file")
            writeText(out, "text");
        else if (what == "other")
            fs::create_directories(out), writeText(out / "thesis.txt", "text");
        else
            fs::copy(path("whole"), out, fs::copy_options::recursive);
        const fs::path run = out / "4x6-4x5-DMoE" / "seed-0";
        if (what == "config")
            wanted.cells[0].config.training.margin = 50;
        else if (what == "data")
            changeText(run / "config.json", "\"sha256\": \"", "\"sha256\": \"0");
        else if (what == "damaged")
            writeText(run / "config.json", "{");
        const std::string before = fileTexts(out);
        const QString said = sentence<Error>([&] { SweepRunner(wanted, out); });
        QVERIFY2(said.contains(message), qPrintable(said));
        QCOMPARE(fileTexts(out) == before, true);
    }

    // Killed before it was described.
    void whatIsLeftOfABeginningIsFree() {
        fs::create_directories(path("begun"));
        writeText(path("begun") / "sweep.json.0badcafe.part", "{");
        SweepDirectory::create(path("begun"), sweep());
        QCOMPARE(SweepDirectory::open(path("begun")).sweep().cells.size(), sweep().cells.size());
    }

    void aReportThatIsDamaged() {
        fs::copy(path("whole"), path("damaged report"), fs::copy_options::recursive);
        const fs::path report = path("damaged report") / "4x6-4x5-DNN" / "seed-1" / "report.json";
        writeText(report, "{\"test_error\": ");
        const QString said =
            sentence<FileError>([&] { SweepDirectory::open(path("damaged report")).readResult(); });
        QVERIFY2(said.contains("report.json, line 1"), qPrintable(said));
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }
    Sweep sweep() const {
        writeText(path("sweep.json"), sweepText);
        Sweep sweep = readSweep(path("sweep.json").string());
        for (SweepCell& cell : sweep.cells)
            cell.config.data.path = path("images").string();
        return sweep;
    }
    /// From the undisturbed sweep; empty if there is none.
    QString difference(const SweepResult& result) const {
        for (std::size_t c = 0; c < result.cells.size(); ++c)
            for (std::size_t s = 0; s < result.cells[c].runs.size(); ++s)
                if (numbers(result.cells[c].runs[s]) != numbers(whole_.cells[c].runs[s]))
                    return QStringLiteral("%1, seed %2: %3")
                        .arg(QString::fromStdString(result.cells[c].cell.title()))
                        .arg(s)
                        .arg(numbers(result.cells[c].runs[s]));
        return textTable(result) == textTable(whole_) ? "" : "the table";
    }
    static void changeText(const fs::path& file, const std::string& from, const std::string& to) {
        std::string text = fileText(file);
        QVERIFY(text.find(from) != std::string::npos);
        writeText(file, text.replace(text.find(from), from.size(), to));
    }
    static std::string fileTexts(const fs::path& folder) {
        if (!fs::is_directory(folder))
            return fileText(folder);
        std::set<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            names.insert(entry.path().string());
        std::string all;
        for (const std::string& name : names)
            all += name + (fs::is_regular_file(name) ? fileText(name) : "") + "\n";
        return all;
    }

    QTemporaryDir folder_{temporaryPlace()};
    SweepResult whole_;
};

QTEST_APPLESS_MAIN(TestSweepRunner)
#include "tst_sweep_runner.moc"
