// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/timeline.h"
#include "model/run/timeline_file.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// What the window hears of a run: every moment when it is recorded, and what is on disk.
struct Follower : TrainingSink {
    Timeline timeline;
    const RunRecorder& recorder;
    std::size_t mostInMemory = 0;

    explicit Follower(Session& session)
        : timeline(session.loop.trainer().stepsPerEpoch(), session.loop.experiment().data->probe),
          recorder(*session.recorder) {
        session.loop.addSink(*this); // after the recorder
    }
    void onTimeline(const TrainingSnapshot& snapshot) override {
        timeline.add(std::make_shared<const TrainingSnapshot>(snapshot));
        mostInMemory = std::max(mostInMemory, timeline.inMemory());
        heard();
    }
    void onCheckpoint(const TrainerState&, CheckpointReason) override { heard(); }
    void heard() { timeline.setWritten(recorder.directory(), recorder.lastWritten()); }
};

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT

    QTemporaryDir folder_{temporaryPlace()};
    std::filesystem::path path() const { return folder_.filePath("run").toStdString(); }

    static std::shared_ptr<const ExampleSet> probe() {
        static const auto data = madeData();
        return data->probe;
    }
    /// The run in the folder, as a window opens it.
    static Timeline opened(const RunDirectory& directory, std::int64_t stepsPerEpoch = 12) {
        return Timeline(directory, directory.metrics(), stepsPerEpoch, probe());
    }

  private slots:
    void cleanup() { std::filesystem::remove_all(path()); }

    void indexWithoutReading() {
        Session session(path());
        session.trainToTheEnd();
        const RunDirectory directory = session.recorder->directory();
        std::filesystem::remove_all(path() / "snapshots");
        const Timeline timeline = opened(directory);
        QCOMPARE(timeline.moments().size(), session.loop.history().size());
        for (std::size_t i = 0; i < timeline.moments().size(); ++i) {
            const MetricsRecord& record = session.loop.history()[i];
            QVERIFY((timeline.moments()[i] == Moment{record.step, record.epoch, record.phase}));
        }
        QCOMPARE(timeline.moments().front().step, 0);
        QCOMPARE(timeline.moments().back().step, 48);
        QCOMPARE(timeline.history()->size(), timeline.moments().size());
        QCOMPARE(timeline.inMemory(), 0u);
    }

    void everyMomentIsWhatWasRecorded() {
        Session session(path());
        struct : TrainingSink {
            std::vector<TrainingSnapshot> snapshots;
            void onTimeline(const TrainingSnapshot& s) override { snapshots.push_back(s); }
        } recorded;
        session.loop.addSink(recorded);
        session.trainToTheEnd();
        Timeline timeline = opened(session.recorder->directory());
        QCOMPARE(timeline.moments().size(), recorded.snapshots.size());
        for (const std::size_t i : {std::size_t{5}, timeline.moments().size() - 1, std::size_t{0}}) {
            QVERIFY(!timeline.find(i) || i == 0); // its file was read for the first
            const Timeline::Snapshot snapshot = timeline.load(i);
            QCOMPARE(snapshot->step, recorded.snapshots[i].step);
            QCOMPARE(snapshot->phase, recorded.snapshots[i].phase);
            QVERIFY(snapshot->statistics.layers[0].load == recorded.snapshots[i].statistics.layers[0].load);
            QVERIFY(snapshot->statistics.top.entries == recorded.snapshots[i].statistics.top.entries);
            QCOMPARE(snapshot->probe, probe());
            QCOMPARE(timeline.find(i), snapshot); // by now in memory
        }
    }

    // While training, what is not on disk yet is in memory, and what is on disk is not.
    void liveMoments() {
        Session session(path());
        Follower follower(session);
        Timeline& timeline = follower.timeline;
        session.trainTo(6); // no checkpoint yet
        QCOMPARE(timeline.moments().back().step, 6);
        QCOMPARE(timeline.inMemory(), timeline.moments().size());
        for (std::size_t i = 0; i < timeline.moments().size(); ++i) {
            QCOMPARE(timeline.find(i)->step, timeline.moments()[i].step);
            QVERIFY(!timeline.find(i)->history); // together they would fill the memory
        }
        QCOMPARE(timeline.history()->back().step, timeline.moments().back().step);
        session.trainTo(12); // the epoch's end
        QCOMPARE(timeline.inMemory(), 0u);
        session.trainTo(20);
        QVERIFY(timeline.inMemory() > 0);
        for (std::size_t i = 0; i < timeline.moments().size(); ++i)
            QCOMPARE(timeline.load(i)->step, timeline.moments()[i].step);
        session.trainToTheEnd();
        for (std::size_t i = 0; i < timeline.moments().size(); ++i)
            QCOMPARE(timeline.load(i)->step, timeline.moments()[i].step);
        QVERIFY(timeline.moments() == opened(session.recorder->directory()).moments());
    }

    // A file is written again when an epoch that was paused goes on; what was read before is then too little.
    void aFileThatGrew() {
        Session session(path());
        Follower follower(session);
        session.trainTo(5);
        session.loop.checkpoint(CheckpointReason::Pause);
        QCOMPARE(follower.timeline.load(2)->step, 2);
        session.trainTo(12);
        const std::size_t later = 6;
        QVERIFY(follower.timeline.moments()[later].step > 5);
        QCOMPARE(follower.timeline.load(later)->step, follower.timeline.moments()[later].step);
    }

    void boundedMemory() {
        RunConfig config = madeConfig();
        config.training.epochs = {150, 150};
        Session session(path(), config);
        Follower follower(session);
        session.trainToTheEnd();
        QVERIFY(follower.timeline.moments().size() > 3 * Timeline::mostKept);
        QVERIFY2(follower.mostInMemory <= 13, "one epoch's moments at most");
        for (std::size_t i = 0; i < follower.timeline.moments().size(); ++i) {
            QCOMPARE(follower.timeline.load(i)->step, follower.timeline.moments()[i].step);
            QVERIFY(follower.timeline.inMemory() <= Timeline::mostKept);
        }
        QCOMPARE(follower.timeline.inMemory(), Timeline::mostKept);
        // The first is gone from memory, the last is not.
        QVERIFY(!follower.timeline.find(0));
        QVERIFY(follower.timeline.find(follower.timeline.moments().size() - 1));
    }

    void damagedAndMissingFiles() {
        Session session(path());
        session.trainToTheEnd();
        const RunDirectory directory = session.recorder->directory();
        const auto damaged = directory.timelinePath(1), missing = directory.timelinePath(2);
        std::filesystem::resize_file(damaged, std::filesystem::file_size(damaged) / 2);
        std::filesystem::remove(missing);
        Timeline timeline = opened(directory);
        for (std::size_t i = 0; i < timeline.moments().size(); ++i) {
            const std::int64_t step = timeline.moments()[i].step, epoch = step / 12;
            if (epoch == 1 || epoch == 2) {
                const QString said = sentence<FileError>([&] { timeline.load(i); });
                QVERIFY2(said.startsWith(QString::fromStdString((epoch == 1 ? damaged : missing).string())),
                         qPrintable(said));
                QVERIFY2(said.endsWith('.') && !said.contains('\n'), qPrintable(said));
            } else {
                QCOMPARE(timeline.load(i)->step, step);
            }
        }
    }

    void aWholeFileWithoutTheMoment() {
        Session session(path());
        session.trainToTheEnd();
        const RunDirectory directory = session.recorder->directory();
        auto moments = readTimeline(directory.timelinePath(1));
        moments.pop_back();
        const std::int64_t lost = readTimeline(directory.timelinePath(1)).back().step;
        writeTimeline(directory.timelinePath(1), moments);
        Timeline timeline = opened(directory);
        for (std::size_t i = 0; i < timeline.moments().size(); ++i)
            if (timeline.moments()[i].step == lost)
                QCOMPARE(sentence<FileError>([&] { timeline.load(i); }),
                         QString("%1 does not have the moment of step %2; choose another moment.")
                             .arg(QString::fromStdString(directory.timelinePath(1).string()))
                             .arg(lost));
            else
                QCOMPARE(timeline.load(i)->step, timeline.moments()[i].step);
    }
};

QTEST_APPLESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
