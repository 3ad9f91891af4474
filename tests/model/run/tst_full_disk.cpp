// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/checkpoint.h"
#include "model/run/event_log.h"
#include "model/run/timeline_file.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>
#include <sys/mount.h>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

/// What cannot be written is told in a sentence; what was there before is whole, and training can go on.
class TestFullDisk : public QObject {
    Q_OBJECT
  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(temporaryPlace()); }

    void checkpoint() {
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        const auto& blocks = loop.trainer().network().blocks();
        writeCheckpoint(path("step-1.safetensors"), loop.trainer().state(), blocks);
        const std::string before = fileText(path("step-1.safetensors"));
        loop.step();
        for (const std::size_t bytes :
             {std::size_t{0}, std::size_t{7}, before.size() / 2, before.size() - 1}) {
            const QString said = sentence<FileError>([&] {
                const FileSizeLimit limit(bytes);
                writeCheckpoint(path("step-1.safetensors"), loop.trainer().state(), blocks);
            });
            QCOMPARE(said, QString::fromStdString(path("step-1.safetensors").string()) +
                               " cannot be written: File too large; check the disk and try again.");
            QVERIFY(fileText(path("step-1.safetensors")) == before);
            QCOMPARE(filesIn(path("")), std::vector<std::string>{"step-1.safetensors"});
        }
        writeCheckpoint(path("step-1.safetensors"), loop.trainer().state(), blocks);
        QCOMPARE(readCheckpoint(path("step-1.safetensors"), blocks).step, std::int64_t{1});
    }

    void metrics() {
        MetricsRecord record;
        record.load = {{0.5f, 0.5f}};
        MetricsLog log(path("metrics.csv"), {2});
        log.append(record);
        const std::string before = fileText(path("metrics.csv"));
        for (const std::size_t more : {0, 1, 10}) {
            const QString said = sentence<FileError>([&] {
                const FileSizeLimit limit(before.size() + more);
                log.append(record);
            });
            QVERIFY2(
                said.endsWith("metrics.csv cannot be written: File too large; check the disk and try again."),
                qPrintable(said));
            QCOMPARE(fileText(path("metrics.csv")), before); // not half a row
        }
        log.append(record);
        QCOMPARE(readMetrics(path("metrics.csv")).size(), std::size_t{2});
    }
    void noSpaceLeft() {
        if (!fs::exists("/dev/full"))
            QSKIP("This needs /dev/full.");
        LineFile file("/dev/full");
        QCOMPARE(sentence<FileError>([&] { file.append("a line"); }),
                 QStringLiteral(
                     "/dev/full cannot be written: No space left on device; free some space and try again."));
        QVERIFY(
            sentence<FileError>([] { MetricsLog("/dev/full", {2}); }).contains("No space left on device"));
    }

    // Of a run, wherever it strikes: it goes on when there is space again, and ends as if nothing had been.
    void run_data() {
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 100, 1000, 3000, 5000, 8000, 12000})
            QTest::addRow("files of %d bytes", bytes) << bytes;
    }
    void run() {
        QFETCH(int, bytes);
        Session whole(path("whole"));
        whole.trainToTheEnd();
        for (const bool sameProgram : {true, false}) { // goes on, or another one when this one has ended
            const fs::path place = path(sameProgram ? "run" : "taken over");
            auto session = std::make_unique<Session>(place);
            session->trainTo(14);
            QString said;
            {
                const FileSizeLimit limit(static_cast<std::size_t>(bytes));
                said = sentence<FileError>([&] { session->trainToTheEnd(); });
            }
            QVERIFY2(said.contains(" cannot be written: File too large; check the disk and try again."),
                     qPrintable(said));
            checkWhole(place);
            if (!sameProgram) {
                session.reset();
                session = std::make_unique<Session>(place);
            }
            session->trainToTheEnd();
            QCOMPARE(session->checksum(), whole.checksum());
            if (!sameProgram)
                QCOMPARE(withoutRates(place / "metrics.csv"), withoutRates(path("whole") / "metrics.csv"));
        }
    }

    void aDiskThatIsFull() {
        fs::create_directories(path("disk"));
        if (::mount("tmpfs", path("disk").c_str(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("This needs the right to mount a small file system.");
        const auto unmount = qScopeGuard([&] { ::umount2(path("disk").c_str(), MNT_DETACH); });
        QString said;
        {
            Session session(path("disk") / "run");
            said = sentence<FileError>([&] { session.trainToTheEnd(); });
        }
        QVERIFY2(said.endsWith(" cannot be written: No space left on device; free some space and try again."),
                 qPrintable(said));
        checkWhole(path("disk") / "run");
        QCOMPARE(::mount("tmpfs", path("disk").c_str(), "tmpfs", MS_REMOUNT, "size=16m"), 0);
        Session resumed(path("disk") / "run"), whole(path("whole"));
        resumed.trainToTheEnd();
        whole.trainToTheEnd();
        QCOMPARE(resumed.checksum(), whole.checksum());
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

    /// Every file of a run can be read to its end.
    static void checkWhole(const fs::path& path) {
        const RunDirectory run = RunDirectory::open(path);
        const auto blocks = Network<float>(madeExperiment().network, 0).blocks();
        for (const std::int64_t step : run.checkpoints())
            QCOMPARE(readCheckpoint(run.checkpointPath(step), blocks).step, step);
        for (const std::string& file : filesIn(path / "snapshots"))
            readTimeline(path / "snapshots" / file);
        QVERIFY(fileText(run.metricsPath()).ends_with('\n'));
        readMetrics(run.metricsPath());
        run.events();
        for (const char* folder : {"", "checkpoints", "snapshots"})
            for (const std::string& file : filesIn(path / folder))
                QVERIFY2(!file.ends_with(".part"), file.c_str());
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestFullDisk)
#include "tst_full_disk.moc"
