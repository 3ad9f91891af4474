// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/data/attributes/image_attribute.h"
#include "model/data/stroke_digits.h"
#include "tests/model/testing.h"

#include <cmath>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

constexpr int side = 28;

using Picture = std::vector<float>;

/// A bar of that width and height, its upper left corner at 4, 8, each row further left by `lean` pixels.
Picture bar(int width, int height, double lean = 0, float ink = 1) {
    Picture picture(side * side, 0);
    for (int row = 0; row < height; ++row)
        for (int column = 0; column < width; ++column)
            picture[(4 + row) * side + 18 + column - static_cast<int>(std::lround(lean * row))] = ink;
    return picture;
}

const ImageAttribute& named(const std::string& name) {
    for (const ImageAttribute& attribute : imageAttributes())
        if (attribute.name == name)
            return attribute;
    qFatal("no such attribute");
}

Dataset setOf(const std::vector<Picture>& pictures, int channels = 1) {
    Dataset data;
    data.name = "pictures";
    data.shape = {side, side, channels};
    data.label = classAttribute({"0"});
    data.label.values.assign(pictures.size(), 0);
    std::vector<float> pixels;
    for (const Picture& picture : pictures)
        pixels.insert(pixels.end(), picture.begin(), picture.end());
    data.pixels = std::move(pixels);
    data.check();
    return data;
}

} // namespace

/// What is measured of images by their pixels: numbers found by hand, and the fifths that they are sorted
/// into.
class TestImageAttribute : public QObject {
    Q_OBJECT
  private slots:
    void numbers_data() {
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<Picture>("picture");
        QTest::addColumn<double>("number");
        const auto row = [](const char* name, const char* attribute, const Picture& picture, double number) {
            QTest::newRow(name) << QString::fromLatin1(attribute) << picture << number;
        };
        // A bar of w x h has w h of ink and 2 (w + h) of edge.
        const double all = 4 / std::acos(-1.0);
        row("nothing", "thickness", Picture(side * side, 0), 0);
        row("a thin bar", "thickness", bar(1, 20), all * 2 * 20 / 42);
        row("a thick bar", "thickness", bar(4, 20), all * 2 * 80 / 48);
        row("lighter ink is as thick", "thickness", bar(4, 20, 0, 0.25F), all * 2 * 80 / 48);
        row("all ink", "thickness", Picture(side * side, 1), all * side / 2);
        row("upright", "slant", bar(2, 20), 0);
        row("leaning to the right", "slant", bar(2, 15, 1), 45);
        row("leaning to the left", "slant", bar(2, 9, -1), -45);
        row("no ink", "slant", Picture(side * side, 0), 0);
        row("one row", "slant", bar(9, 1), 0);
    }
    void numbers() {
        QFETCH(QString, attribute);
        QFETCH(Picture, picture);
        QFETCH(double, number);
        const double measured = named(attribute.toStdString()).measure(picture.data(), side, side);
        QVERIFY2(std::abs(measured - number) < 1e-5, qPrintable(QString::number(measured, 'g', 10)));
    }

    /// Whatever it is of: finite for what a data set may hold.
    void isFinite() {
        std::vector<float> picture(side * side);
        for (const ImageAttribute& attribute : imageAttributes()) {
            QVERIFY(!attribute.sentence.empty());
            for (const float value : {0.0F, 1.0F, -1.0F, 1e30F, -1e-30F}) {
                std::fill(picture.begin(), picture.end(), 0.0F);
                picture[5] = value;
                picture[400] = -value / 2;
                QVERIFY(std::isfinite(attribute.measure(picture.data(), side, side)));
                QVERIFY(std::isfinite(attribute.measure(picture.data(), 1, 1)));
            }
        }
    }

