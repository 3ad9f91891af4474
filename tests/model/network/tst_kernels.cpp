// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/random.h"
#include "model/network/input_batch.h"
#include "model/network/kernels.h"
#include "model/network/linear.h"
#include "tests/model/network/stored_gradient.h"

#include <QtTest>

#include <cmath>
#include <limits>

namespace expertscope {
extern const Kernels kernelsBaseline;
#ifdef __x86_64__
extern const Kernels kernelsAvx2, kernelsAvx512;
#endif
} // namespace expertscope

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// All builds of the inner loops that this processor can run.
std::vector<const Kernels*> runnable() {
    std::vector<const Kernels*> all{&kernelsBaseline};
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        all.push_back(&kernelsAvx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
        all.push_back(&kernelsAvx512);
#endif
    return all;
}

Matrix<float> floatNormals(Index rows, Index columns, std::uint32_t stream) {
    Random random(3, Stream::Weights, stream);
    return Matrix<float>::NullaryExpr(rows, columns, [&] { return static_cast<float>(random.normal()); });
}

/// About one value in four is not 0; the first column is empty.
Matrix<float> sparseMatrix(Index rows, Index columns) {
    Random random(4, Stream::Weights);
    Matrix<float> x = Matrix<float>::NullaryExpr(
        rows, columns, [&] { return random.below(4) ? 0.0f : static_cast<float>(random.normal()); });
    x.col(0).setZero();
    return x;
}

template <class Scalar> InputBatch<Scalar> sparseBatch(const Matrix<float>& x) {
    InputBatch<Scalar> batch(x.rows(), x.cols(), x.rows());
    for (Index c = 0; c < x.cols(); ++c) {
        Index count = 0;
        for (Index r = 0; r < x.rows(); ++r)
            if (x(r, c) != 0) {
                batch.columnInputs(c)[count] = static_cast<std::uint16_t>(r);
                batch.columnValues(c)[count++] = static_cast<Scalar>(x(r, c));
            }
        batch.setColumnCount(c, count);
    }
    return batch;
}

bool near(const Matrix<float>& a, const Matrix<float>& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && (a - b).cwiseAbs().maxCoeff() < 1e-4f;
}

} // namespace

class TestKernels : public QObject {
    Q_OBJECT
  private slots:
    void sparseSumsEqualProducts_data() {
        QTest::addColumn<int>("units");
        for (int units :
             {1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 48, 50, 63, 64, 100, 127, 128, 129, 256, 400, 401})
            QTest::addRow("%d units", units) << units;
    }
    void sparseSumsEqualProducts() {
        QFETCH(int, units);
        constexpr Index inputs = 37, examples = 11;
        const Matrix<float> x = sparseMatrix(inputs, examples), w = floatNormals(units, inputs, 1);
        const Matrix<float> bias = floatNormals(units, 1, 2), delta = floatNormals(units, examples, 3);
        InputBatch<float> batch = sparseBatch<float>(x);
        for (int part = 0; part < InputBatch<float>::transposeParts; ++part)
            batch.transpose(part, examples);
        // The middle of a larger matrix, as of a panel's part of the units.
        const Index below = 2, stride = units + 5;
        Matrix<float> deltas = Matrix<float>::Constant(stride, examples, 99);
        deltas.middleRows(below, units) = delta;
        for (const Kernels* k : runnable()) {
            // One unit more, to see what is written beyond the end.
            Matrix<float> y = Matrix<float>::Constant(units + 1, examples, 77);
            k->sparseForward(units, w.data(), bias.data(), batch.columnInputs(0), batch.columnValues(0),
                             batch.places(), batch.columnCounts(), examples, y.data(), units + 1);
            QVERIFY2(near(y.topRows(units), ((w * x).colwise() + bias.col(0)).eval()), k->name);
            QVERIFY2((y.row(units).array() == 77).all(), k->name);

            Vector<float> gradient = Vector<float>::Constant(units * inputs + 1, 77);
            k->sparseGradient(units, deltas.data() + below, stride, inputs, batch.rowBegin(),
                              batch.rowExamples(), batch.rowValues(), gradient.data());
            QVERIFY2(near(Eigen::Map<Matrix<float>>(gradient.data(), units, inputs), delta * x.transpose()),
                     k->name);
            QCOMPARE(gradient[units * inputs], 77.0f);
        }
    }

