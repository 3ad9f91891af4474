// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/claim.h"
#include "model/run/run_claim.h"
#include "tests/app/expertscope/window/window_test.h"

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

/// A run that another program trains can be looked at, and not gone on with.
class TestOneWriter : public WindowTest {
    Q_OBJECT
  private slots:
    void init() {
        openOnSmallData();
        action("epoch")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(step(), std::int64_t{30}, patience);
        waitReady();
        run_ = window_->windowFilePath().toStdString();
        QVERIFY(fs::exists(run_ / ".claim")); // the window's, until it goes on to another
    }
    void cleanup() { closeAndForget(); }

    void theWindowIsTheWriter() {
        QVERIFY(
            sentence<ClaimedError>([&] { claimRun(run_); }).contains(" is being trained by tst_one_writer"));
        window_.reset();
        QVERIFY(!fs::exists(run_ / ".claim"));
    }
    void anotherIs() {
        window_.reset();
        const auto others = std::make_unique<Claim>(claimRun(run_));
        reopen();
        QCOMPARE(step(), std::int64_t{30});
        QVERIFY2(message().isEmpty(), qPrintable(message()));
        action("step")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(" is being trained by tst_one_writer (process "),
                                 patience);
        QCOMPARE(step(), std::int64_t{30});
    }
    // What another has trained since the run was opened here is not cut off.
    void anotherWas() {
        window_.reset();
        reopen();
        fs::copy(run_ / "checkpoints" / "step-30.safetensors", run_ / "checkpoints" / "step-60.safetensors");
        action("step")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(
            message().contains("has been trained by another program since it was opened here"), patience);
        QVERIFY(fs::exists(run_ / "checkpoints" / "step-60.safetensors"));
        QVERIFY(!fs::exists(run_ / ".claim"));
    }

  private:
    void reopen() {
        open();
        window_->openFolder(QString::fromStdString(run_.string()));
        waitReady();
    }
    fs::path run_;
};

QTEST_MAIN(TestOneWriter)
#include "tst_one_writer.moc"