    void fifthsOfTheTrainingImages() {
        DataPair pair;
        std::vector<Picture> train, test;
        for (int width = 1; width <= 10; ++width)
            train.push_back(bar(width, 20));
        for (const int width : {1, 4, 5, 10})
            test.push_back(bar(width, 14));
        test.push_back(bar(10, 24));
        pair.train = setOf(train);
        pair.test = setOf(test);
        WorkerPool pool(2);
        addImageAttributes(pair, {"thickness"}, pool);
        QCOMPARE(pair.train.attributes.size(), 1u);
        const Attribute& thickness = pair.train.attributes[0];
        QCOMPARE(thickness.name, std::string("thickness"));
        QCOMPARE(thickness.values, (std::vector<std::uint16_t>{0, 0, 1, 1, 2, 2, 3, 3, 4, 4}));
        QCOMPARE(thickness.valueNames.size(), 5u);
        QVERIFY(thickness.valueNames[0].starts_with("to ") && thickness.valueNames[4].starts_with("from "));
        QCOMPARE(thickness.title, std::string("thickness (pixels)"));
        // By the borders of the training images; a shorter bar is thinner by its own edge.
        QCOMPARE(pair.test.attributes[0].values, (std::vector<std::uint16_t>{0, 1, 1, 3, 4}));
        pair.train.check();
        pair.test.check();
    }
    void fewerWhereManyAreAlike() {
        DataPair pair;
        pair.train = setOf({bar(3, 20), bar(3, 20), bar(3, 20), bar(3, 20), bar(5, 20)});
        pair.test = setOf({bar(5, 20)});
        WorkerPool pool(1);
        addImageAttributes(pair, {"thickness", "slant"}, pool);
        QCOMPARE(pair.train.attributes[0].valueCount(), 2);
        QCOMPARE(pair.train.attributes[0].values, (std::vector<std::uint16_t>{0, 0, 0, 0, 1}));
        QCOMPARE(pair.train.attributes[1].valueNames, std::vector<std::string>{"all alike"});
        pair.test.check();
    }
    void coloursAreAveraged() {
        DataPair grey, colour;
        std::vector<Picture> one, three;
        for (int width = 1; width <= 5; ++width) {
            one.push_back(bar(width, 20, 0, 0.5F));
            Picture all(3 * side * side, 0.0F);
            const Picture full = bar(width, 20, 0, 1.5F);
            std::copy(full.begin(), full.end(), all.begin() + side * side); // in one channel alone
            three.push_back(all);
        }
        grey.train = grey.test = setOf(one);
        colour.train = colour.test = setOf(three, 3);
        WorkerPool pool(1);
        addImageAttributes(grey, {"thickness"}, pool);
        addImageAttributes(colour, {"thickness"}, pool);
        QCOMPARE(colour.train.attributes[0].values, grey.train.attributes[0].values);
        QCOMPARE(colour.train.attributes[0].valueNames, grey.train.attributes[0].valueNames);
    }

    void sameOnAnyNumberOfThreads() {
        std::vector<std::vector<std::uint16_t>> found;
        for (const int threads : {1, 2, 3}) {
            WorkerPool pool(threads);
            DataPair pair = makeStrokeDigits(0, 2000, 500, pool);
            addImageAttributes(pair, {"slant", "thickness"}, pool);
            found.push_back(pair.train.attributes[0].values);
            found.back().insert(found.back().end(), pair.test.attributes[1].values.begin(),
                                pair.test.attributes[1].values.end());
            for (const Attribute& attribute : pair.train.attributes)
                for (int value = 0; value < attribute.valueCount(); ++value) {
                    const auto count = std::count(attribute.values.begin(), attribute.values.end(), value);
                    QVERIFY2(std::abs(count - 400) <= 1, qPrintable(QString::number(count)));
                }
        }
        QVERIFY(found[0] == found[1] && found[0] == found[2]);
    }
    void canBeCancelled() {
        WorkerPool pool(1);
        DataPair pair = makeStrokeDigits(0, 2000, 500, pool);
        QVERIFY_THROWS_EXCEPTION(Cancelled, addImageAttributes(pair, {"slant"}, pool, [](double fraction) {
                                     return fraction < 0.5;
                                 }));
    }
    void refused_data() {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("message");
        QStringList all;
        for (const ImageAttribute& attribute : imageAttributes())
            all << QString::fromStdString(attribute.name);
        QTest::newRow("unknown") << QStringList{"slant", "mood"}
                                 << "data.attributes names \"mood\"; choose of " + all.join(", ");
        QTest::newRow("twice") << QStringList{"slant", "slant"}
                               << "data.attributes names slant twice; leave one out";
    }
    void refused() {
        QFETCH(QStringList, names);
        std::vector<std::string> asked;
        for (const QString& name : names)
            asked.push_back(name.toStdString());
        QTEST(sentence<ConfigError>([&] { checkImageAttributes(asked); }), "message");
    }
};

QTEST_APPLESS_MAIN(TestImageAttribute)
#include "tst_image_attribute.moc"
