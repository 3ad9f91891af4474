// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/checkpoint.h"
#include "model/run/past_network.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

class TestPastNetwork : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path() const { return (folder_.path() + "/run").toStdString(); }

  private slots:
    void cleanup() { std::filesystem::remove_all(path()); }

    void theNearestCheckpointAnswers() {
        const RunDirectory directory = RunDirectory::create(path(), madeConfig());
        directory.makeFolders();
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        std::map<std::int64_t, Vector<float>> weights;
        for (const std::int64_t step : {0, 6, 20}) {
            while (loop.trainer().currentStep() < step)
                loop.step();
            writeCheckpoint(directory.checkpointPath(step), loop.trainer().state(),
                            loop.trainer().network().blocks());
            weights[step] = loop.trainer().network().parameters();
        }
        const NetworkDescription description = loop.trainer().network().description();
        const std::vector<std::pair<int, int>> cases{{0, 0},  {2, 0},   {3, 0},   {4, 6},
                                                     {13, 6}, {14, 20}, {20, 20}, {999, 20}};
        for (const auto& [asked, expected] : cases) {
            const PastNetwork past = nearestCheckpoint(directory, description, asked);
            QCOMPARE(past.step, std::int64_t{expected});
            QVERIFY(past.network->parameters() == weights.at(expected));
        }

        // A damaged one is passed over.
        std::filesystem::resize_file(directory.checkpointPath(20), 100);
        QCOMPARE(nearestCheckpoint(directory, description, 20).step, std::int64_t{6});
        std::filesystem::resize_file(directory.checkpointPath(0), 100);
        std::filesystem::resize_file(directory.checkpointPath(6), 100);
        const QString said = sentence<FileError>([&] { nearestCheckpoint(directory, description, 5); });
        QVERIFY2(said.contains("step-"), qPrintable(said));
    }

    void withoutCheckpointsItIsSaid() {
        const RunDirectory directory = RunDirectory::create(path(), madeConfig());
        const QString said =
            sentence<FileError>([&] { nearestCheckpoint(directory, madeExperiment().network, 5); });
        QVERIFY2(said.contains("no checkpoint yet"), qPrintable(said));
    }
};

QTEST_APPLESS_MAIN(TestPastNetwork)
#include "tst_past_network.moc"
