// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/metrics_log.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

const double infinity = std::numeric_limits<double>::infinity();
const float noNumber = std::numeric_limits<float>::quiet_NaN();

/// Text of a record for comparison, NaN included.
QString toText(const MetricsRecord& r) {
    QStringList parts{QString::number(r.step), QString::number(r.phase), QString::number(r.live)};
    for (const double value : {r.epoch, r.trainLoss, r.trainError, r.testLoss, r.testError,
                               r.examplesPerSecond, r.learningRate, r.momentum, r.margin})
        parts.append(QString::number(value, 'g', 17));
    const Factorisation& f = r.factorisation;
    for (const auto& value : {f.i1t, f.i1c, f.i2c, f.i2t, f.score})
        parts.append(value ? QString::number(*value, 'g', 17) : "none");
    for (const auto& layer : r.load) {
        parts.append("|");
        for (const float load : layer)
            parts.append(QString::number(static_cast<double>(load), 'g', 9));
    }
    return parts.join(' ');
}

MetricsRecord record(std::int64_t step) {
    MetricsRecord r;
    r.step = step;
    r.epoch = static_cast<double>(step) / 3;
    r.phase = 1;
    r.trainLoss = 0.1;
    r.trainError = 1e-300;
    r.testLoss = 2.0 / 3;
    r.testError = 0;
    r.examplesPerSecond = 123456.789;
    r.learningRate = 0.03;
    r.momentum = 0.9;
    r.margin = 100;
    r.load = {{0.1f, 0.2f, 0.7f}, {0.5f, 0.5f}};
    r.factorisation = {0.1, -0.2, 0.3, 1e-9, 0.25};
    r.live = false;
    return r;
}

} // namespace

