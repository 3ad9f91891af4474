// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/training/training_plan.h"
#include "tests/model/testing.h"

#include <functional>
#include <limits>

using namespace expertscope;
using namespace expertscope::testing;

using Change = std::function<void(TrainingPlan&)>;
Q_DECLARE_METATYPE(Change)

class TestTrainingPlan : public QObject {
    Q_OBJECT
  private slots:
    void validate_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("message");
        const double infinity = std::numeric_limits<double>::infinity(),
                     nan = std::numeric_limits<double>::quiet_NaN();
        const auto row = [](const char* name, Change change, const char* message) {
            QTest::newRow(name) << change << message;
        };
        const char* const good = "nothing was thrown";
        row(
            "the defaults", [](TrainingPlan&) {}, good);
        row(
            "standing still",
            [](TrainingPlan& p) {
                p.learningRate = {0, 0};
            },
            good);
        row(
            "rate -1", [](TrainingPlan& p) { p.learningRate[1] = -1; },
            "training.learning_rate is -1; choose 0 or more");
        row(
            "rate infinite", [=](TrainingPlan& p) { p.learningRate[0] = infinity; },
            "training.learning_rate is inf; choose 0 or more");
        row(
            "rate NaN", [=](TrainingPlan& p) { p.learningRate[0] = nan; },
            "training.learning_rate is nan; choose 0 or more");
        row(
            "momentum 0",
            [](TrainingPlan& p) {
                p.momentum = {0, 0};
            },
            good);
        row(
            "momentum 1", [](TrainingPlan& p) { p.momentum[0] = 1; },
            "training.momentum is 1; choose 0 or more, below 1");
        row(
            "momentum -0.5", [](TrainingPlan& p) { p.momentum[1] = -0.5; },
            "training.momentum is -0.5; choose 0 or more, below 1");
        row(
            "momentum NaN", [=](TrainingPlan& p) { p.momentum[1] = nan; },
            "training.momentum is nan; choose 0 or more, below 1");
        row(
            "weight decay 2", [](TrainingPlan& p) { p.weightDecay[0] = 2; },
            "training.weight_decay is 2; choose 0 to 1");
        row(
            "weight decay NaN", [=](TrainingPlan& p) { p.weightDecay[1] = nan; },
            "training.weight_decay is nan; choose 0 to 1");
        row(
            "margin 0", [](TrainingPlan& p) { p.margin = 0; }, good);
        row(
            "margin infinite", [=](TrainingPlan& p) { p.margin = infinity; }, good);
        row(
            "margin -1", [](TrainingPlan& p) { p.margin = -1; },
            "training.margin is -1; choose 0 or more, or null for infinity");
        row(
            "margin NaN", [=](TrainingPlan& p) { p.margin = nan; },
            "training.margin is nan; choose 0 or more, or null for infinity");
        row(
            "no epochs",
            [](TrainingPlan& p) {
                p.epochs = {0, 0};
            },
            good);
        row(
            "-1 epochs", [](TrainingPlan& p) { p.epochs[1] = -1; },
            "training.epochs is -1; choose 0 to 1000000");
        row(
            "too many epochs", [](TrainingPlan& p) { p.epochs[0] = 1'000'001; },
            "training.epochs is 1000001; choose 0 to 1000000");
        row(
            "minibatch 0", [](TrainingPlan& p) { p.minibatch = 0; },
            "training.minibatch is 0; choose 1 to 1000000");
        row(
            "minibatch 1", [](TrainingPlan& p) { p.minibatch = 1; }, good);
        row(
            "decay 0", [](TrainingPlan& p) { p.decay = 0; },
            "training.decay is 0; choose a number above 0, at most 1");
        row(
            "decay 1.5", [](TrainingPlan& p) { p.decay = 1.5; },
            "training.decay is 1.5; choose a number above 0, at most 1");
        row(
            "decay 1", [](TrainingPlan& p) { p.decay = 1; }, good);
    }
    void validate() {
        QFETCH(Change, change);
        QFETCH(QString, message);
        TrainingPlan plan;
        change(plan);
        QCOMPARE(sentence<ConfigError>([&] { plan.validate(); }), message);
    }

    // Rates 0.4 and 0.2, decay 0.5, 2 + 6 epochs; "epoch" is passes over the data, a step at a time.
    void learningRateAt_data() {
        QTest::addColumn<int>("schedule");
        QTest::addColumn<int>("phase");
        QTest::addColumn<double>("epoch");
        QTest::addColumn<double>("rate");
        const auto row = [](Decay schedule, int phase, double epoch, double rate) {
            QTest::addRow("%s, phase %d, epoch %g", toString(schedule).c_str(), phase, epoch)
                << static_cast<int>(schedule) << phase << epoch << rate;
        };
        row(Decay::Exponential, 0, 0, 0.4);
        row(Decay::Exponential, 0, 0.99, 0.4); // changes from epoch to epoch, not within
        row(Decay::Exponential, 0, 1, 0.2);
        row(Decay::Exponential, 1, 2, 0.05); // counted from the start of training
        row(Decay::Exponential, 1, 3.5, 0.025);
        row(Decay::Linear, 0, 0, 0.4);
        row(Decay::Linear, 1, 4, 0.15); // half way to 0.1
        row(Decay::Linear, 1, 6.5, 0.125);
        row(Decay::Linear, 1, 8, 0.1);
        row(Decay::Linear, 1, 100, 0.1); // no lower after the planned end
        row(Decay::Cosine, 0, 0, 0.4);
        row(Decay::Cosine, 1, 2, 0.2 * (0.5 + 0.25 * (1 + std::sqrt(0.5))));
        row(Decay::Cosine, 1, 4, 0.15);
        row(Decay::Cosine, 1, 8, 0.1);
        row(Decay::Cosine, 1, 50, 0.1);
        row(Decay::Constant, 0, 1, 0.4);
        row(Decay::Constant, 1, 7, 0.2);
    }
    void learningRateAt() {
        QFETCH(int, schedule);
        QFETCH(int, phase);
        QFETCH(double, epoch);
        QFETCH(double, rate);
        TrainingPlan plan;
        plan.learningRate = {0.4, 0.2};
        plan.decay = 0.5;
        plan.epochs = {2, 6};
        plan.schedule = static_cast<Decay>(schedule);
        QVERIFY(std::abs(plan.learningRateAt(phase, epoch) - rate) < 1e-15);
    }
    void noEpochsPlanned() {
        TrainingPlan plan;
        plan.epochs = {0, 0};
        for (Decay schedule : {Decay::Exponential, Decay::Linear, Decay::Cosine, Decay::Constant}) {
            plan.schedule = schedule;
            QCOMPARE(plan.learningRateAt(0, 0), plan.learningRate[0]);
        }
    }

    void scheduleNames() {
        for (Decay schedule : {Decay::Exponential, Decay::Linear, Decay::Cosine, Decay::Constant})
            QVERIFY(decayFromString(toString(schedule)) == schedule);
        QCOMPARE(
            sentence<ConfigError>([] { decayFromString("steps"); }),
            QStringLiteral("training.schedule is \"steps\"; choose exponential, linear, cosine or constant"));
    }
};

QTEST_APPLESS_MAIN(TestTrainingPlan)
#include "tst_training_plan.moc"
