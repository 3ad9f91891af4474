// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/information.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

using Rows = std::vector<std::vector<double>>;
Q_DECLARE_METATYPE(Rows)

namespace {

Matrix<double> matrix(const Rows& rows) {
    Matrix<double> m(rows.size(), rows.front().size());
    for (Index i = 0; i < m.rows(); ++i)
        for (Index j = 0; j < m.cols(); ++j)
            m(i, j) = rows[i][j];
    return m;
}

/// Gates that know nothing: random and rather sharp, as trained ones are.
Matrix<float> randomGates(Index experts, Index examples) {
    Matrix<float> gates =
        (3 * normals(experts * examples, 5).reshaped(experts, examples).array()).exp().cast<float>();
    for (Index i = 0; i < examples; ++i)
        gates.col(i) /= gates.col(i).sum();
    return gates;
}

std::vector<std::uint16_t> randomValues(int examples, std::uint32_t valueCount) {
    Random random(6, Stream::StrokeDigits);
    std::vector<std::uint16_t> values(examples);
    for (auto& value : values)
        value = static_cast<std::uint16_t>(random.below(valueCount));
    return values;
}

} // namespace

class TestInformation : public QObject {
    Q_OBJECT
  private slots:
    // The numbers with many digits come from information_reference.py.
    void normalised_data() {
        QTest::addColumn<Rows>("joint");
        QTest::addColumn<double>("expected");
        QTest::newRow("independent") << Rows{{.12, .28}, {.18, .42}} << 0.0;
        QTest::newRow("determined") << Rows{{.5, 0}, {0, .5}} << 1.0;
        QTest::newRow("determined by many values") << Rows{{.25, .25, 0, 0}, {0, 0, .25, .25}} << 1.0;
        QTest::newRow("determined, unevenly")
            << Rows{{.25, 0}, {0, .75}} << 0.811278124459133; // H(1/4) in bits
        QTest::newRow("2 x 2") << Rows{{.4, .1}, {.2, .3}} << 0.124511249783653;
        QTest::newRow("2 x 3") << Rows{{.1, .2, .05}, {.3, .05, .3}} << 0.221989309366183;
        QTest::newRow("with a zero") << Rows{{.5, 0}, {.25, .25}} << 0.311278124459133;
        QTest::newRow("4 x 3") << Rows{{1, 4, 9}, {16, 25, 36}, {49, 64, 81}, {100, 121, 144}}
                               << 0.004399268358630;
        QTest::newRow("one expert") << Rows{{.5, .5}} << 0.0;
        QTest::newRow("one value") << Rows{{.5}, {.5}} << 0.0;
        QTest::newRow("one of each") << Rows{{1}} << 0.0;
    }
    void normalised() {
        QFETCH(Rows, joint);
        QFETCH(double, expected);
        Matrix<double> p = matrix(joint);
        p /= p.sum();
        QVERIFY(std::abs(normalisedInformation(p) - expected) < 1e-12);
        QVERIFY(std::abs(normalisedInformation(p.transpose()) - expected) < 1e-12);
    }

    void entropies() {
        QVERIFY(std::abs(entropy(Matrix<double>::Constant(4, 8, 1 / 32.0)) - std::log(32)) < 1e-12);
        Matrix<double> certain = Matrix<double>::Zero(3, 3);
        certain(1, 2) = 1;
        QCOMPARE(entropy(certain), 0.0);
    }

    void softGates() {
        Matrix<float> gates(3, 8);
        for (int e = 0; e < 3; ++e)
            for (int i = 0; i < 8; ++i)
                gates(e, i) = static_cast<float>((i + 1) * (e + 2) % 7) + 0.5f;
        for (int i = 0; i < 8; ++i)
            gates.col(i) /= gates.col(i).sum();
        QVERIFY(std::abs(gateInformation(gates, {0, 0, 1, 1, 2, 2, 0, 1}, 3) - 0.010127265888371) < 1e-7);
    }

    void hardGates_data() {
        QTest::addColumn<int>("experts");
        QTest::addColumn<int>("values");
        QTest::addColumn<double>("expected"); // where the expert is value % experts, values even
        QTest::newRow("as many") << 4 << 4 << 1.0;
        QTest::newRow("more values") << 3 << 81 << 1.0;
        QTest::newRow("more experts: some never used") << 6 << 3 << 1.0;
        QTest::newRow("one expert") << 1 << 10 << 0.0;
    }
    void hardGates() {
        QFETCH(int, experts);
        QFETCH(int, values);
        QFETCH(double, expected);
        const int examples = 10 * values;
        Matrix<float> gates = Matrix<float>::Zero(experts, examples);
        std::vector<std::uint16_t> attribute(examples);
        for (int i = 0; i < examples; ++i) {
            attribute[i] = static_cast<std::uint16_t>(i % values);
            gates(attribute[i] % experts, i) = 1;
        }
        QVERIFY(std::abs(gateInformation(gates, attribute, values) - expected) < 1e-12);
    }

    // On few examples information is biased upward; what random permutations have of it is what is too much.
    void permutationNull_data() {
        QTest::addColumn<int>("examples");
        QTest::addColumn<int>("values");
        QTest::newRow("1000 examples, 81 shifts") << 1000 << 81;
        QTest::newRow("1620 examples, 81 shifts") << 1620 << 81;
        QTest::newRow("1620 examples, 10 classes") << 1620 << 10;
    }
    void permutationNull() {
        QFETCH(int, examples);
        QFETCH(int, values);
        const Matrix<float> gates = randomGates(4, examples);
        const auto attribute = randomValues(examples, static_cast<std::uint32_t>(values));
        const double raw = gateInformation(gates, attribute, values);
        const double null = expertscope::permutationNull(gates, attribute, values);
        // (N - 1)(V - 1) / 2n nats for gates of 0 and 1; soft ones have less.
        const double most = 3.0 * (values - 1) / (2.0 * examples) / std::log(4.0);
        QVERIFY2(null > 0.3 * most && null < 1.3 * most, qPrintable(QString::number(null / most)));
        QVERIFY2(std::abs(raw - null) < 0.35 * null, qPrintable(QStringLiteral("%1 %2").arg(raw).arg(null)));
        QCOMPARE(expertscope::permutationNull(gates, attribute, values), null); // fixed permutations
    }
    void permutationNullLeavesWhatIsThere() {
        const auto attribute = randomValues(1620, 81);
        Matrix<float> gates = Matrix<float>::Zero(3, 1620);
        for (int i = 0; i < 1620; ++i)
            gates(attribute[i] % 3, i) = 1;
        const double null = expertscope::permutationNull(gates, attribute, 81);
        QVERIFY(null > 0.02 && null < 0.08);
        QVERIFY(gateInformation(gates, attribute, 81) - null > 0.9);
    }
};

QTEST_APPLESS_MAIN(TestInformation)
#include "tst_information.moc"
