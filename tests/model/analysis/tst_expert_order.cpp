// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/expert_order.h"
#include "tests/views/figures/figure_samples.h"

#include <QtTest>

#include <limits>

using namespace expertscope;

namespace {

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

/// One row an expert; every value has ten examples, but those without any.
MeanGating gating(int rows, int columns, const std::vector<std::vector<float>>& means) {
    MeanGating gating{rows > 1 ? "translation" : "class", {}, rows, columns, {}, {}};
    gating.mean.resize(Index(means.size()), rows * columns);
    for (std::size_t e = 0; e < means.size(); ++e)
        for (int v = 0; v < rows * columns; ++v)
            gating.mean(Index(e), v) = means[e][std::size_t(v)];
    for (int v = 0; v < rows * columns; ++v) {
        gating.valueNames.push_back(std::to_string(v));
        gating.examples.push_back(std::isnan(gating.mean(0, v)) ? 0 : 10);
    }
    return gating;
}

GatingStatistics renumbered(GatingStatistics statistics, const std::vector<std::vector<int>>& numbers) {
    for (std::size_t k = 0; k < statistics.layers.size(); ++k)
        for (MeanGating& by : statistics.layers[k].byAttribute) {
            const Matrix<float> before = by.mean;
            for (std::size_t e = 0; e < numbers[k].size(); ++e)
                by.mean.row(numbers[k][e]) = before.row(Index(e));
        }
    return statistics;
}

std::vector<int> numbersOf(int experts) {
    std::vector<int> numbers;
    for (int e = 0; e < experts; ++e)
        numbers.push_back(experts % 3 == 0 ? (e + 2) % experts : (e * 3 + 2) % experts);
    return numbers;
}

} // namespace

