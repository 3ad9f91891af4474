// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/example_answer.h"
#include "model/analysis/lesion_effect.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "tests/model/network/naive_network.h"
#include "tests/model/network/random_network.h"

#include <algorithm>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

NetworkDescription description() {
    return {56, 4, {layer(4, {30, 20}, {10}), layer(3, {20}, {10})}};
}

Network<float> madeNetwork() {
    Network<float> network(description(), 1);
    drawBiases(network, 5);
    return network;
}

Lesion someOff() {
    Lesion lesion({4, 3});
    lesion.setOff(0, 1, true);
    lesion.setOff(0, 3, true);
    lesion.setOff(1, 0, true);
    return lesion;
}

} // namespace

class TestLesion : public QObject {
    Q_OBJECT
  private slots:
    void remembersWhoIsOff() {
        Lesion lesion({4, 3});
        QVERIFY(lesion.isEmpty() && Lesion().isEmpty());
        QVERIFY(lesion.setOff(0, 2, true));
        QVERIFY(lesion.isOff(0, 2) && !lesion.isOff(0, 1) && !lesion.isOff(1, 2));
        QVERIFY(!lesion.isOff(2, 0) && !lesion.isOff(0, 9) && !Lesion().isOff(0, 0));
        QVERIFY(lesion.isOf({4, 3}) && Lesion().isOf({}));
        QVERIFY(lesion.hasExpertsOf(Lesion({4, 3})) && !lesion.hasExpertsOf(Lesion({4, 4})));
        QVERIFY(!lesion.hasExpertsOf(Lesion({4})) && !Lesion({4}).hasExpertsOf(lesion));
        QVERIFY(!lesion.isOf({4}) && !lesion.isOf({3, 4}) && !lesion.isOf({4, 3, 2}) && !Lesion().isOf({4}));
        QCOMPARE(lesion.expertsOn(0), 3);
        QCOMPARE(lesion.forced(0), -1);
        lesion.force(1, 2);
        QCOMPARE(lesion.forced(1), 2);
        QVERIFY(!lesion.setOff(1, 2, true)); // somebody has to answer
        QVERIFY(!lesion.isOff(1, 2));
        QVERIFY(lesion.setOff(1, 0, true)); // is off already
        lesion.setOff(0, 2, false);
        lesion.clear();
        QVERIFY(lesion == Lesion({4, 3}));
        QCOMPARE(Lesion({1}).forced(0), -1); // the only one is not forced, it is all there is
    }

    void gatesAreRenormalisedOverTheOthers() {
        const Network<float> network = madeNetwork();
        const ExampleSet set = madeSet(40);
        const Vector<double> theta = network.parameters().cast<double>();
        NaiveNetwork naive(network.description(), {theta.begin(), theta.end()});
        for (int i = 0; i < set.count(); ++i) {
            const std::vector<float> x = set.image(i);
            const NaiveAnswer expected = naive.answer({x.begin(), x.end()}, {{0, 1, 0, 1}, {1, 0, 0}});
            const ExampleAnswer answer = answerExample(network, set, i, someOff());
            for (int k = 0; k < 2; ++k)
                for (std::size_t e = 0; e < answer.gates[k].size(); ++e)
                    QVERIFY(std::abs(answer.gates[k][e] - expected.gates[k][e]) < 1e-5);
            for (int c = 0; c < 4; ++c)
                QVERIFY(std::abs(answer.posterior[c] - expected.probabilities[c]) < 1e-5);
            QCOMPARE(answer.gates[0][1], 0.0f);
            QCOMPARE(answer.gates[1][0], 0.0f);
            // In the first layer, whose input the lesion does not change, it is the free gates renormalised.
            const ExampleAnswer free = answerExample(network, set, i);
            const float kept = free.gates[0][0] + free.gates[0][2];
            QVERIFY(std::abs(answer.gates[0][0] - free.gates[0][0] / kept) < 1e-5f);
        }
    }

