// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/expert_matching.h"
#include "tests/views/figures/figure_samples.h"

#include <QtTest>

#include <algorithm>
#include <limits>
#include <numeric>

using namespace expertscope;

namespace {

/// The same layer with expert e renumbered to numbers[e].
LayerStatistics renumbered(LayerStatistics layer, const std::vector<int>& numbers) {
    for (MeanGating& by : layer.byAttribute) {
        const Matrix<float> before = by.mean;
        for (std::size_t e = 0; e < numbers.size(); ++e)
            by.mean.row(numbers[e]) = before.row(Index(e));
    }
    return layer;
}

double bestOfAll(const LayerStatistics& left, const LayerStatistics& right) {
    const Matrix<double> overlap = gatingOverlap(left, right);
    std::vector<int> partner(std::size_t(overlap.cols()));
    std::iota(partner.begin(), partner.end(), 0);
    double best = 0;
    do {
        double sum = 0;
        for (std::size_t i = 0; i < partner.size(); ++i)
            sum += overlap(Index(i), partner[i]);
        best = std::max(best, sum);
    } while (std::next_permutation(partner.begin(), partner.end()));
    return best;
}

} // namespace

class TestExpertMatching : public QObject {
    Q_OBJECT
  private slots:
    void findsTheNumbersAgain_data() {
        QTest::addColumn<int>("layer");
        QTest::addColumn<std::vector<int>>("numbers");
        QTest::newRow("by position") << 0 << std::vector<int>{2, 0, 3, 1};
        QTest::newRow("by class") << 1 << std::vector<int>{3, 2, 1, 0};
        QTest::newRow("as they are") << 0 << std::vector<int>{0, 1, 2, 3};
        QTest::newRow("sixteen") << 0
                                 << std::vector<int>{5, 0, 11, 2, 15, 7, 1, 9, 3, 14, 4, 12, 6, 13, 8, 10};
    }
    void findsTheNumbersAgain() {
        QFETCH(int, layer);
        QFETCH(std::vector<int>, numbers);
        const int experts = int(numbers.size());
        const LayerStatistics left = samples::statistics({experts, experts}).layers[std::size_t(layer)];
        const LayerMatching matching = matchExperts(left, renumbered(left, numbers));
        QCOMPARE(matching.partner, numbers);
        QVERIFY(std::abs(matching.similarity - 1) < 1e-5); // the gates of all experts sum to 1
    }

    void asGoodAsTryingAll() {
        for (int experts = 1; experts <= 6; ++experts)
            for (const double sharp : {0., 0.5, 1.}) {
                LayerStatistics left = samples::statistics({experts}).layers[0], right = left;
                right.byAttribute = {samples::byClass(experts, 10, sharp),
                                     samples::byTranslation(experts, 4, 1 - sharp)};
                QVERIFY(std::abs(matchExperts(left, right).similarity - bestOfAll(left, right)) < 1e-9);
            }
    }

    // By hand: two experts, two classes.
    void similarityIsTheShareOfTheGatingInCommon() {
        LayerStatistics left, right;
        left.load = right.load = Vector<float>::Constant(2, 0.5f);
        MeanGating gating{"class", {"a", "b"}, 1, 2, Matrix<float>(2, 2), {5, 5}};
        gating.mean << 0.9f, 0.2f, 0.1f, 0.8f;
        left.byAttribute = {gating};
        gating.mean << 0.3f, 0.6f, 0.7f, 0.4f;
        right.byAttribute = {gating};
        const Matrix<double> overlap = gatingOverlap(left, right);
        QVERIFY(std::abs(overlap(0, 0) - (0.3 + 0.2) / 2) < 1e-6);
        QVERIFY(std::abs(overlap(0, 1) - (0.7 + 0.2) / 2) < 1e-6);
        const LayerMatching matching = matchExperts(left, right);
        QCOMPARE(matching.partner, (std::vector<int>{1, 0}));
        QVERIFY(std::abs(matching.similarity - (0.7 + 0.2 + 0.1 + 0.6) / 2) < 1e-6);
    }

    void onlyWhatBothKnowCounts() {
        LayerStatistics left = samples::statistics({4}).layers[0], right = left;
        right.byAttribute[0] = samples::byClass(4, 7, 0.9);       // three classes fewer
        right.byAttribute[1] = samples::byTranslation(4, 2, 0.9); // and fewer shifts
        QVERIFY(std::abs(matchExperts(left, right).similarity - 1) < 0.05);
        left.byAttribute[0].examples[3] = 0;
        left.byAttribute[0].mean.col(3).setConstant(std::numeric_limits<float>::quiet_NaN());
        QVERIFY(std::abs(matchExperts(left, right).similarity - 1) < 0.05);
        right.byAttribute[0].attribute = "phone";
        right.byAttribute[1].valueNames.assign(25, "elsewhere");
        const LayerMatching none = matchExperts(left, right);
        QCOMPARE(none.similarity, 0.);
        QCOMPARE(none.partner.size(), std::size_t(4)); // somebody must stand beside somebody
    }