class TestExpertOrder : public QObject {
    Q_OBJECT
  private slots:
    void whereTheMassLies_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<std::vector<float>>("means");
        QTest::addColumn<double>("place");
        const auto row = [](const char* name, int rows, int columns, std::vector<float> means, double place) {
            QTest::newRow(name) << rows << columns << means << place;
        };
        row("top left", 2, 2, {1, 0, 0, 0}, 0);
        row("top right", 2, 2, {0, 1, 0, 0}, 1. / 3);
        row("bottom left", 2, 2, {0, 0, 1, 0}, 2. / 3);
        row("bottom right", 2, 2, {0, 0, 0, 1}, 1);
        row("even", 3, 3, std::vector<float>(9, 0.25f), 0.5);
        row("the left half", 2, 2, {0.5f, 0, 0.5f, 0}, 1. / 3);
        row("the first class", 1, 5, {1, 0, 0, 0, 0}, 0);
        row("two classes", 1, 5, {0, 0.5f, 0, 0, 0.5f}, 0.625);
        row("one more than the other", 1, 3, {0.75f, 0, 0.25f}, 0.25);
        row("a value without examples", 1, 3, {0.5f, missing, 0.5f}, 0.5);
        row("nothing at all", 1, 3, {0, 0, 0}, 1);
        row("diverged", 1, 2, {std::numeric_limits<float>::infinity(), -1}, 1);
        row("one value only", 1, 1, {0.3f}, 0.5);
    }
    void whereTheMassLies() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(std::vector<float>, means);
        QFETCH(double, place);
        QVERIFY(std::abs(massPlaces(gating(rows, columns, {means})).front() - place) < 1e-6);
    }

    void massCountsExamples() {
        MeanGating uneven = gating(1, 2, {{0.5f, 0.5f}});
        uneven.examples = {30, 10};
        QCOMPARE(massPlaces(uneven).front(), 0.25);
    }

    void sorts_data() {
        QTest::addColumn<std::vector<double>>("places");
        QTest::addColumn<std::vector<int>>("present");
        QTest::addColumn<std::vector<int>>("order");
        const auto row = [](const char* name, std::vector<double> places, std::vector<int> present,
                            std::vector<int> order) { QTest::newRow(name) << places << present << order; };
        row("nobody", {}, {}, {});
        row("as numbered", {.1, .4, .8}, {}, {0, 1, 2});
        row("turned round", {.8, .4, .1}, {}, {2, 1, 0});
        row("nearly as numbered", {.14, .10, .8}, {}, {0, 1, 2});
        row("just beyond", {.16, .10, .8}, {}, {1, 0, 2});
        row("what is shown stays", {.10, .14, .8}, {1, 0, 2}, {1, 0, 2});
        row("until it is wrong", {.10, .16, .8}, {1, 0, 2}, {0, 1, 2});
        row("small steps add up", {.10, .08, .06, .04}, {}, {3, 2, 1, 0});
        row("a pair far apart in the order", {.5, .52, .44}, {}, {2, 0, 1});
        row("another number of experts", {.8, .1}, {0, 1, 2}, {1, 0});
        row("alike", {.5, .5, .1}, {}, {2, 0, 1});
    }
    void sorts() {
        QFETCH(std::vector<double>, places);
        QFETCH(std::vector<int>, present);
        QFETCH(std::vector<int>, order);
        QCOMPARE(sortedExperts(places, present, 0.05), order);
    }

    // Two experts whose places cross by less than the tolerance, to and fro at every snapshot.
    void doesNotSwapToAndFro() {
        std::vector<int> order;
        for (int snapshot = 0; snapshot < 40; ++snapshot) {
            const double wobble = snapshot % 2 == 0 ? 0.02 : -0.02;
            const std::vector<int> next = sortedExperts({.5 + wobble, .5 - wobble, .2}, order, 0.05);
            QVERIFY(snapshot == 0 || next == order);
            order = next;
        }
        QCOMPARE(order, (std::vector<int>{2, 1, 0}));
    }

    void anyNumberingEndsInTheSamePlaces_data() {
        QTest::addColumn<std::vector<int>>("experts");
        QTest::newRow("four and four") << std::vector<int>{4, 4};
        QTest::newRow("five and seven") << std::vector<int>{5, 7};
        QTest::newRow("one layer") << std::vector<int>{4};
        QTest::newRow("one expert") << std::vector<int>{1, 4};
        QTest::newRow("three layers") << std::vector<int>{4, 3, 2};
    }
    void anyNumberingEndsInTheSamePlaces() {
        QFETCH(std::vector<int>, experts);
        const GatingStatistics statistics = samples::statistics(experts);
        std::vector<std::vector<int>> numbers;
        for (const int n : experts)
            numbers.push_back(numbersOf(n));
        const GatingStatistics other = renumbered(statistics, numbers);
        const ExpertOrders a = orderExperts(statistics), b = orderExperts(other);
        QCOMPARE(a.layers.size(), experts.size());
        for (std::size_t k = 0; k < experts.size(); ++k) {
            const char* attribute = k == 0 ? "translation" : "class";
            const std::vector<double> places = massPlaces(*statistics.layers[k].by(attribute));
            for (int place = 0; place < experts[k]; ++place) {
                const int expert = a.expert(int(k), place);
                // Nearly the same place may be anybody's of those that share it.
                const int same = b.expert(int(k), place);
                const double there = massPlaces(*other.layers[k].by(attribute))[std::size_t(same)];
                QVERIFY(std::abs(places[std::size_t(expert)] - there) <= 0.03);
            }
        }
    }

    void aLayerWithoutPositionsIsSortedByClass() {
        const GatingStatistics statistics = samples::statistics({4, 4}, 0);
        const ExpertOrders orders = orderExperts(statistics);
        const std::vector<double> places = massPlaces(*statistics.layers[0].by("class"));
        for (int place = 1; place < 4; ++place)
            QVERIFY(places[std::size_t(orders.expert(0, place))] >=
                    places[std::size_t(orders.expert(0, place - 1))] - 0.03);
    }

    void anOrderOfAnotherNetworkIsDropped() {
        const GatingStatistics statistics = samples::statistics({3, 2});
        const ExpertOrders good{{{2, 0, 1}, {1, 0}}};
        QVERIFY(fittingOrders(good, statistics) == good);
        for (const std::vector<int>& wrong :
             {std::vector<int>{0, 1}, {0, 1, 3}, {0, 0, 1}, {0, 1, 2, 3}, {-1, 0, 1}})
            QVERIFY(fittingOrders({{wrong, {1, 0}}}, statistics) == (ExpertOrders{{{}, {1, 0}}}));
        QCOMPARE(fittingOrders({{{2, 0, 1}, {1, 0}, {0}}}, statistics).layers.size(), std::size_t(2));
        QVERIFY(fittingOrders(good, {}).layers.empty());
    }

    void whatIsNotSaidIsAsNumbered() {
        const ExpertOrders none;
        QCOMPARE(none.expert(0, 3), 3);
        const ExpertOrders one{{{2, 0, 1}}};
        QCOMPARE(one.expert(0, 0), 2);
        QCOMPARE(one.expert(1, 2), 2);
        QVERIFY(orderExperts({}).layers.empty());
    }
};

QTEST_APPLESS_MAIN(TestExpertOrder)
#include "tst_expert_order.moc"