    // Of those that are on, an example has the ones with its largest gates, and they share all of the weight.
    void anExampleHasAtMost_data() {
        QTest::addColumn<int>("most");
        QTest::addColumn<bool>("someOff");
        for (const int most : {1, 2, 3})
            for (const bool off : {false, true})
                QTest::addRow("%d%s", most, off ? ", some off" : "") << most << off;
    }
    void anExampleHasAtMost() {
        QFETCH(int, most);
        QFETCH(bool, someOff);
        const Network<float> network = madeNetwork();
        const ExampleSet set = madeSet(40);
        Lesion off = someOff ? ::someOff() : Lesion({4, 3}), limited = off;
        limited.setMostOfExample(most);
        QVERIFY(!limited.isEmpty() && !(limited == off));
        for (int i = 0; i < set.count(); ++i) {
            const std::vector<float> all = answerExample(network, set, i, off).gates[0],
                                     some = answerExample(network, set, i, limited).gates[0];
            std::vector<float> sorted = all;
            std::sort(sorted.rbegin(), sorted.rend());
            float kept = 0;
            for (int k = 0; k < most; ++k)
                kept += sorted[static_cast<std::size_t>(k)];
            for (std::size_t e = 0; e < all.size(); ++e) {
                const float expected =
                    all[e] >= sorted[static_cast<std::size_t>(most - 1)] ? all[e] / kept : 0;
                QVERIFY(std::abs(some[e] - expected) < 1e-5f);
            }
        }
        limited.clear();
        QVERIFY(limited == Lesion({4, 3}));
    }
    void atMostAllIsAll() {
        const Network<float> network = madeNetwork();
        const ExampleSet set = madeSet(40);
        Lesion all({4, 3});
        all.setMostOfExample(4);
        for (int i = 0; i < set.count(); ++i)
            QCOMPARE(answerExample(network, set, i, all).posterior, answerExample(network, set, i).posterior);
    }

    void aForcedCombinationAnswersAlone() {
        const Network<float> network = madeNetwork();
        const ExampleSet set = madeSet(20);
        for (int row = 0; row < 4; ++row)
            for (int column = 0; column < 3; ++column) {
                Lesion lesion({4, 3});
                lesion.force(0, row);
                lesion.force(1, column);
                for (int i = 0; i < set.count(); ++i) {
                    const ExampleAnswer forced = answerExample(network, set, i, lesion);
                    const ExampleAnswer::Alone alone = answerExample(network, set, i).alone[row * 3 + column];
                    QCOMPARE(forced.answer, alone.answer);
                    QCOMPARE(forced.posterior[forced.answer], alone.probability);
                    QCOMPARE(forced.path, (std::vector<int>{row, column}));
                    QCOMPARE(forced.gates[0][row], 1.0f);
                }
            }
    }

    void nobodyOffIsTheSameBits() {
        const Network<float> network = madeNetwork();
        const ExampleSet set = madeSet(257);
        WorkerPool pool(2);
        Evaluator evaluator(pool);
        const Evaluation plain = evaluator.evaluate(network, set);
        evaluator.evaluate(network, set, someOff()); // leaves no trace
        for (const Lesion& lesion : {Lesion(), Lesion({4, 3})}) {
            const Evaluation same = evaluator.evaluate(network, set, lesion);
            QCOMPARE(same.loss, plain.loss);
            QCOMPARE(same.answers, plain.answers);
            QVERIFY(same.gates == plain.gates);
        }
    }

    void evaluationEqualsExampleByExample() {
        const Network<float> network = madeNetwork();
        const ExampleSet set = madeSet(130);
        WorkerPool pool(2);
        const Evaluation evaluation = Evaluator(pool).evaluate(network, set, someOff());
        int errors = 0;
        for (int i = 0; i < set.count(); ++i) {
            const ExampleAnswer answer = answerExample(network, set, i, someOff());
            QCOMPARE(evaluation.answers[i], answer.answer);
            QVERIFY(std::abs(evaluation.gates[1](2, i) - answer.gates[1][2]) < 1e-5f);
            errors += answer.answer != set.label(i);
        }
        QCOMPARE(evaluation.error, double(errors) / set.count());
    }