    void divergedWeightsMatchAnybody() {
        const LayerStatistics left = samples::statistics({4}).layers[0];
        LayerStatistics right = left;
        for (MeanGating& by : right.byAttribute)
            by.mean.setConstant(std::numeric_limits<float>::quiet_NaN());
        const LayerMatching matching = matchExperts(left, right);
        QCOMPARE(matching.similarity, 0.);
        QCOMPARE(matching.partner.size(), std::size_t(4));
    }

    void unequalNumbers_data() {
        QTest::addColumn<int>("left");
        QTest::addColumn<int>("right");
        QTest::newRow("more on the right") << 3 << 5;
        QTest::newRow("fewer on the right") << 5 << 3;
        QTest::newRow("one") << 1 << 4;
    }
    void unequalNumbers() {
        QFETCH(int, left);
        QFETCH(int, right);
        const LayerMatching matching =
            matchExperts(samples::statistics({left}).layers[0], samples::statistics({right}).layers[0]);
        QCOMPARE(int(matching.partner.size()), left);
        std::vector<int> matched;
        for (const int partner : matching.partner)
            if (partner >= 0)
                matched.push_back(partner);
        std::sort(matched.begin(), matched.end());
        QCOMPARE(int(matched.size()), std::min(left, right));
        QVERIFY(std::adjacent_find(matched.begin(), matched.end()) == matched.end());
        QVERIFY(matched.back() < right);
        QVERIFY(matching.similarity > 0 && matching.similarity < 1);
    }

    void hardlyBetterIsNoReason() {
        LayerStatistics left = samples::statistics({4}).layers[0], right = left;
        for (LayerStatistics* layer : {&left, &right})
            for (MeanGating& by : layer->byAttribute)
                by.mean.setConstant(0.25f);
        const LayerMatching present{{3, 2, 1, 0}, 0.5};
        QCOMPARE(matchExperts(left, right, present).partner, present.partner);
        QVERIFY(std::abs(matchExperts(left, right, present).similarity - 1) < 1e-6); // of now
        left = right = samples::statistics({4}).layers[0];
        QCOMPARE(matchExperts(left, right, present).partner, (std::vector<int>{0, 1, 2, 3}));
        for (const std::vector<int>& wrong :
             {std::vector<int>{0, 1}, {0, 0, 1, 2}, {0, 1, 2, 4}, {0, 1, 2, -1}})
            QCOMPARE(matchExperts(left, right, LayerMatching{wrong, 1}).partner,
                     (std::vector<int>{0, 1, 2, 3}));
    }

    void partnersStandBesideEachOther_data() {
        QTest::addColumn<std::vector<int>>("order");
        QTest::addColumn<std::vector<int>>("partner");
        QTest::addColumn<int>("right");
        QTest::addColumn<std::vector<int>>("beside");
        const auto row = [](const char* name, std::vector<int> order, std::vector<int> partner, int right,
                            std::vector<int> beside) {
            QTest::newRow(name) << order << partner << right << beside;
        };
        row("as numbered", {}, {2, 0, 1}, 3, {2, 0, 1});
        row("sorted", {1, 2, 0}, {2, 0, 1}, 3, {0, 1, 2});
        row("more on the right", {1, 0}, {3, 1}, 4, {1, 3, 0, 2});
        row("fewer on the right", {2, 0, 1}, {1, -1, 0}, 2, {0, 1});
        row("nothing known", {1, 0}, {}, 2, {0, 1});
    }
    void partnersStandBesideEachOther() {
        QFETCH(std::vector<int>, order);
        QFETCH(std::vector<int>, partner);
        QFETCH(int, right);
        QFETCH(std::vector<int>, beside);
        const ExpertOrders orders{{order}};
        QCOMPARE(orderBeside(orders, {LayerMatching{partner, 1}}, samples::statistics({right})).layers,
                 (std::vector<std::vector<int>>{beside}));
    }

    void asManyLayersAsBothHave() {
        const GatingStatistics two = samples::statistics({4, 3}), one = samples::statistics({4});
        QCOMPARE(matchExperts(two, one).size(), std::size_t(1));
        QCOMPARE(matchExperts(one, two).size(), std::size_t(1));
        QCOMPARE(orderBeside({}, matchExperts(one, two), two).layers.size(), std::size_t(2));
        QVERIFY(matchExperts(two, {}).empty());
    }
};

QTEST_APPLESS_MAIN(TestExpertMatching)
#include "tst_expert_matching.moc"
