// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/run_claim.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

/// A run has one writer, and any number of readers.
class TestRunClaim : public QObject {
    Q_OBJECT
  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(temporaryPlace()); }

    void aSecondWriterIsTold() {
        Session session(path("run"));
        session.trainTo(14);
        const std::string before = contents();
        for (const QString& said :
             {sentence<ClaimedError>([&] { Session(path("run")); }),
              sentence<ClaimedError>([&] { claimRun(path("run")); }), sentence<FileError>([&] {
                  RunRecorder(RunDirectory::open(path("run")), claimRun(path("run")), network(session), 12);
              })})
            QVERIFY2(said.startsWith(QString::fromStdString(path("run").string()) +
                                     " is being trained by tst_run_claim (process "),
                     qPrintable(said));
        QCOMPARE(contents() == before, true);
        session.trainToTheEnd();
    }
    void readersAreNot() {
        Session session(path("run"));
        session.trainTo(30);
        const RunDirectory run = RunDirectory::open(path("run"));
        QCOMPARE(run.latestState(network(session).blocks()).step, std::int64_t{24});
        QVERIFY(!run.metrics().empty());
        run.events();
        session.trainToTheEnd();
    }
    void aRunToBe() {
        {
            const Claim claim = claimNewRun(path("run"));
            QVERIFY(
                sentence<ClaimedError>([&] { claimNewRun(path("run")); }).contains(" is being trained by "));
            QCOMPARE(RunDirectory::create(path("run"), madeConfig()).checkpoints().size(), std::size_t{0});
        }
        QVERIFY(
            sentence<FileError>([&] { claimNewRun(path("run")); }).contains("is not empty; name another"));
        { const Claim claim = claimNewRun(path("a/b/never")); }
        QVERIFY(!fs::exists(path("a")));
    }
    void ownNamesNeverCollide() {
        std::vector<NewRun> runs;
        for (int i = 0; i < 4; ++i) // at the same moment, each by another program
            runs.push_back(claimNewRunIn(path("runs"), madeConfig()));
        QCOMPARE(filesIn(path("runs")).size(), std::size_t{4});
    }

    // By another machine, while this program stood still: nothing more is written.
    void lostWritesNothing() {
        Session session(path("run"));
        session.trainTo(30);
        const fs::path claim = path("run") / ".claim";
        std::string owner = fileText(claim / "owner.json");
        fs::rename(claim, path("run") / "aside");
        fs::create_directories(claim);
        owner.replace(owner.find("\"token\": \"") + 10, 4, "none");
        writeText(claim / "owner.json", owner);
        const std::string before = contents();
        QVERIFY(
            sentence<ClaimedError>([&] { session.trainToTheEnd(); }).contains("nothing more was written"));
        QVERIFY(sentence<ClaimedError>([&] {
                    session.loop.checkpoint(CheckpointReason::Pause);
                }).contains("nothing more was written"));
        QVERIFY(sentence<ClaimedError>([&] {
                    session.loop.apply("training.margin", 3);
                }).contains("nothing more was written"));
        session.recorder.reset();
        QCOMPARE(contents() == before, true);
    }
    // Half-written files of a crash go when the next one comes.
    void leftoversGo() {
        { Session(path("run")).trainTo(14); }
        for (const char* name : {"config.json.00000000.part", "checkpoints/step-12.safetensors.part",
                                 "snapshots/epoch-00000.safetensors.1234abcd.part"})
            writeText(path("run") / name, "half");
        { const Claim claim = claimRun(path("run")); }
        for (const auto& entry : fs::recursive_directory_iterator(path("run")))
            QVERIFY2(entry.path().extension() != ".part", entry.path().c_str());
    }
    // Of a run that is trained meanwhile: the claim that came with it holds nobody up.
    void aCopyIsFree() {
        Session session(path("run"));
        session.trainTo(14);
        fs::copy(path("run"), path("copy"), fs::copy_options::recursive);
        Session copy(path("copy"));
        copy.trainToTheEnd();
        session.trainToTheEnd();
        QCOMPARE(copy.checksum(), session.checksum());
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }
    static const Network<float>& network(const Session& session) { return session.loop.trainer().network(); }
    /// Of all files of the run but the claim's.
    std::string contents() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(path("run")))
            if (entry.is_regular_file() && entry.path().parent_path().filename() != ".claim" &&
                entry.path().parent_path().filename() != "aside")
                names.push_back(entry.path().string());
        std::sort(names.begin(), names.end());
        std::string all;
        for (const std::string& name : names)
            all += name + "\n" + fileText(name);
        return all;
    }
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestRunClaim)
#include "tst_run_claim.moc"
