// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/safetensors.h"
#include "model/run/timeline_file.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// Equal with NaN equal to NaN.
bool same(const Matrix<float>& a, const Matrix<float>& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() &&
           (a.array() == b.array() || (a.array().isNaN() && b.array().isNaN())).all();
}
bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

class TestTimelineFile : public QObject {
    Q_OBJECT
  private slots:
    void roundTrip_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("jitter");
        QTest::newRow("two mixture layers") << 2 << 1;
        QTest::newRow("without jitter") << 2 << 0;
        QTest::newRow("one") << 1 << 1;
        QTest::newRow("three") << 3 << 1;
        QTest::newRow("none") << 0 << 1;
    }
    void roundTrip() {
        QFETCH(int, layers);
        QFETCH(int, jitter);
        const auto written = moments(layers, jitter);
        writeTimeline(path(), written);
        compare(readTimeline(path()), written);
    }
    void nothing() {
        writeTimeline(path(), {});
        QVERIFY(readTimeline(path()).empty());
    }
    // As after a step that was far too large; the timeline shows it, and the run can be resumed from before.
    void numbersThatAreNone() {
        auto written = moments(2, 1);
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (LayerStatistics& layer : written[1].statistics.layers) {
            layer.load.setConstant(static_cast<float>(nan));
            layer.loadVariation = nan;
            layer.information.assign(layer.information.size(), nan);
            for (MeanGating& mean : layer.byAttribute)
                mean.mean.setConstant(static_cast<float>(nan));
        }
        written[1].statistics.joints[0].mean.setConstant(static_cast<float>(nan));
        writeTimeline(path(), written);
        compare(readTimeline(path()), written);
        written[1].statistics.factorisation.score = nan;
        writeTimeline(path(), written);
        QVERIFY(!readTimeline(path())[1].statistics.factorisation.score);
    }

    void damaged_data() {
        QTest::addColumn<QString>("from"); // in the index, or in the attributes
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("message"); // after the path
        const QString description = ": its description of the snapshots is damaged; remove the file.";
        QTest::newRow("no JSON") << "["
                                 << "{" << description;
        QTest::newRow("no step") << "\"step\":0"
                                 << "\"stop\":0" << description;
        QTest::newRow("phase is text") << "\"phase\":0"
                                       << "\"phase\":\"0\"" << description;
        QTest::newRow("another step")
            << "\"step\":0"
            << "\"step\":9"
            << ": tensor 9.0.load is missing; the file is of another network or damaged.";
        QTest::newRow("another number of experts")
            << "\"experts\":3"
            << "\"experts\":4"
            << ": tensor 0.0.load has another shape than 4 x 1; the file is of another network.";
        QTest::newRow("a negative number of experts")
            << "\"experts\":3"
            << "\"experts\":-3"
            << ": tensor 0.0.load has another shape than -3 x 1; the file is of another network.";
        QTest::newRow("a number of experts that none can be") << "\"experts\":3"
                                                              << "\"experts\":1e300" << description;
        QTest::newRow("a number of examples that none can be") << "\"examples\":["
                                                               << "\"examples\":[-1e300," << description;
        QTest::newRow("too few top examples")
            << "\"top\":[3,2,9]"
            << "\"top\":[3,2,10]"
            << ": the top examples 0.top are not all there; the file is damaged, remove it.";
        QTest::newRow("negative numbers of top examples")
            << "\"top\":[3,2,9]"
            << "\"top\":[-3,-2,9]"
            << ": the top examples 0.top are not all there; the file is damaged, remove it.";
        QTest::newRow("information on less")
            << "\"information\":["
            << "\"information\":[0.5,"
            << ": its attributes contradict each other; the file is damaged, remove it.";
        QTest::newRow("values without numbers of examples")
            << "\"examples\":["
            << "\"examples\":[1,"
            << ": its attributes contradict each other; the file is damaged, remove it.";
        QTest::newRow("values on no grid")
            << "\"columns\":"
            << "\"columns\":1"
            << ": its attributes contradict each other; the file is damaged, remove it.";
        QTest::newRow("another attribute")
            << "\"name\":\"class\""
            << "\"name\":\"clazz\""
            << ": tensor 0.0.clazz is missing; the file is of another network or damaged.";
    }
    void damaged() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, message);
        writeTimeline(path(), moments(2, 1));
        SafetensorsFile file = readSafetensors(path());
        for (const char* part : {"index", "attributes"}) {
            QString text = QString::fromStdString(file.metadata[part]);
            if (const qsizetype at = text.indexOf(from); at >= 0) {
                file.metadata[part] = text.replace(at, from.size(), to).toStdString();
                break;
            }
        }
        writeSafetensors(path(), file);
        QCOMPARE(sentence<FileError>([&] { readTimeline(path()); }),
                 QString::fromStdString(path().string()) + message);
    }
    // As many as no file could hold: their product in 64 bits is that of none at all.
    void topExamplesOfNobody() {
        for (const char* shape :
             {"[1073741824,1073741824,16]", "[1073741824,1073741824,0]", "[3,2147483647,0]"}) {
            writeTimeline(path(), moments(2, 1));
            SafetensorsFile file = readSafetensors(path());
            QString text = QString::fromStdString(file.metadata["index"]);
            file.metadata["index"] = text.replace("[3,2,9]", shape).toStdString();
            for (Tensor& tensor : file.tensors)
                if (tensor.name == "0.top" || tensor.name == "0.top.gate") {
                    tensor.bytes.clear();
                    tensor.shape = {0};
                }
            writeSafetensors(path(), file);
            QCOMPARE(sentence<FileError>([&] { readTimeline(path()); }),
                     QString::fromStdString(path().string()) +
                         ": the top examples 0.top are not all there; the file is damaged, remove it.");
        }
    }
    void ofAnotherKind() {
        writeSafetensors(path(), {{{"format", "pt"}}, {}});
        QCOMPARE(sentence<FileError>([&] { readTimeline(path()); }),
                 QString::fromStdString(path().string()) +
                     " is no timeline of this version (expertscope-timeline-2); open it with the "
                     "version that wrote it.");
        writeSafetensors(path(), {});
        QVERIFY(sentence<FileError>([&] { readTimeline(path()); }).contains("is damaged; remove the file."));
    }

    // Its top examples were places in another probe set; all else is as it was.
    void ofTheFirstVersion() {
        auto written = moments(2, 1);
        writeTimeline(path(), written);
        SafetensorsFile file = readSafetensors(path());
        file.metadata["format"] = "expertscope-timeline-1";
        writeSafetensors(path(), file);
        for (TrainingSnapshot& moment : written)
            moment.statistics.top = {};
        compare(readTimeline(path()), written);
        writeTimeline(path(), readTimeline(path())); // as a resume does
        compare(readTimeline(path()), written);
    }

  private:
    static std::vector<TrainingSnapshot> moments(int layers, int jitter) {
        RunConfig config = madeConfig();
        config.network.layers = {layer(3, {6}), layer(2, {5}, {3}), layer(4, {5}, {3})};
        config.network.layers.resize(static_cast<std::size_t>(std::max(layers, 1)));
        if (layers == 0)
            config.network.layers[0].combine = Combine::Plain;
        Experiment experiment = madeExperiment(config);
        if (jitter == 0)
            experiment.data = std::make_shared<const TrainingData>(
                makeTrainingData({madeDataset(96), madeDataset(40), "made", ""}, 0, 0, 0));
        experiment.network.input = experiment.data->inputs();
        WorkerPool pool(1);
        TrainingLoop loop(experiment, pool);
        std::vector<TrainingSnapshot> moments{loop.snapshot()};
        for (int i = 0; i < 5; ++i)
            loop.step();
        moments.push_back(loop.snapshot());
        return moments;
    }

    static void compare(const std::vector<TrainingSnapshot>& read,
                        const std::vector<TrainingSnapshot>& written) {
        QCOMPARE(read.size(), written.size());
        for (std::size_t i = 0; i < read.size(); ++i) {
            const GatingStatistics &a = read[i].statistics, &b = written[i].statistics;
            QCOMPARE(read[i].step, written[i].step);
            QCOMPARE(read[i].epoch, written[i].epoch);
            QCOMPARE(read[i].phase, written[i].phase);
            QCOMPARE(read[i].stepsLeft, written[i].stepsLeft);
            QCOMPARE(read[i].examplesPerSecond, written[i].examplesPerSecond);
            QCOMPARE(a.examples, b.examples);
            QVERIFY(a.live);
            QCOMPARE(a.layers.size(), b.layers.size());
            for (std::size_t l = 0; l < a.layers.size(); ++l)
                compare(a.layers[l], b.layers[l]);
            QCOMPARE(a.joints.size(), b.joints.size());
            for (std::size_t j = 0; j < a.joints.size(); ++j) {
                QCOMPARE(a.joints[j].firstLayer, b.joints[j].firstLayer);
                QCOMPARE(a.joints[j].secondLayer, b.joints[j].secondLayer);
                QVERIFY(same(a.joints[j].mean, b.joints[j].mean));
            }
            QVERIFY(a.top.rows == b.top.rows && a.top.columns == b.top.columns && a.top.k == b.top.k);
            QVERIFY(a.top.entries == b.top.entries);
            QCOMPARE(a.factorisation.i1t, b.factorisation.i1t);
            QCOMPARE(a.factorisation.score, b.factorisation.score);
        }
    }
    static void compare(const LayerStatistics& a, const LayerStatistics& b) {
        QCOMPARE(a.layer, b.layer);
        QCOMPARE(a.deadExperts, b.deadExperts);
        QVERIFY(same(a.loadVariation, b.loadVariation));
        QVERIFY(same(Matrix<float>(a.load), Matrix<float>(b.load)));
        QCOMPARE(a.information.size(), b.information.size());
        QCOMPARE(a.byAttribute.size(), b.byAttribute.size());
        for (std::size_t i = 0; i < a.byAttribute.size(); ++i) {
            QVERIFY(same(a.information[i], b.information[i]));
            QCOMPARE(a.byAttribute[i].attribute, b.byAttribute[i].attribute);
            QCOMPARE(a.byAttribute[i].valueNames, b.byAttribute[i].valueNames);
            QCOMPARE(a.byAttribute[i].gridRows, b.byAttribute[i].gridRows);
            QCOMPARE(a.byAttribute[i].gridColumns, b.byAttribute[i].gridColumns);
            QCOMPARE(a.byAttribute[i].examples, b.byAttribute[i].examples);
            QVERIFY(same(a.byAttribute[i].mean, b.byAttribute[i].mean));
        }
    }

    std::filesystem::path path() const { return folder_.filePath("epoch-00000.safetensors").toStdString(); }
    QTemporaryDir folder_{temporaryPlace()};
};

QTEST_APPLESS_MAIN(TestTimelineFile)
#include "tst_timeline_file.moc"
