// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/data/stroke_digits.h"
#include "model/data/stroke_skeletons.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

using namespace expertscope;

namespace {

constexpr int side = 28;
using Bytes = std::vector<std::uint8_t>;

const Bytes& bytes(const Dataset& data) {
    return std::get<Bytes>(data.pixels);
}

std::span<const std::uint8_t> image(const Dataset& data, int i) {
    return std::span(bytes(data)).subspan(static_cast<std::size_t>(i) * side * side, side * side);
}

bool sameImages(const Dataset& a, const Dataset& b) {
    return bytes(a) == bytes(b) && a.label.values == b.label.values;
}

DataPair digits(std::uint64_t seed, int train, int test, int threads = 1) {
    WorkerPool pool(threads);
    return makeStrokeDigits(seed, train, test, pool);
}

/// What the poses of a style share: for every stroke, which of its knots are corners.
std::vector<std::vector<bool>> outline(const Pose& pose) {
    std::vector<std::vector<bool>> strokes;
    for (const Stroke& stroke : pose) {
        strokes.emplace_back();
        for (const Knot& knot : stroke)
            strokes.back().push_back(knot.corner);
    }
    return strokes;
}

struct Ink {
    int top = side, bottom = -1, left = side, right = -1;
    double mass = 0, x = 0, y = 0;
};

Ink measure(std::span<const std::uint8_t> pixels) {
    Ink ink;
    for (int i = 0; i < side * side; ++i) {
        if (pixels[i] == 0)
            continue;
        const int row = i / side, column = i % side;
        ink.top = std::min(ink.top, row), ink.bottom = std::max(ink.bottom, row);
        ink.left = std::min(ink.left, column), ink.right = std::max(ink.right, column);
        ink.mass += pixels[i], ink.x += pixels[i] * column, ink.y += pixels[i] * row;
    }
    ink.x /= ink.mass, ink.y /= ink.mass;
    return ink;
}

} // namespace