    void mixingAndBack_data() {
        QTest::addColumn<int>("hidden");
        for (int hidden : {1, 5, 16, 20, 37, 100})
            QTest::addRow("%d hidden", hidden) << hidden;
    }
    void mixingAndBack() {
        QFETCH(int, hidden);
        constexpr Index experts = 3;
        Matrix<float> f = floatNormals(hidden, experts, 1).cwiseMax(0.0f);
        const Vector<float> gates = Vector<float>{{0.2f, 0.5f, 0.3f}}, dz = floatNormals(hidden, 1, 2);
        for (const Kernels* k : runnable()) {
            Vector<float> z(hidden), dGates(experts);
            Matrix<float> df(hidden, experts);
            k->mix(experts, hidden, gates.data(), f.data(), z.data());
            QVERIFY2(near(z, f * gates), k->name);
            k->unmix(experts, hidden, gates.data(), f.data(), dz.data(), dGates.data(), df.data());
            QVERIFY2(near(dGates, f.transpose() * dz), k->name);
            const Matrix<float> open = (f.array() > 0).cast<float>();
            QVERIFY2(near(df, (dz * gates.transpose()).cwiseProduct(open)), k->name);
        }
    }

    void rectificationLetsNaNThrough() {
        for (const Kernels* k : runnable()) {
            Vector<float> y = floatNormals(35, 1, 1), delta = floatNormals(35, 1, 2);
            y[3] = y[34] = std::numeric_limits<float>::quiet_NaN();
            const Vector<float> before = y, deltaBefore = delta;
            k->rectify(y.data(), y.size());
            k->rectifyBackward(y.data(), delta.data(), y.size());
            for (Index i = 0; i < y.size(); ++i) {
                if (std::isnan(before[i]))
                    QVERIFY2(std::isnan(y[i]), k->name);
                else
                    QCOMPARE(y[i], std::max(before[i], 0.0f));
                QCOMPARE(delta[i], before[i] > 0 ? deltaBefore[i] : 0.0f);
            }
        }
    }

    void momentum() {
        for (const Kernels* k : runnable()) {
            Vector<float> w = floatNormals(35, 1, 1), v = floatNormals(35, 1, 2);
            const Vector<float> g = floatNormals(35, 1, 3);
            const Vector<float> expectedV = 0.9f * v + g + 0.01f * w, expectedW = w - 0.1f * expectedV;
            k->momentumStep(w.size(), w.data(), v.data(), g.data(), 0.1f, 0.9f, 0.01f);
            QVERIFY2(near(v, expectedV) && near(w, expectedW), k->name);
        }
    }

    /// The sparse path of a layer gives what the dense path gives, in both precisions.
    void sparseLinearEqualsDense() {
        sparseLinear<float>(1e-4);
        sparseLinear<double>(1e-12);
    }

  private:
    template <class Scalar> void sparseLinear(double bound) {
        const Matrix<float> x = sparseMatrix(41, 9);
        constexpr Index units = 150;
        const Linear<Scalar> linear(41, units, 1, 0);
        Vector<Scalar> theta(linear.parameterCount());
        linear.initialise(theta.data(), Random(1, Stream::Weights));
        InputBatch<Scalar> lists = sparseBatch<Scalar>(x), full(41, 9);
        full.dense() = x.cast<Scalar>();
        for (int part = 0; part < InputBatch<Scalar>::transposeParts; ++part)
            lists.transpose(part, 9);
        Matrix<Scalar> a(units, 9), b(units, 9);
        linear.forward(theta.data(), {full, {0, 9}}, a);
        linear.forward(theta.data(), {lists, {0, 9}}, b);
        QVERIFY((a - b).cwiseAbs().maxCoeff() < static_cast<Scalar>(bound));
        QVERIFY(linear.panels() > 1);
        Matrix<Scalar> c = Matrix<Scalar>::Zero(units, 9);
        for (int panel = linear.panels(); panel-- > 0;)
            linear.forwardPanel(panel, theta.data(), {lists, {0, 9}}, c);
        QVERIFY((a - c).cwiseAbs().maxCoeff() < static_cast<Scalar>(bound));
        StoredGradient<Scalar> dense(theta.size()), sparse(theta.size());
        std::vector<Scalar> scratch(Linear<Scalar>::gradientScratch);
        for (int task = 0; task < linear.gradientTasks(false); ++task)
            linear.gradient(task, {full, {0, 9}}, a, scratch.data(), dense);
        for (int task = 0; task < linear.gradientTasks(true); ++task)
            linear.gradient(task, {lists, {0, 9}}, a, scratch.data(), sparse);
        QVERIFY((dense.values - sparse.values).cwiseAbs().maxCoeff() < static_cast<Scalar>(bound));
    }
};

QTEST_APPLESS_MAIN(TestKernels)
#include "tst_kernels.moc"