    void theEffectIsBeforeAndAfter() {
        const Network<float> network(description(), 3); // its answers depend on the example
        const ExampleSet set = madeSet(130);
        WorkerPool pool(1);
        Evaluator evaluator(pool);
        const LesionEffect effect = lesionEffect(evaluator, network, set, someOff());
        const Evaluation before = evaluator.evaluate(network, set),
                         after = evaluator.evaluate(network, set, someOff());
        QCOMPARE(effect.errorBefore, before.error);
        QCOMPARE(effect.errorAfter, after.error);
        QCOMPARE(effect.examples, 130);
        int changed = 0;
        for (int i = 0; i < 130; ++i)
            changed += before.answers[i] != after.answers[i];
        QVERIFY(changed > 0);
        QCOMPARE(effect.changedAnswers, changed);
        // The error is the classes' errors, weighted by how many examples each has.
        double sumBefore = 0, sumAfter = 0;
        for (int c = 0; c < 4; ++c) {
            sumBefore += effect.classErrorBefore[c] * effect.classExamples[c];
            sumAfter += effect.classErrorAfter[c] * effect.classExamples[c];
        }
        QVERIFY(std::abs(sumBefore / 130 - before.error) < 1e-9);
        QVERIFY(std::abs(sumAfter / 130 - after.error) < 1e-9);
        QCOMPARE(effect.statistics.layers[0].load[1], 0.0f);
        QCOMPARE(effect.statistics.layers[1].load[0], 0.0f);
        QVERIFY(std::abs(effect.statistics.layers[0].load.sum() - 1) < 1e-5f);
        QCOMPARE(effect.statistics.top.entry(1, 1, 0).example, -1); // nothing goes through who is off
        QCOMPARE(effect.statistics.top.entry(0, 0, 0).example, -1);
        QVERIFY(effect.statistics.top.entry(0, 1, 0).example >= 0);

        const GatingStatistics live = gatingStatistics(before, network.gatedLayers(), set, true);
        const LesionEffect none = lesionEffect(evaluator, network, set, Lesion({4, 3}));
        QVERIFY(none.statistics.layers[0].load == live.layers[0].load);
        QCOMPARE(none.statistics.top.entries, live.top.entries);
        QCOMPARE(none.statistics.layers[1].information, live.layers[1].information);
        QCOMPARE(none.changedAnswers, 0);
    }

    void aForcedCombinationHasStatistics() {
        const Network<float> network = madeNetwork();
        const ExampleSet set = madeSet(130);
        WorkerPool pool(1);
        Evaluator evaluator(pool);
        Lesion lesion({4, 3});
        lesion.force(0, 2);
        lesion.force(1, 1);
        const GatingStatistics statistics = lesionEffect(evaluator, network, set, lesion).statistics;
        QCOMPARE(statistics.joints[0].mean(2, 1), 1.0f);
        QVERIFY(std::abs(statistics.layers[0].information[0]) < 1e-9);
        QVERIFY(std::isfinite(*statistics.factorisation.score));
    }

    void aClassWithoutExamplesHasNoError() {
        Dataset data = madeDataset(10);
        std::fill(data.label.values.begin(), data.label.values.end(), std::uint16_t{2});
        const ExampleSet set(std::make_shared<const Dataset>(data), Translation({6, 5, 1}, 1), {0, 1},
                             {Shift{}, Shift{}});
        Evaluation evaluation;
        evaluation.answers = {2, 3};
        const std::vector<double> errors = classErrors(evaluation, set);
        QVERIFY(std::isnan(errors[0]));
        QCOMPARE(errors[2], 0.5);
    }

    void anotherNetworksLesionIsRefused() {
        const Network<float> network = madeNetwork();
        const ExampleSet set = madeSet(3);
        for (const std::vector<int>& experts : {std::vector<int>{4}, {4, 4}, {4, 3, 2}}) {
            Lesion lesion(experts);
            lesion.setOff(0, 0, true);
            const QString said = sentence<Error>([&] { answerExample(network, set, 0, lesion); });
            QVERIFY2(said.contains("not of this network"), qPrintable(said));
        }
    }
};

QTEST_APPLESS_MAIN(TestLesion)
#include "tst_lesion.moc"