class TestStrokeDigits : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { sample_ = digits(1, 4000, 1000); }

    void posesOfAStyleMatch_data() {
        QTest::addColumn<int>("digit");
        for (int digit = 0; digit < 10; ++digit)
            QTest::addRow("%d", digit) << digit;
    }
    void posesOfAStyleMatch() {
        QFETCH(int, digit);
        QVERIFY(!writingStyles(digit).empty());
        for (const WritingStyle& style : writingStyles(digit)) {
            QVERIFY(style.weight > 0 && !style.poses.empty());
            for (const Pose& pose : style.poses)
                QVERIFY(outline(pose) == outline(style.poses.front()));
        }
    }

    void describesItself() {
        sample_.train.check();
        sample_.test.check();
        QCOMPARE(sample_.source, std::string("digits"));
        QCOMPARE(sample_.sha256, std::string("stroke-digits-1"));
        QCOMPARE(sample_.train.name, std::string("Built-in digits, training set"));
        QCOMPARE(sample_.test.name, std::string("Built-in digits, test set"));
        QCOMPARE(sample_.train.count(), 4000);
        QCOMPARE(sample_.test.count(), 1000);
        QCOMPARE(sample_.train.classes(), 10);
        QVERIFY(sample_.train.shape == (ImageShape{side, side, 1}));
    }

    void followsTheSeed() {
        QVERIFY(sameImages(digits(5, 200, 50).train, digits(5, 200, 50).train));
        QVERIFY(!sameImages(digits(5, 200, 50).train, digits(6, 200, 50).train));
    }

    void sameOnAnyNumberOfThreads_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("one") << 1;
        QTest::newRow("two") << 2;
        QTest::newRow("three") << 3;
    }
    void sameOnAnyNumberOfThreads() {
        QFETCH(int, threads);
        const DataPair pair = digits(1, 4000, 1000, threads);
        QVERIFY(sameImages(pair.train, sample_.train));
        QVERIFY(sameImages(pair.test, sample_.test));
    }

    void imageDoesNotDependOnTheCount_data() {
        QTest::addColumn<int>("train");
        QTest::addColumn<int>("test");
        QTest::newRow("none") << 0 << 0;
        QTest::newRow("one") << 1 << 1;
        QTest::newRow("not a whole task") << 65 << 63;
        QTest::newRow("test set only") << 0 << 500;
        QTest::newRow("more than one report") << 2100 << 10;
    }
    void imageDoesNotDependOnTheCount() {
        QFETCH(int, train);
        QFETCH(int, test);
        const DataPair pair = digits(1, train, test);
        QVERIFY(std::equal(bytes(pair.train).begin(), bytes(pair.train).end(), bytes(sample_.train).begin()));
        QVERIFY(std::equal(bytes(pair.test).begin(), bytes(pair.test).end(), bytes(sample_.test).begin()));
        QVERIFY(std::equal(pair.train.label.values.begin(), pair.train.label.values.end(),
                           sample_.train.label.values.begin()));
    }

    void classesAreNearEquallyOften() {
        std::array<int, 10> counts{};
        for (int value : sample_.train.label.values)
            ++counts[value];
        for (int count : counts) // four standard deviations of a binomial
            QVERIFY2(std::abs(count - 400) < 76, qPrintable(QString::number(count)));
    }

    void isFramedAsMnistIs() {
        for (int i = 0; i < sample_.train.count(); ++i) {
            const Ink ink = measure(image(sample_.train, i));
            const int height = ink.bottom - ink.top + 1, width = ink.right - ink.left + 1;
            QVERIFY2(std::max(height, width) <= 20 && std::max(height, width) >= 19,
                     qPrintable(QString::number(i)));
            QVERIFY2(std::abs(ink.x - 13.5) <= 1 && std::abs(ink.y - 13.5) <= 1,
                     qPrintable(QString::number(i)));
        }
    }

    void hasAsMuchInkAsMnist() { // MNIST: 19.1 % of the pixels are not 0, and the mean is 33.3
        const Bytes& pixels = bytes(sample_.train);
        double inked = 0, sum = 0;
        for (std::uint8_t value : pixels) {
            inked += value > 0;
            sum += value;
        }
        const double size = static_cast<double>(pixels.size());
        QVERIFY2(std::abs(inked / size - 0.191) < 0.02, qPrintable(QString::number(inked / size)));
        QVERIFY2(std::abs(sum / size - 33.3) < 4, qPrintable(QString::number(sum / size)));
    }

    void isAntiAliased() {
        for (int i = 0; i < 100; ++i) {
            const auto pixels = image(sample_.train, i);
            const auto grey = [](std::uint8_t v) { return v > 0 && v < 255; };
            QVERIFY(std::count_if(pixels.begin(), pixels.end(), grey) > 20);
            QVERIFY(std::set<std::uint8_t>(pixels.begin(), pixels.end()).size() > 20);
        }
    }

    void noTwoImagesAreEqual() {
        std::set<Bytes> seen;
        for (const Dataset* data : {&sample_.train, &sample_.test})
            for (int i = 0; i < 1000; ++i)
                seen.insert(Bytes(image(*data, i).begin(), image(*data, i).end()));
        QCOMPARE(seen.size(), std::size_t{2000}); // within a set and between the two
    }

    void reportsProgress() {
        WorkerPool pool(1);
        std::vector<double> told;
        makeStrokeDigits(1, 2500, 500, pool, [&](double fraction) {
            told.push_back(fraction);
            return true;
        });
        QVERIFY(told.size() >= 3);
        QVERIFY(std::is_sorted(told.begin(), told.end()));
        QCOMPARE(told.back(), 1.0);
    }

    void stopsWhenTold() {
        WorkerPool pool(2);
        int calls = 0;
        const auto untilTheSecond = [&](double) { return ++calls < 2; };
        QVERIFY_THROWS_EXCEPTION(Cancelled, makeStrokeDigits(1, 60000, 10000, pool, untilTheSecond));
        QCOMPARE(calls, 2);
    }

    void refusesANegativeCount() {
        QVERIFY_THROWS_EXCEPTION(ConfigError, digits(1, -1, 10));
        QVERIFY_THROWS_EXCEPTION(ConfigError, digits(1, 10, -1));
    }

  private:
    DataPair sample_;
};

QTEST_APPLESS_MAIN(TestStrokeDigits)
#include "tst_stroke_digits.moc"
