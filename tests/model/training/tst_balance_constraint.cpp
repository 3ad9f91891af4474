// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/balance_constraint.h"
#include "tests/model/network/gates/made_gate.h"
#include "tests/model/testing.h"

#include <limits>
#include <numeric>

using namespace expertscope;
using namespace expertscope::testing;

using Rows = std::vector<std::vector<double>>; // a row an example
Q_DECLARE_METATYPE(Rows)
Q_DECLARE_METATYPE(std::vector<double>)

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The gate's answers before the constraint looks at them; logits are logarithms of the shares.
template <class Scalar> GateActivations<Scalar> proposed(const Rows& shares) {
    const Index experts = static_cast<Index>(shares.front().size()),
                examples = static_cast<Index>(shares.size());
    GateActivations<Scalar> a = madeGate<Scalar>(static_cast<int>(experts))->activations(examples);
    for (Index c = 0; c < examples; ++c)
        for (Index i = 0; i < experts; ++i)
            a.logits()(i, c) = static_cast<Scalar>(shares[c][i] > 0 ? std::log(shares[c][i]) : -1000.0);
    a.mask = GateMask::Constant(experts, examples, 7); // whatever was there before must not matter
    a.gates.setConstant(experts, examples, Scalar(7));
    return a;
}

/// With the paper's gate.
template <class Scalar>
void applied(BalanceConstraint& constraint, GateActivations<Scalar>& a, Index examples, double margin) {
    constraint.apply(*madeGate<Scalar>(static_cast<int>(a.gates.rows())), a, examples, margin);
}

Rows repeated(std::vector<double> row, int times) {
    return Rows(times, std::move(row));
}

} // namespace

class TestBalanceConstraint : public QObject {
    Q_OBJECT
  private slots:
    void gates_data() {
        QTest::addColumn<std::vector<double>>("totals"); // before
        QTest::addColumn<double>("margin");
        QTest::addColumn<Rows>("shares"); // softmax of the logits
        QTest::addColumn<Rows>("gates");  // expected, by hand; 0 means masked
        QTest::addColumn<std::vector<double>>("after");
        // Totals of expert 0 less the mean: 0, .5, 1 (not above the margin), 1.5 (above), 1, 1.5.
        QTest::newRow("greedy, margin 1")
            << std::vector<double>{0, 0} << 1.0 << repeated({1, 0}, 6)
            << Rows{{1, 0}, {1, 0}, {1, 0}, {0, 1}, {1, 0}, {0, 1}} << std::vector<double>{4, 2};
        // (0 0 0) -> (.5 .25 .25), mean 1/3 -> (.5 .75 .75), mean 2/3 -> (1.5 .75 .75), mean 1 ->
        // (1.5 1.25 1.25)
        QTest::newRow("margin 0 masks all above the mean")
            << std::vector<double>{0, 0, 0} << 0.0 << repeated({.5, .25, .25}, 4)
            << Rows{{.5, .25, .25}, {0, .5, .5}, {1, 0, 0}, {0, .5, .5}}
            << std::vector<double>{1.5, 1.25, 1.25};
        // Had the example itself counted, 1 - 0.5 > 0.4 would have masked expert 0 at once.
        QTest::newRow("an example does not count in its own decision")
            << std::vector<double>{0, 0} << 0.4 << repeated({1, 0}, 2) << Rows{{1, 0}, {0, 1}}
            << std::vector<double>{1, 1};
        QTest::newRow("the mean is over all experts, at the margin")
            << std::vector<double>{10, 0, 0, 0} << 7.5 << repeated({.4, .2, .2, .2}, 1)
            << Rows{{.4, .2, .2, .2}} << std::vector<double>{10.4, .2, .2, .2};
        QTest::newRow("the mean is over all experts, above the margin")
            << std::vector<double>{10, 0, 0, 0} << 7.4 << repeated({.4, .2, .2, .2}, 1)
            << Rows{{0, 1 / 3., 1 / 3., 1 / 3.}} << std::vector<double>{10, 1 / 3., 1 / 3., 1 / 3.};
        QTest::newRow("two masked, the others keep their ratio")
            << std::vector<double>{8, 8, 0, 0} << 3.0 << repeated({.4, .3, .2, .1}, 1)
            << Rows{{0, 0, 2 / 3., 1 / 3.}} << std::vector<double>{8, 8, 2 / 3., 1 / 3.};
        QTest::newRow("only one left, whom the gate would hardly use")
            << std::vector<double>{5, 5, 0} << 1.0 << repeated({.5, .5, 1e-12}, 1) << Rows{{0, 0, 1}}
            << std::vector<double>{5, 5, 1};
        QTest::newRow("one expert") << std::vector<double>{3} << 0.0 << repeated({1}, 3) << repeated({1}, 3)
                                    << std::vector<double>{6};
        QTest::newRow("infinite margin") << std::vector<double>{1e9, 0} << infinity << repeated({.75, .25}, 4)
                                         << repeated({.75, .25}, 4) << std::vector<double>{1e9 + 3, 1};
        // Ten times 0.1 is a little less than 1, so that the mean as computed is below every total.
        QTest::newRow("a mean rounded below equal totals masks nobody")
            << std::vector<double>(10, 0.1) << 0.0 << repeated(std::vector<double>(10, 0.1), 1)
            << repeated(std::vector<double>(10, 0.1), 1) << std::vector<double>(10, 0.2);
    }
    void gates() { checkGates<double>(1e-12); }
    void gatesInFloat_data() { gates_data(); }
    void gatesInFloat() { checkGates<float>(1e-6); }

