// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/example_set.h"
#include "tests/model/testing.h"

#include <map>
#include <set>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

const ImageShape shape{6, 5, 1};

std::shared_ptr<const Dataset> made(int count) {
    return std::make_shared<const Dataset>(madeDataset(count, shape));
}

} // namespace

class TestExampleSet : public QObject {
    Q_OBJECT
  private slots:
    // So that test errors of different runs, and of different parts of the data, compare.
    void fixedTranslationsDependOnSeedAndIndexOnly() {
        const auto data = made(400);
        const Translation translation(shape, 4);
        const auto fixed = [&](std::uint64_t seed, Stream stream, int first, int count) {
            return withFixedTranslations(data, translation, seed, stream, first, count);
        };
        const ExampleSet all = fixed(0, Stream::TestJitter, 0, 400),
                         part = fixed(0, Stream::TestJitter, 150, 100);
        const ExampleSet seed = fixed(1, Stream::TestJitter, 0, 400),
                         stream = fixed(0, Stream::TrainJitter, 0, 400);
        int sameSeed = 0, sameStream = 0;
        std::set<int> values;
        for (int i = 0; i < 400; ++i) {
            QCOMPARE(int(all.example(i)), i);
            sameSeed += all.shift(i) == seed.shift(i);
            sameStream += all.shift(i) == stream.shift(i);
            values.insert(translation.value(all.shift(i)));
        }
        QVERIFY(sameSeed < 20 && sameStream < 20); // 400 / 81 by chance
        QVERIFY(values.size() > 75);
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(int(part.example(i)), 150 + i);
            QVERIFY(part.shift(i) == all.shift(150 + i));
        }
    }

    void probeSetIsBalanced_data() {
        QTest::addColumn<int>("jitter");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count"); // examples to choose from
        QTest::addColumn<int>("size");
        QTest::newRow("jitter 4") << 4 << 0 << 2000 << 1620;
        QTest::newRow("just enough") << 4 << 100 << 1620 << 1620;
        QTest::newRow("few examples") << 4 << 10 << 300 << 1620;
        QTest::newRow("jitter 1") << 1 << 0 << 2000 << 180;
        QTest::newRow("no jitter") << 0 << 100 << 1900 << 1620;
        QTest::newRow("no jitter, few examples") << 0 << 7 << 300 << 300;
    }
    void probeSetIsBalanced() {
        QFETCH(int, jitter);
        QFETCH(int, first);
        QFETCH(int, count);
        QFETCH(int, size);
        const Translation translation(shape, jitter);
        const ExampleSet set = balancedProbeSet(made(2000), translation, 0, first, count);
        QCOMPARE(set.count(), size);
        std::map<int, int> perShift, perExample;
        for (int i = 0; i < size; ++i) {
            ++perShift[translation.value(set.shift(i))];
            ++perExample[static_cast<int>(set.example(i))];
            QVERIFY(int(set.example(i)) >= first && int(set.example(i)) < first + count);
        }
        QCOMPARE(int(perShift.size()), translation.values());
        for (const auto& [value, times] : perShift)
            QCOMPARE(times, size / translation.values());
        for (const auto& [example, times] : perExample)
            QVERIFY(times <= (size + count - 1) / count);
    }
    void probeSetDependsOnTheSeed() {
        const auto data = made(2000);
        const Translation translation(shape, 4);
        const ExampleSet a = balancedProbeSet(data, translation, 0, 0, 2000),
                         b = balancedProbeSet(data, translation, 1, 0, 2000);
        QVERIFY(a.example(0) != b.example(0) || a.example(1) != b.example(1));
    }

    void balancedPart_data() {
        QTest::addColumn<int>("jitter");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("size"); // 0: too few to be balanced
        QTest::newRow("jitter 4") << 4 << 10000 << 1620;
        QTest::newRow("jitter 4, too few") << 4 << 1700 << 0;
        QTest::newRow("jitter 1") << 1 << 400 << 180;
        QTest::newRow("no jitter") << 0 << 2000 << 1620;
        QTest::newRow("no jitter, few examples") << 0 << 300 << 300;
    }
    void balancedPart() {
        QFETCH(int, jitter);
        QFETCH(int, count);
        QFETCH(int, size);
        const Translation translation(shape, jitter);
        const ExampleSet set =
            withFixedTranslations(made(count + 5), translation, 3, Stream::TestJitter, 5, count);
        const std::vector<std::uint32_t> places = expertscope::balancedPart(set, 0);
        QCOMPARE(int(places.size()), size);
        const ExampleSet part = set.part(places);
        std::map<int, int> perShift;
        for (int i = 0; i < size; ++i) {
            ++perShift[translation.value(part.shift(i))];
            QCOMPARE(part.example(i), set.example(static_cast<int>(places[i])));
            QVERIFY(part.shift(i) == set.shift(static_cast<int>(places[i])));
        }
        for (const auto& [value, times] : perShift)
            QCOMPARE(times, size / translation.values());
        QCOMPARE(std::set<std::uint32_t>(places.begin(), places.end()).size(), places.size());
        QCOMPARE(expertscope::balancedPart(set, 0), places);
        QVERIFY(size == 0 || expertscope::balancedPart(set, 1) != places);
    }

    void attributes() {
        const auto data = made(50);
        const ExampleSet moved(data, Translation(shape, 1), {7, 3, 3}, {{0, 0}, {-1, -1}, {1, 0}});
        QCOMPARE(moved.attributes().size(), std::size_t{2});
        QCOMPARE(moved.attribute("class")->values[1], data->label.values[3]);
        QCOMPARE(moved.label(0), int(data->label.values[7]));
        QCOMPARE(moved.attribute("translation")->values, (std::vector<std::uint16_t>{4, 0, 7}));
        QVERIFY(!moved.attribute("speaker"));
        const ExampleSet still(data, Translation(shape, 0), {1}, {{0, 0}});
        QVERIFY(!still.attribute("translation"));
        QCOMPARE(still.attribute("class")->gridColumns, 4);
    }

    void otherAttributesComeAfterThese() {
        Dataset data = madeDataset(4, shape);
        data.attributes.push_back({"speaker", {"ann", "bob", "cat"}, {0, 1, 2, 1}, 1, 3});
        const auto shared = std::make_shared<const Dataset>(std::move(data));
        const ExampleSet moved(shared, Translation(shape, 1), {3, 0, 2}, {{0, 0}, {-1, -1}, {1, 0}});
        QCOMPARE(moved.attributes().size(), std::size_t{3});
        QCOMPARE(moved.attributes()[2].name, std::string("speaker"));
        QCOMPARE(moved.attribute("speaker")->values, (std::vector<std::uint16_t>{1, 0, 2}));
        QCOMPARE(moved.attribute("speaker")->valueNames.size(), std::size_t{3});
        QCOMPARE(moved.part({2, 0}).attribute("speaker")->values, (std::vector<std::uint16_t>{2, 1}));
        const ExampleSet still(shared, Translation(shape, 0), {1}, {{0, 0}});
        QCOMPARE(still.attributes().size(), std::size_t{2});
        QCOMPARE(still.attribute("speaker")->values, (std::vector<std::uint16_t>{1}));
    }

    void copiesWhatImagesShow() {
        const auto data = made(50);
        const ExampleSet set = balancedProbeSet(data, Translation(shape, 2), 0, 0, 50, 2);
        Matrix<float> x = Matrix<float>::Constant(set.shape().size(), 7, -1.0f);
        set.copyTo({20, 5}, x);
        for (int c = 0; c < 5; ++c) {
            const std::vector<float> image = set.image(20 + c);
            QVERIFY(std::equal(image.begin(), image.end(), x.col(c).data()));
        }
        QVERIFY((x.rightCols(2).array() == -1.0f).all());
    }

    void refuses() {
        const auto data = made(5);
        QCOMPARE(sentence<Error>([&] {
                     ExampleSet(data, Translation(shape, 1), {1, 2}, {{0, 0}});
                 }),
                 QStringLiteral("an example set needs one translation an example"));
    }
};

QTEST_APPLESS_MAIN(TestExampleSet)
#include "tst_example_set.moc"
