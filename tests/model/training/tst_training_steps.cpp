// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/worker_pool.h"
#include "tests/model/testing.h"
#include "tests/model/training/reference_steps.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

// The same as in reference_steps.py.
constexpr int exampleCount = 7;
constexpr std::uint64_t seed = 11;

TrainingExamples examples() {
    Dataset data;
    data.name = "by formula";
    data.shape = {1, 2, 1};
    data.label = classAttribute(classNames(3));
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < 2 * exampleCount; ++i)
        pixels.push_back(static_cast<std::uint8_t>((37 * i + 91) % 256));
    for (int i = 0; i < exampleCount; ++i)
        data.label.values.push_back(static_cast<std::uint16_t>(i % 3));
    data.pixels = pixels;
    return {std::make_shared<const Dataset>(data), exampleCount, Translation(data.shape, 1)};
}

TrainingPlan plan() {
    TrainingPlan plan;
    plan.minibatch = 4;
    plan.epochs = {2, 1};
    plan.margin = 0.5;
    plan.learningRate = {0.2, 0.1};
    plan.momentum = {0.9, 0.5};
    plan.weightDecay = {0.01, 0.02};
    plan.decay = 0.9;
    return plan;
}

double furthest(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size())
        return 1e300;
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

} // namespace

class TestTrainingSteps : public QObject {
    Q_OBJECT
  private slots:
    // Order, jitter, constraint, forward, backward, momentum, weight decay and schedule at once: six steps of
    // two epochs under the constraint and a free one, against an implementation that shares nothing with this
    // one.
    void equalPyTorch() {
        WorkerPool pool(2);
        const NetworkDescription description{12, 3, {layer(2, {2}, {2}), layer(3, {2, 2}, {2})}};
        Trainer trainer(description, plan(), examples(), seed, pool);
        TrainerState start = trainer.state();
        for (Index i = 0; i < start.parameters.size(); ++i)
            start.parameters[i] = static_cast<float>(0.6 * std::sin(1.7 * static_cast<double>(i) + 0.3));
        trainer.restore(start);
        QVERIFY(referenceMasks > 5); // the constraint did something

        std::vector<double> losses;
        while (!trainer.finished()) {
            const double before = trainer.currentStep() % 2 ? trainer.running().loss : 0.0;
            trainer.step();
            losses.push_back(trainer.running().loss - before);
        }
        QVERIFY2(furthest(losses, referenceLosses) < 1e-5,
                 qPrintable(QString::number(furthest(losses, referenceLosses))));
        for (std::size_t k = 0; k < 2; ++k)
            QVERIFY(furthest(trainer.constraints()[k].totals(), referenceTotals[k]) < 1e-5);
        const Vector<double> parameters = trainer.network().parameters().cast<double>();
        const double wrong = furthest({parameters.begin(), parameters.end()}, referenceParameters);
        QVERIFY2(wrong < 2e-6, qPrintable(QString::number(wrong)));
    }
};

QTEST_APPLESS_MAIN(TestTrainingSteps)
#include "tst_training_steps.moc"
