// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/file.h"
#include "model/run/safetensors.h"
#include "model/run/stored_run.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

class TestStoredRun : public QObject {
    Q_OBJECT

    QTemporaryDir folder_{temporaryPlace()};
    std::filesystem::path path() const { return folder_.filePath("run").toStdString(); }
    std::filesystem::path lastPart() const {
        std::filesystem::path last;
        for (const auto& entry : std::filesystem::directory_iterator(path() / "snapshots"))
            last = std::max(last, entry.path());
        return last;
    }
    QString refusal() const {
        return sentence<Error>([&] { openStoredRun(path()); });
    }

  private slots:
    void cleanup() { std::filesystem::remove_all(path()); }

    void hasAllMomentsAndTheLastAtOnce() {
        std::vector<MetricsRecord> history;
        {
            Session session(path());
            session.trainToTheEnd();
            history = session.loop.history();
        }
        StoredRun run = openStoredRun(path());
        QCOMPARE(run.config.seed, madeConfig().seed);
        QCOMPARE(run.changes, 0);
        QCOMPARE(run.timeline.stepsPerEpoch(), 12);
        const auto& moments = run.timeline.moments();
        QCOMPARE(moments.size(), history.size());
        QCOMPARE(run.timeline.history()->size(), history.size());
        QCOMPARE(moments.back().step, history.back().step);
        QVERIFY(run.timeline.find(moments.size() - 1));
        for (std::size_t i = 0; i < moments.size(); ++i)
            QCOMPARE(run.timeline.load(i)->step, moments[i].step);
    }

    void countsWhatWasChangedByHand() {
        {
            Session session(path());
            session.trainTo(5);
            session.loop.apply("training.margin", 9);
            session.loop.apply("training.momentum", 0.5);
            session.trainTo(20);
            session.recorder->flush();
        }
        QCOMPARE(openStoredRun(path()).changes, 2);
    }

    // Rows come at once, moments when their epoch is over.
    void aRunInProgressIsShownAsFarAsItIsOnDisk() {
        Session session(path());
        session.trainTo(24 + 7);
        QVERIFY(session.loop.history().back().step > 24);
        StoredRun run = openStoredRun(path());
        const std::int64_t last = run.timeline.moments().back().step;
        QVERIFY(last >= 12 && last <= 24);
        QVERIFY(run.timeline.find(run.timeline.moments().size() - 1));
        QCOMPARE(run.timeline.history()->back().step, last);
    }

    void aRunOfOneMoment() {
        {
            Session session(path());
            session.trainTo(1);
            session.recorder->flush();
        }
        const StoredRun run = openStoredRun(path());
        QCOMPARE(run.timeline.moments().front().step, 0);
    }

    void refuses_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("said");
        QTest::newRow("no folder") << "absent"
                                   << "does not exist; name the folder of a run.";
        QTest::newRow("no run") << "no config"
                                << "holds no config.json, so it is no run; name the folder of a run.";
        QTest::newRow("a newer version") << "newer config"
                                         << "swarm";
        QTest::newRow("no moments") << "no moments"
                                    << "has no recorded figures to show; train it for an epoch first.";
        QTest::newRow("no metrics") << "no metrics"
                                    << "has no recorded figures to show; train it for an epoch first.";
        QTest::newRow("cut") << "cut"
                             << "epoch-0000";
        QTest::newRow("a newer timeline")
            << "newer timeline"
            << "is no timeline of this version (expertscope-timeline-2); open it with the "
               "version that wrote it.";
    }
    void refuses() {
        QFETCH(QString, what);
        QFETCH(QString, said);
        if (what != "absent") {
            Session session(path());
            session.trainTo(20);
            session.recorder->flush();
        }
        if (what == "no config")
            std::filesystem::remove(path() / "config.json");
        else if (what == "newer config")
            writeFileAtomically(path() / "config.json", {"{\"swarm\": {}}\n"});
        else if (what == "no moments")
            std::filesystem::remove_all(path() / "snapshots");
        else if (what == "no metrics")
            std::filesystem::remove(path() / "metrics.csv");
        else if (what == "cut")
            std::filesystem::resize_file(lastPart(), 100);
        else if (what == "newer timeline") {
            SafetensorsFile file = readSafetensors(lastPart());
            file.metadata.at("format") = "expertscope-timeline-3";
            writeSafetensors(lastPart(), file);
        }
        const QString refused = refusal();
        QVERIFY2(refused.contains(said), qPrintable(refused));
        QVERIFY2(refused.contains(QString::fromStdString(path().string())), qPrintable(refused));
        QVERIFY2(refused.endsWith('.') && !refused.contains('\n'), qPrintable(refused));
    }

    void theMomentNearAnEpoch_data() {
        QTest::addColumn<double>("epoch");
        QTest::addColumn<int>("index");
        QTest::newRow("before the first") << -1. << 0;
        QTest::newRow("the first") << 0. << 0;
        QTest::newRow("nearer to the next") << 0.4 << 1;
        QTest::newRow("half way") << 0.75 << 1;
        QTest::newRow("exactly") << 1. << 2;
        QTest::newRow("beyond the last") << 7. << 3;
    }
    void theMomentNearAnEpoch() {
        QFETCH(double, epoch);
        QFETCH(int, index);
        const std::vector<Moment> moments{{0, 0, 0}, {6, 0.5, 0}, {12, 1, 0}, {24, 2, 1}};
        QCOMPARE(int(momentNear(moments, epoch)), index);
        QCOMPARE(momentNear({{0, 0, 0}}, epoch), std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(TestStoredRun)
#include "tst_stored_run.moc"
