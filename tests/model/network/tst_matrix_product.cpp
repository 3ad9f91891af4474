// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/matrix_product.h"
#include "tests/model/testing.h"

#include <limits>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

enum class Product { Plain, TransposedFirst, TransposedSecond };

/// The values of a matrix that is a block somewhere inside a larger one, whose other values are NaN.
template <class Scalar> struct Block {
    Matrix<Scalar> whole;
    Index rows, columns, margin;

    Block(Index r, Index c, bool inside, std::uint64_t seed) : rows(r), columns(c), margin(inside ? 3 : 0) {
        whole.setConstant(r + 2 * margin, c + 2 * margin, std::numeric_limits<Scalar>::quiet_NaN());
        view() = normals(r * c, seed).reshaped(r, c).template cast<Scalar>();
    }
    auto view() { return whole.block(margin, margin, rows, columns); }
};

template <class Scalar> double worst(Product product, Index m, Index n, Index k, Into into, bool inside) {
    Block<Scalar> a =
        product == Product::TransposedFirst ? Block<Scalar>(k, m, inside, 1) : Block<Scalar>(m, k, inside, 1);
    Block<Scalar> b = product == Product::TransposedSecond ? Block<Scalar>(n, k, inside, 2)
                                                           : Block<Scalar>(k, n, inside, 2);
    Block<Scalar> c(m, n, inside, 3);
    if (into == Into::Overwrite)
        c.view().setConstant(std::numeric_limits<Scalar>::quiet_NaN()); // may not be read
    const Matrix<Scalar> before = c.whole;
    switch (product) {
    case Product::Plain:
        multiply<Scalar>(a.view(), b.view(), c.view(), into);
        break;
    case Product::TransposedFirst:
        multiplyTransposed<Scalar>(a.view(), b.view(), c.view(), into);
        break;
    case Product::TransposedSecond:
        multiplyByTransposed<Scalar>(a.view(), b.view(), c.view(), into);
        break;
    }
    double wrong = 0;
    for (Index i = 0; i < c.whole.rows(); ++i)
        for (Index j = 0; j < c.whole.cols(); ++j) {
            const Index row = i - c.margin, column = j - c.margin;
            if (row < 0 || row >= m || column < 0 || column >= n) {
                if (!std::isnan(c.whole(i, j)))
                    return std::numeric_limits<double>::infinity(); // wrote beside its block
                continue;
            }
            double sum = into == Into::Add ? static_cast<double>(before(i, j)) : 0.0;
            for (Index l = 0; l < k; ++l)
                sum += static_cast<double>(product == Product::TransposedFirst ? a.view()(l, row)
                                                                               : a.view()(row, l)) *
                       static_cast<double>(product == Product::TransposedSecond ? b.view()(column, l)
                                                                                : b.view()(l, column));
            const double difference = std::abs(static_cast<double>(c.whole(i, j)) - sum);
            wrong = std::isnan(difference) ? std::numeric_limits<double>::infinity()
                                           : std::max(wrong, difference);
        }
    return wrong;
}

} // namespace

class TestMatrixProduct : public QObject {
    Q_OBJECT
  private slots:
    void equalsPlainLoops_data() {
        QTest::addColumn<int>("product");
        QTest::addColumn<bool>("add");
        QTest::addColumn<bool>("inside");
        const char* names[] = {"a b", "a^T b", "a b^T"};
        for (int product : {0, 1, 2})
            for (bool add : {false, true})
                for (bool inside : {false, true})
                    QTest::addRow("%s %s%s", add ? "c +=" : "c =", names[product],
                                  inside ? ", blocks of larger matrices" : "")
                        << product << add << inside;
    }
    void equalsPlainLoops() {
        QFETCH(int, product);
        QFETCH(bool, add);
        QFETCH(bool, inside);
        const Into into = add ? Into::Add : Into::Overwrite;
        for (Index m : {1, 2, 3, 8, 17, 33, 64, 70})
            for (Index n : {1, 2, 5, 16, 31, 70})
                for (Index k : {1, 2, 7, 16, 40, 70}) {
                    const double inFloat = worst<float>(static_cast<Product>(product), m, n, k, into, inside);
                    const double inDouble =
                        worst<double>(static_cast<Product>(product), m, n, k, into, inside);
                    if (inFloat > 3e-5 || inDouble > 1e-13)
                        QFAIL(qPrintable(QStringLiteral("%1 x %2 x %3: wrong by %4 (float), %5 (double)")
                                             .arg(m)
                                             .arg(n)
                                             .arg(k)
                                             .arg(inFloat)
                                             .arg(inDouble)));
                }
    }

    // NaN times 0 is NaN: a product may not skip zeros, or divergence would go unseen.
    void nanIsNotSkipped() {
        Matrix<float> a = Matrix<float>::Zero(9, 9), b = Matrix<float>::Zero(9, 9), c(9, 9);
        b(4, 5) = std::numeric_limits<float>::quiet_NaN();
        multiply<float>(a, b, c, Into::Overwrite);
        QVERIFY(c.col(5).array().isNaN().all());
        QVERIFY(!c.col(4).array().isNaN().any());
    }

    // For config.json: a library, its version, and what it chose for this processor.
    void nameIsAFewWords() {
        const QString name = QString::fromStdString(matrixProductName());
        QVERIFY2(QRegularExpression("^(OpenBLAS \\d+\\.\\d+\\.\\d+\\S* \\w+|Eigen \\d+\\.\\d+\\.\\d+)$")
                     .match(name)
                     .hasMatch(),
                 qPrintable('"' + name + '"'));
    }
};

QTEST_APPLESS_MAIN(TestMatrixProduct)
#include "tst_matrix_product.moc"
