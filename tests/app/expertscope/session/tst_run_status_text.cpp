// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/run_status_text.h"

#include <QTest>

using namespace expertscope;

/// What the status bar says of a run: only what is so.
class TestRunStatusText : public QObject {
    Q_OBJECT
    using State = EngineStatus::State;

    static EngineStatus status(State state, int constrained, int free, int phase) {
        EngineStatus made;
        made.state = state;
        made.step = 30;
        made.stepsPerEpoch = 10;
        made.plan.epochs = {constrained, free};
        made.phase = phase;
        made.constrained = phase == constrainedPhase;
        return made;
    }

  private slots:
    void phases_data() {
        QTest::addColumn<int>("constrained");
        QTest::addColumn<int>("free");
        QTest::addColumn<bool>("constraint");
        QTest::addColumn<QString>("says");
        QTest::newRow("both phases") << 1 << 2 << true << "epoch 3.0 of 3 · constraint lifted · finished";
        QTest::newRow("no free phase") << 3 << 0 << true << "epoch 3.0 of 3 · constraint on · finished";
        QTest::newRow("no constraint") << 3 << 0 << false << "epoch 3.0 of 3 · no constraint · finished";
    }
    void phases() {
        QFETCH(int, constrained);
        QFETCH(int, free);
        QFETCH(bool, constraint);
        QFETCH(QString, says);
        EngineStatus finished = status(State::Finished, constrained, free, freePhase);
        finished.plan.constraint = constraint;
        QCOMPARE(runStatusText(finished, nullptr, {}), says);
    }

    void rates_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("left");
        QTest::addColumn<QString>("says");
        QTest::newRow("fast") << 113'040.0 << 46.2 << "113,000 examples/s · 0:47 left";
        QTest::newRow("slow") << 47.4 << 3900.0 << "47 examples/s · 1:05:00 left";
        QTest::newRow("very slow") << 0.0042 << 1.0 << "0.0042 examples/s · 0:01 left";
        QTest::newRow("nearly done") << 5000.0 << 0.01 << "5,000 examples/s · 0:01 left";
        QTest::newRow("not known") << 0.0 << 0.0 << "starting";
    }
    void rates() {
        QFETCH(double, rate);
        QFETCH(double, left);
        QFETCH(QString, says);
        TrainingSnapshot snapshot;
        snapshot.examplesPerSecond = rate;
        snapshot.secondsLeft = left;
        const QString text = runStatusText(status(State::Running, 3, 3, constrainedPhase), &snapshot, {});
        QCOMPARE(text.section(QStringLiteral(" · "), 2), says);
    }
};

QTEST_APPLESS_MAIN(TestRunStatusText)
#include "tst_run_status_text.moc"