    // One example after another: a minibatch is nothing but a run of examples.
    void minibatchesDoNotMatter() {
        Random random(4, Stream::StrokeDigits);
        Rows shares(50, std::vector<double>(5));
        for (auto& row : shares)
            std::generate(row.begin(), row.end(), [&] { return random.uniform(0.01, 1.0); });
        auto whole = proposed<float>(shares);
        BalanceConstraint constraint(5);
        applied(constraint, whole, 50, 0.2);
        QVERIFY((whole.mask == 1).any());
        for (int size : {1, 7, 25}) {
            BalanceConstraint parts(5);
            for (int first = 0; first < 50; first += size) {
                const int last = std::min(first + size, 50);
                auto part = proposed<float>({shares.begin() + first, shares.begin() + last});
                applied(parts, part, last - first, 0.2);
                QVERIFY(part.gates == whole.gates.middleCols(first, last - first));
            }
            QCOMPARE(parts.totals(), constraint.totals());
        }
    }

    void columnsBehindAreLeftAlone() {
        auto a = proposed<float>(repeated({.5, .5}, 3));
        BalanceConstraint constraint(2);
        applied(constraint, a, 2, 1.0);
        QCOMPARE(constraint.totals(), (std::vector<double>{1, 1}));
        QCOMPARE(a.gates(0, 2), 7.0f);
        QCOMPARE(int(a.mask(0, 2)), 7);
    }

    void someoneIsAlwaysLeft_data() {
        QTest::addColumn<double>("margin");
        for (double margin : {0.0, 1e-12, 0.1, 3.0})
            QTest::addRow("margin %g", margin) << margin;
    }
    void someoneIsAlwaysLeft() {
        QFETCH(double, margin);
        for (int experts = 1; experts <= 16; ++experts) {
            BalanceConstraint constraint(experts);
            Random random(static_cast<std::uint64_t>(experts), Stream::StrokeDigits);
            Rows shares(500, std::vector<double>(experts));
            for (auto& row : shares)
                std::generate(row.begin(), row.end(), [&] { return std::exp(3 * random.normal()); });
            auto a = proposed<float>(shares);
            applied(constraint, a, 500, margin);
            QVERIFY(a.gates.allFinite());
            QVERIFY((a.gates.colwise().sum().array() - 1).abs().maxCoeff() < 1e-5f);
            const auto& totals = constraint.totals();
            QVERIFY(std::abs(std::accumulate(totals.begin(), totals.end(), 0.0) - 500) < 1e-3);
            // Nobody can be further above the mean than the margin and one more example.
            QVERIFY(*std::max_element(totals.begin(), totals.end()) - 500.0 / experts <= margin + 1 + 1e-3);
        }
    }

    void resetStartsAtZero() {
        BalanceConstraint constraint(3);
        auto a = proposed<float>(repeated({.6, .3, .1}, 4));
        applied(constraint, a, 4, 1.0);
        QVERIFY(constraint.totals() != std::vector<double>(3, 0.0));
        constraint.reset();
        QCOMPARE(constraint.totals(), std::vector<double>(3, 0.0));
    }

  private:
    template <class Scalar> void checkGates(double tolerance) {
        QFETCH(std::vector<double>, totals);
        QFETCH(double, margin);
        QFETCH(Rows, shares);
        QFETCH(Rows, gates);
        QFETCH(std::vector<double>, after);
        auto a = proposed<Scalar>(shares);
        BalanceConstraint constraint(static_cast<int>(totals.size()));
        constraint.setTotals(totals);
        applied(constraint, a, static_cast<Index>(shares.size()), margin);
        for (std::size_t c = 0; c < gates.size(); ++c)
            for (std::size_t i = 0; i < totals.size(); ++i) {
                const double gate = a.gates(static_cast<Index>(i), static_cast<Index>(c));
                QVERIFY2(std::abs(gate - gates[c][i]) <= tolerance,
                         qPrintable(QStringLiteral("example %1, expert %2: %3 instead of %4")
                                        .arg(c)
                                        .arg(i)
                                        .arg(gate)
                                        .arg(gates[c][i])));
                if (a.mask(static_cast<Index>(i), static_cast<Index>(c)))
                    QCOMPARE(gate, 0.0); // exactly
                else
                    QVERIFY(gates[c][i] > 0 || shares[c][i] == 0);
            }
        for (std::size_t i = 0; i < totals.size(); ++i)
            QVERIFY(std::abs(constraint.totals()[i] - after[i]) <= 10 * tolerance * std::max(1.0, after[i]));
    }
};

QTEST_APPLESS_MAIN(TestBalanceConstraint)
#include "tst_balance_constraint.moc"
