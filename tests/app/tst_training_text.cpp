// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_text.h"
#include "model/base/worker_pool.h"
#include "model/training/training_loop.h"
#include "tests/model/testing.h"

#include <limits>

using namespace expertscope;
using namespace expertscope::testing;

/// What is said of a training run at its moments: only what is so.
class TestTrainingText : public QObject {
    Q_OBJECT

    WorkerPool pool_{1};

    /// 130 examples by 60: 3 steps an epoch.
    static Experiment experiment(int constrained, int free) {
        Experiment e;
        e.network = {56, 4, {layer(4, {9}, {5}), layer(3, {6}, {5})}};
        e.plan.minibatch = 60;
        e.plan.margin = 5;
        e.plan.epochs = {constrained, free};
        e.seed = 3;
        e.data = std::make_shared<const TrainingData>(
            makeTrainingData({madeDataset(130), madeDataset(90), "made", ""}, 1, 0, 0));
        return e;
    }
    static QStringList text(const TrainingLoop& loop) {
        QStringList parts;
        for (const std::string& part : trainingText(loop))
            parts << QString::fromStdString(part);
        return parts;
    }
    static bool says(const TrainingLoop& loop, const QString& word) {
        return text(loop).join(QStringLiteral(" · ")).contains(word);
    }

  private slots:
    void beforeTheFirstStep() {
        const TrainingLoop loop(experiment(2, 2), pool_);
        QCOMPARE(text(loop), QStringList{"epoch 0.0 (constrained)"});
    }
    // However short it is, a run has a rate, and something left until it has not.
    void aShortRun() {
        TrainingLoop loop(experiment(1, 0), pool_);
        while (!loop.finished()) {
            QVERIFY(loop.trainer().currentStep() == 0 || says(loop, "0:01 left"));
            loop.step();
            QVERIFY2(says(loop, "examples/s"), qPrintable(text(loop).join(' ')));
            QVERIFY2(!text(loop).contains("0 examples/s") && !says(loop, "nan") && !says(loop, "inf"),
                     qPrintable(text(loop).join(' ')));
            QVERIFY(!says(loop, "0:00"));
        }
        QVERIFY2(!says(loop, "left"), qPrintable(text(loop).join(' ')));
        QVERIFY(says(loop, "test ") && says(loop, "train "));
    }

    void phases_data() {
        QTest::addColumn<int>("constrained");
        QTest::addColumn<int>("free");
        QTest::addColumn<QString>("said"); // at the end of each epoch
        QTest::newRow("both") << 2 << 2 << "(constrained) (constrained) (free) (free)";
        QTest::newRow("no free phase") << 3 << 0 << "(constrained) (constrained) (constrained)";
        QTest::newRow("no constrained phase") << 0 << 2 << "(free) (free)";
        QTest::newRow("one epoch each") << 1 << 1 << "(constrained) (free)";
    }
    void phases() {
        QFETCH(int, constrained);
        QFETCH(int, free);
        QFETCH(QString, said);
        TrainingLoop loop(experiment(constrained, free), pool_);
        QStringList words;
        while (!loop.finished()) {
            loop.step();
            if (loop.trainer().currentStep() % 3 == 0)
                words << text(loop).first().section(' ', 2);
        }
        QCOMPARE(words.join(' '), said);
    }
    void nothingConstrains_data() {
        QTest::addColumn<Experiment>("made");
        Experiment off = experiment(1, 1), wide = experiment(1, 1), plain = experiment(1, 1);
        off.plan.constraint = false;
        wide.plan.margin = std::numeric_limits<double>::infinity();
        for (LayerDescription& layer : plain.network.layers)
            layer.combine = Combine::Plain;
        QTest::newRow("the constraint is off") << off;
        QTest::newRow("no margin") << wide;
        QTest::newRow("no gates") << plain;
    }
    void nothingConstrains() {
        QFETCH(Experiment, made);
        TrainingLoop loop(made, pool_);
        while (!loop.finished()) {
            loop.step();
            QVERIFY2(!says(loop, "constrained") && !says(loop, "free"), qPrintable(text(loop).join(' ')));
        }
    }
    void aLongEpochHasBegun() {
        Experiment made = experiment(1, 0);
        made.plan.minibatch = 1;
        TrainingLoop loop(made, pool_);
        loop.step();
        QCOMPARE(text(loop).first(), QString("epoch 0.008 (constrained)"));
    }
    // Of a minibatch larger than the set only the set is trained on.
    void aMinibatchOfMoreThanThereIs() {
        Experiment made = experiment(10, 0);
        made.plan.minibatch = 130'000;
        TrainingLoop loop(made, pool_);
        loop.step();
        const double left = loop.secondsLeft() * loop.examplesPerSecond();
        QVERIFY2(std::abs(left - 9 * 130) < 1, qPrintable(QString::number(left)));
    }
    void goingOn() {
        TrainingLoop first(experiment(2, 2), pool_);
        for (int step = 0; step < 6; ++step)
            first.step();
        TrainingLoop loop(experiment(2, 2), pool_);
        loop.restore(first.trainer().state(), first.history());
        QCOMPARE(text(loop).first(), QString("epoch 2.0 (constrained)"));
        QVERIFY2(!says(loop, "examples/s") && !says(loop, "left"), qPrintable(text(loop).join(' ')));
        loop.apply("training.epochs.1", 4);
        loop.step();
        QCOMPARE(text(loop).first(), QString("epoch 2.3 (free)"));
        const double left = loop.secondsLeft() * loop.examplesPerSecond();
        QVERIFY2(std::abs(left - 11 * 130 / 3.) < 1, qPrintable(QString::number(left)));
    }
};

QTEST_APPLESS_MAIN(TestTrainingText)
#include "tst_training_text.moc"
