// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep_table.h"
#include "tests/model/sweep/sweep_samples.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

class TestSweepTable : public QObject {
    Q_OBJECT
  private slots:
    // Of 1.4, 1.3, 1.5: mean 1.4, sample deviation 0.1.
    void text() {
        const QStringList lines = QString::fromStdString(textTable(sampleResult())).split('\n');
        QCOMPARE(lines[0], QStringLiteral("Test error in %, mean of 3 seeds ± deviation (published)"));
        QCOMPARE(lines[1].simplified(), QStringLiteral("DMoE DNN"));
        QCOMPARE(lines[2].simplified(),
                 QStringLiteral("4x100 1.40 ± 0.10 (1.42) 1.52 ± 0.14 (1.30), 2 of 3"));
        QCOMPARE(lines[3].simplified(), QStringLiteral("4x20_b unfinished"));
        QCOMPARE(lines[1].size(), lines[2].size()); // columns stand below each other
        QCOMPARE(lines[1].size(), lines[3].size());
    }
    void saysWhoMissesAndWhoFailed() {
        const QString text = QString::fromStdString(textTable(sampleResult()));
        QVERIFY2(
            text.contains("1 of 2 cells are at or under the published error, 1 at most 0.15 points above "
                          "it. Above it: 4x100 / DNN by 0.22."),
            qPrintable(text));
        QVERIFY(text.contains("4x100 / DNN failed: The loss is not finite."));
    }
    void errorsOfOtherDataAreNotCompared() {
        SweepResult result = sampleResult();
        result.sweep.publishedOfOtherData = true;
        const QString text = QString::fromStdString(textTable(result));
        QVERIFY(text.contains("1.40 ± 0.10 (1.42)"));
        QVERIFY(text.contains("of other data") && !text.contains("at or under"));
    }
    void heldOutExamplesTakeThePlaceOfTheTestSet() {
        SweepResult result = sampleResult();
        for (SweepCellResult& cell : result.cells) {
            cell.cell.config.data.validation = 100;
            for (SweepRun& run : cell.runs)
                if (run.status == SweepRun::Status::Finished)
                    run.report["validation_error"] = 0.5;
        }
        const QString text = QString::fromStdString(textTable(result));
        QVERIFY(text.startsWith("Error on held-out training examples in %"));
        QVERIFY(text.contains("50.00 ± 0.00") && !text.contains("1.40"));
    }
    void markdown() {
        const QString text = QString::fromStdString(markdownTable(sampleResult()));
        QVERIFY(text.startsWith("# sample\n\nA table & its 100 % of cells\n"));
        const QStringList lines = text.split('\n');
        const auto row =
            lines.indexOf(QRegularExpression("^\\| 4x100 +\\| +1.40 ± 0.10 \\(1.42\\) \\| .*\\|$"));
        QVERIFY(row > 1);
        QVERIFY(QRegularExpression("^\\| -+ \\| -+: \\| -+: \\|$").match(lines[row - 1]).hasMatch());
        for (const QString& line : lines)
            QVERIFY(!line.startsWith('|') || line.count('|') == lines[row].count('|') ||
                    line.count('|') == 7);
    }
    void aBarInANameIsNoCell() {
        SweepResult result = sampleResult();
        for (SweepCellResult& cell : result.cells)
            cell.cell.name += "|x";
        const QStringList lines = QString::fromStdString(markdownTable(result)).split('\n');
        static const QRegularExpression cells("(?<!\\\\)\\|");
        int rows = 0;
        for (int i = 1; i < lines.size(); ++i)
            if (lines[i].contains("\\|x")) {
                QCOMPARE(lines[i].count(cells), lines[i - 1].count(cells));
                ++rows;
            }
        QVERIFY(rows > 1);
        QVERIFY(!QString::fromStdString(textTable(result)).contains('\\'));
    }
    void latex() {
        const QString text = QString::fromStdString(latexTable(sampleResult()));
        QVERIFY(text.contains("\\begin{tabular}{lrr}\n\\toprule\n & DMoE & DNN \\\\\n\\midrule\n"));
        QVERIFY(text.contains("4x100 & 1.40 $\\pm$ 0.10 (1.42) & "));
        QVERIFY(text.contains("4x20\\_b & unfinished &  \\\\\n"));
        QCOMPARE(text.count("\\begin{tabular}"), text.count("\\end{tabular}"));
    }
    void csv() {
        const QStringList lines = QString::fromStdString(csvTable(sampleResult())).split('\n');
        QCOMPARE(lines.size(), 1 + 9 + 1);
        QCOMPARE(lines[0],
                 QStringLiteral("name,column,seed,status,published,published_train,test_error,"
                                "train_error,validation_error,parameters,I1T,I1C,I2C,I2T,score,checksum"));
        QCOMPARE(lines[1],
                 QStringLiteral("\"4x100\",\"DMoE\",0,finished,0.0142,0.0091,0.014,0.009,,1000.0,0.25,,,,,"
                                "0123456789abcdef"));
        QCOMPARE(lines[5], QStringLiteral("\"4x100\",\"DNN\",1,failed,0.013,0.006,,,,,,,,,,"));
        QCOMPARE(lines[7], QStringLiteral("\"4x20_b\",\"DMoE\",0,unfinished,,,,,,,,,,,,"));
    }
    void json() {
        const Json json = toJson(sampleResult());
        const Json& cells = json.at("cells");
        QCOMPARE(cells.size(), std::size_t{3});
        QCOMPARE(cells[0].at("published").get<double>(), 0.0142);
        QVERIFY(std::abs(cells[0].at("test_error").at("mean").get<double>() - 0.014) < 1e-12);
        QVERIFY(std::abs(cells[0].at("test_error").at("std").get<double>() - 0.001) < 1e-12);
        QCOMPARE(cells[0].at("test_error").at("seeds").size(), std::size_t{3});
        QCOMPARE(cells[0].at("status").get<std::string>(), std::string("finished"));
        QCOMPARE(cells[1].at("status").get<std::string>(), std::string("failed"));
        QCOMPARE(cells[1].at("failure").get<std::string>(), std::string("The loss is not finite."));
        QVERIFY(cells[2].at("test_error").at("mean").is_null());
        QVERIFY(cells[2].at("published").is_null());
    }
    // As somebody may have written into a report.
    void oddReports() {
        SweepResult result = sampleResult();
        for (const char* odd : {"1e300", "-1e300", "1e19", "null", "\"a\"", "[1]"}) {
            result.cells[0].runs[0].report["parameters"] = Json::parse(odd);
            result.cells[0].runs[0].report["checksum"] = Json::parse(odd);
            const QString csv = QString::fromStdString(csvTable(result));
            QVERIFY2(
                csv.split('\n')[1].endsWith(QString(",0.25,,,,,") + (QString(odd) == "\"a\"" ? "a" : "")),
                qPrintable(csv));
            QVERIFY(!textTable(result).empty() && !jsonText(toJson(result)).empty());
        }
        result.cells[0].runs[0].report = Json::array();
        QVERIFY(!csvTable(result).empty() && !jsonText(toJson(result)).empty());
        for (SweepRun& run : result.cells[0].runs)
            run.report = {{"parameters", 1e300}};
        QCOMPARE(toJson(result).at("cells")[0].at("parameters").get<double>(), 1e300);
    }
    void oneSeedHasNoDeviation() {
        SweepResult result = sampleResult();
        result.sweep.seeds = {7};
        for (SweepCellResult& cell : result.cells)
            cell.runs.resize(1);
        const QString text = QString::fromStdString(textTable(result));
        QVERIFY(text.startsWith("Test error in %, seed 7 (published)"));
        QVERIFY(text.contains("1.40 (1.42)") && !text.contains("±"));
        QVERIFY(toJson(result).at("cells")[0].at("test_error").at("std").is_null());
    }
};

QTEST_APPLESS_MAIN(TestSweepTable)
#include "tst_sweep_table.moc"