class TestMetricsLog : public QObject {
    Q_OBJECT
  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(temporaryPlace()); }

    void roundTrip_data() {
        QTest::addColumn<int>("which");
        QTest::newRow("all numbers") << 0;
        QTest::newRow("none measured") << 1;
        QTest::newRow("infinite") << 2;
        QTest::newRow("loads that are no numbers") << 3;
        QTest::newRow("no mixture layer") << 4;
        QTest::newRow("large steps") << 5;
    }
    void roundTrip() {
        QFETCH(int, which);
        MetricsRecord r = record(7);
        std::vector<int> experts{3, 2};
        if (which == 1) {
            r = {};
            r.load = {{1, 0, 0}, {1, 0}};
        } else if (which == 2) {
            r.margin = r.trainLoss = infinity;
            r.testLoss = -infinity;
        } else if (which == 3) {
            r.load = {{noNumber, noNumber, noNumber}, {noNumber, 0.5f}};
        } else if (which == 4) {
            r.load.clear();
            experts.clear();
        } else if (which == 5) {
            r.step = 9'007'199'254'740'991;
        }
        {
            MetricsLog log(path(), experts);
            log.append(r);
            log.append(r);
        }
        const auto read = readMetrics(path());
        QCOMPARE(read.size(), std::size_t{2});
        QCOMPARE(toText(read[1]), toText(r));
    }
    // README's pandas lines rely on these.
    void columns() {
        MetricsLog log(path(), {2, 1});
        QCOMPARE(
            QString::fromStdString(fileText(path())),
            QString(
                "step,epoch,phase,train_loss,train_error,test_loss,test_error,learning_rate,momentum,margin,"
                "examples_per_second,I1T,I1C,I2C,I2T,score,live,load.1.1,load.1.2,load.2.1\n"));
    }
    void goesOnWithAFile() {
        MetricsLog(path(), {3, 2}).append(record(1));
        MetricsLog(path(), {3, 2}).append(record(2));
        const auto read = readMetrics(path());
        QCOMPARE(read.size(), std::size_t{2});
        QCOMPARE(read[1].step, 2);
    }

    // The writer was cut off there.
    void lastLineCutInTheMiddle() {
        {
            MetricsLog log(path(), {3, 2});
            log.append(record(1));
            log.append(record(2));
        }
        const std::string whole = fileText(path());
        const std::size_t first = whole.find('\n') + 1, second = whole.find('\n', first) + 1;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            writeText(path(), whole.substr(0, size));
            QCOMPARE(readMetrics(path()).size(), std::size_t{size >= second ? 1u : 0u});
            cutMetrics(path(), 100); // as a resume does, before it appends
            MetricsLog(path(), {3, 2}).append(record(9));
            QCOMPARE(readMetrics(path()).back().step, 9);
            QCOMPARE(readMetrics(path()).size(), std::size_t{size >= second ? 2u : 1u});
        }
    }

    void damaged_data() {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("message"); // after the path
        const QString good = "5,1,0,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0.5,0.5";
        QTest::newRow("a cell too few")
            << good.chopped(4) << ", line 3: 18 cells where the header has 19; mend or remove the line.";
        QTest::newRow("a cell too many")
            << good + ","
            << ", line 3: 20 cells where the header has 19; mend or remove the line.";
        QTest::newRow("empty line") << ""
                                    << ", line 3: 0 cells where the header has 19; mend or remove the line.";
        QTest::newRow("text") << QString(good).replace("0.5,", "half,")
                              << ", line 3: \"half\" is not a number; mend or remove the line.";
        QTest::newRow("half a number") << QString(good).replace("0.5,", "0.5x,")
                                       << ", line 3: \"0.5x\" is not a number; mend or remove the line.";
        QTest::newRow("a step beyond all") << QString(good).replace(0, 1, "1e300")
                                           << ", line 3: there is no step 1e+300; mend or remove the line.";
        QTest::newRow("a step before all")
            << "-" + good << ", line 3: there is no step -5.0; mend or remove the line.";
        QTest::newRow("a step that is none") << QString(good).replace(0, 1, "nan")
                                             << ", line 3: there is no step null; mend or remove the line.";
        QTest::newRow("a third phase") << QString(good).replace(",0,", ",2,")
                                       << ", line 3: there is no phase 2.0; mend or remove the line.";
        QTest::newRow("line end of Windows")
            << good + "\r"
            << ", line 3: \"0.5\r\" is not a number; mend or remove the line.";
    }
    void damaged() {
        QFETCH(QString, row);
        QFETCH(QString, message);
        MetricsRecord r = record(1);
        r.load = {{0.5f, 0.5f}};
        MetricsLog(path(), {2}).append(r);
        writeText(path(), fileText(path()) + row.toStdString() + "\n" + fileText(path()));
        QCOMPARE(sentence<FileError>([&] { readMetrics(path()); }),
                 QString::fromStdString(path().string()) + message);
    }
    // Else a whole column would be missing from the curves, or every row were of step 0.
    void missingColumns() {
        MetricsLog(path(), {2}).append(record(1));
        const std::string whole = fileText(path());
        for (const std::string name : {"step", "phase", "test_error", "margin"}) {
            writeText(path(), std::string(whole).replace(whole.find(name), 1, "x"));
            QCOMPARE(sentence<FileError>([&] { readMetrics(path()); }),
                     QString::fromStdString(path().string() + ", line 1: the header has no column " + name +
                                            "; mend the line."));
        }
        writeText(path(), "\n\n\n");
        QVERIFY(sentence<FileError>([&] {
                    readMetrics(path());
                }).contains("line 1: the header has no column step"));
    }
    // A program of another version may know more: what is not known is passed over.
    void unknownColumns() {
        writeText(path(), "step,temperature,epoch,phase,train_loss,train_error,test_loss,test_error,"
                          "learning_rate,momentum,margin,examples_per_second\n3,36.6,0.5,0,,,,,,,,\n");
        QCOMPARE(readMetrics(path())[0].step, 3);
        QCOMPARE(readMetrics(path())[0].epoch, 0.5);
    }

    void cut_data() {
        QTest::addColumn<int>("last");
        QTest::addColumn<QList<int>>("left");
        QTest::newRow("none") << 5 << QList<int>{0, 1, 2, 5};
        QTest::newRow("beyond 4") << 4 << QList<int>{0, 1, 2};
        QTest::newRow("beyond 0") << 0 << QList<int>{0};
        QTest::newRow("all") << -1 << QList<int>{};
    }
    void cut() {
        QFETCH(int, last);
        QFETCH(QList<int>, left);
        for (const int step : {0, 1, 2, 5})
            MetricsLog(path(), {3, 2}).append(record(step));
        cutMetrics(path(), last);
        QList<int> steps;
        for (const MetricsRecord& r : readMetrics(path()))
            steps.append(static_cast<int>(r.step));
        QCOMPARE(steps, left);
        QCOMPARE(filesIn(path().parent_path()), std::vector<std::string>{"metrics.csv"});
    }
    void absent() {
        QVERIFY(sentence<FileError>([&] { readMetrics(path()); }).contains("cannot be read: No such file"));
        QVERIFY(
            sentence<FileError>([&] { MetricsLog(path() / "below", {1}); }).contains("cannot be written: "));
    }

  private:
    std::filesystem::path path() const { return folder_->filePath("metrics.csv").toStdString(); }
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestMetricsLog)
#include "tst_metrics_log.moc"
