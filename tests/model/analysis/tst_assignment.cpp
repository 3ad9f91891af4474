// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/assignment.h"
#include "tests/model/testing.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace expertscope;

namespace {

double sum(const Matrix<double>& value, const std::vector<int>& columns) {
    double sum = 0;
    for (std::size_t row = 0; row < columns.size(); ++row)
        sum += columns[row] >= 0 ? value(Index(row), columns[row]) : 0;
    return sum;
}

/// By trying all: of the longer side's permutations, those that fall on the shorter side count.
double bestOfAll(const Matrix<double>& value) {
    const Matrix<double> wide = value.rows() <= value.cols() ? value : Matrix<double>(value.transpose());
    std::vector<int> columns(std::size_t(wide.cols()));
    std::iota(columns.begin(), columns.end(), 0);
    double best = -1e300;
    do
        best = std::max(best, sum(wide, {columns.begin(), columns.begin() + wide.rows()}));
    while (std::next_permutation(columns.begin(), columns.end()));
    return best;
}

Matrix<double> made(int rows, int columns, unsigned seed, bool ties) {
    Random random(seed, Stream::StrokeDigits, 3, 0);
    return Matrix<double>::NullaryExpr(rows, columns,
                                       [&] { return ties ? double(random.below(3)) : random.normal(); });
}

void verifyEachItsOwn(const Matrix<double>& value, const std::vector<int>& columns) {
    QCOMPARE(Index(columns.size()), value.rows());
    std::set<int> taken;
    for (const int column : columns) {
        QVERIFY(column >= -1 && column < value.cols());
        if (column >= 0)
            QVERIFY(taken.insert(column).second);
    }
    QCOMPARE(Index(taken.size()), std::min(value.rows(), value.cols()));
}

} // namespace

class TestAssignment : public QObject {
    Q_OBJECT
  private slots:
    void asGoodAsTryingAll_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        for (const auto& [rows, columns] : {std::pair(1, 1),
                                           {1, 4},
                                           {4, 1},
                                           {2, 2},
                                           {3, 3},
                                           {4, 4},
                                           {5, 5},
                                           {6, 6},
                                           {7, 7},
                                           {3, 6},
                                           {6, 3},
                                           {2, 7},
                                           {5, 7}})
            QTest::addRow("%d of %d", rows, columns) << rows << columns;
    }
    void asGoodAsTryingAll() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        for (unsigned seed = 0; seed < 20; ++seed)
            for (const bool ties : {false, true}) {
                const Matrix<double> value = made(rows, columns, seed, ties);
                const std::vector<int> found = bestAssignment(value);
                verifyEachItsOwn(value, found);
                QVERIFY(std::abs(sum(value, found) - bestOfAll(value)) < 1e-9);
            }
    }

    void theGreedyChoiceIsNotTheBest() {
        Matrix<double> value(2, 2);
        value << 10, 9, 9, 1; // 10 + 1 < 9 + 9
        QCOMPARE(bestAssignment(value), (std::vector<int>{1, 0}));
    }

    void findsAHiddenPermutation_data() {
        QTest::addColumn<int>("experts");
        for (const int experts : {16, 64, 256})
            QTest::addRow("%d", experts) << experts;
    }
    void findsAHiddenPermutation() {
        QFETCH(int, experts);
        std::vector<int> hidden(std::size_t(experts), 0);
        for (int i = 0; i < experts; ++i)
            hidden[std::size_t(i)] = (i * 5 + 3) % experts; // 5 and a power of two have no common factor
        Matrix<double> value = 0.1 * made(experts, experts, 1, false);
        for (int i = 0; i < experts; ++i)
            value(i, hidden[std::size_t(i)]) += 10;
        QCOMPARE(bestAssignment(value), hidden);
    }

    void nothingToAssign() {
        QVERIFY(bestAssignment(Matrix<double>(0, 0)).empty());
        QVERIFY(bestAssignment(Matrix<double>(0, 3)).empty());
        QCOMPARE(bestAssignment(Matrix<double>(2, 0)), (std::vector<int>{-1, -1}));
    }
};

QTEST_APPLESS_MAIN(TestAssignment)
#include "tst_assignment.moc"
