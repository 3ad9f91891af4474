// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/evaluation.h"
#include "model/analysis/example_ranking.h"
#include "model/data/example_set.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// Six examples, of which 1, 4 are of class 2; what is said of them is made up.
struct Case {
    std::shared_ptr<Dataset> data = std::make_shared<Dataset>(madeDataset(6, {3, 3, 1}, 3));
    Evaluation evaluation;

    Case() {
        data->label.values = {0, 2, 1, 0, 2, 1};
        evaluation.answers = {0, 2, 0, 1, 1, 1};
        evaluation.confidence = {0.9f, 0.5f, 0.8f, 0.6f, 0.95f, 0.4f};
        evaluation.gates = {Matrix<float>(2, 6), Matrix<float>(2, 6)};
        evaluation.gates[0] << 0.9f, 0.2f, 0.6f, 0.3f, 0.7f, 0.6f, 0.1f, 0.8f, 0.4f, 0.7f, 0.3f, 0.4f;
        evaluation.gates[1] << 0.5f, 0.9f, 0.2f, 0.1f, 0.8f, 0.7f, 0.5f, 0.1f, 0.8f, 0.9f, 0.2f, 0.3f;
    }
    std::vector<int> places(const ExampleFilter& filter, ExampleOrder order) const {
        const ExampleSet set(data, Translation(data->shape, 0), {0, 1, 2, 3, 4, 5}, std::vector<Shift>(6));
        std::vector<int> list;
        for (const RankedExample& ranked : rankExamples(evaluation, set, filter, order))
            list.push_back(ranked.example);
        return list;
    }
};

} // namespace

class TestExampleRanking : public QObject {
    Q_OBJECT
  private slots:
    void ranks_data() {
        QTest::addColumn<ExampleFilter>("filter");
        QTest::addColumn<ExampleOrder>("order");
        QTest::addColumn<std::vector<int>>("expected");
        using enum ExampleOrder;
        const auto row = [](const char* name, const ExampleFilter& filter, ExampleOrder order,
                            const std::vector<int>& expected) {
            QTest::newRow(name) << filter << order << expected;
        };
        row("all, by confidence", {}, ByGate, {4, 0, 2, 3, 1, 5});
        row("an expert, ties in order", {0, 0, {}, {}, {}}, ByGate, {0, 4, 2, 5, 3, 1});
        row("a combination", {0, 0, 1, {}, {}}, ByGate, {2, 0, 3, 5, 4, 1});
        row("an expert's class", {1, 0, {}, "class", 2}, ByGate, {1, 4});
        row("uncertain", {}, MostUncertain, {5, 1, 3, 2, 0, 4});
        row("uncertain, taken by an expert", {0, 0, {}, {}, {}}, MostUncertain, {5, 2, 0, 4});
        row("wrong, the surest first", {}, Misclassified, {4, 2, 3});
        row("wrong, taken by a combination", {0, 0, 1, {}, {}}, Misclassified, {2});
        row("no such expert", {0, 2, {}, {}, {}}, ByGate, {});
        row("no such layer", {2, 0, {}, {}, {}}, ByGate, {});
        row("no layer above", {1, 0, 0, {}, {}}, ByGate, {});
        row("no such attribute", {0, {}, {}, "phone", 1}, ByGate, {});
        row("no such value", {0, {}, {}, "class", 9}, ByGate, {});
    }
    void ranks() {
        QFETCH(ExampleFilter, filter);
        QFETCH(ExampleOrder, order);
        QFETCH(std::vector<int>, expected);
        QCOMPARE(Case().places(filter, order), expected);
    }
};

QTEST_APPLESS_MAIN(TestExampleRanking)
#include "tst_example_ranking.moc"
