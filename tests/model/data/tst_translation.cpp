// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/translation.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// Two examples of which every value is different and none is 0.
Dataset numbered(ImageShape shape, bool bytes) {
    Dataset data;
    data.name = "numbered";
    data.shape = shape;
    data.label = classAttribute(classNames(2));
    data.label.values = {0, 1};
    std::vector<std::uint8_t> values(2 * shape.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<std::uint8_t>(i + 1);
    if (bytes)
        data.pixels = values;
    else
        data.pixels = std::vector<float>(values.begin(), values.end());
    data.check();
    return data;
}

} // namespace

class TestTranslation : public QObject {
    Q_OBJECT
  private slots:
    void everyShift_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("jitter");
        QTest::addColumn<bool>("bytes");
        for (bool bytes : {true, false}) {
            QTest::addRow("bytes %d, the paper's jitter", bytes) << 6 << 5 << 1 << 4 << bytes;
            QTest::addRow("bytes %d, three channels", bytes) << 3 << 4 << 3 << 2 << bytes;
            QTest::addRow("bytes %d, one pixel", bytes) << 1 << 1 << 1 << 1 << bytes;
            QTest::addRow("bytes %d, no jitter", bytes) << 3 << 4 << 2 << 0 << bytes;
        }
    }
    void everyShift() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, channels);
        QFETCH(int, jitter);
        QFETCH(bool, bytes);
        const ImageShape shape{rows, columns, channels};
        const Dataset data = numbered(shape, bytes);
        const Translation translation(shape, jitter);
        const ImageShape canvas{rows + 2 * jitter, columns + 2 * jitter, channels};
        QVERIFY(translation.canvas() == canvas);
        QCOMPARE(translation.values(), (2 * jitter + 1) * (2 * jitter + 1));
        int value = 0;
        for (int dy = -jitter; dy <= jitter; ++dy)
            for (int dx = -jitter; dx <= jitter; ++dx, ++value) {
                const Shift shift{static_cast<std::int8_t>(dy), static_cast<std::int8_t>(dx)};
                QCOMPARE(translation.value(shift), value);
                QVERIFY(translation.shift(value) == shift);
                std::vector<float> drawn(canvas.size(), -1.0f);
                translation.draw(data, 1, shift, drawn.data());
                for (int p = 0; p < channels; ++p)
                    for (int y = 0; y < canvas.rows; ++y)
                        for (int x = 0; x < canvas.columns; ++x) {
                            const int row = y - jitter - dy,
                                      column = x - jitter - dx; // down and right are positive
                            const bool outside = row < 0 || row >= rows || column < 0 || column >= columns;
                            const int number = shape.size() + (p * rows + row) * columns + column + 1;
                            const float expected = outside ? 0.0f : bytes ? number * (1.0f / 255.0f) : number;
                            QCOMPARE(drawn[(p * canvas.rows + y) * canvas.columns + x], expected);
                        }
            }
    }

    /// The list of what is not 0 says the same as the drawing, whether it is made from the pixels or from
    /// the lists that a data set may hold.
    void listsEqualDrawings_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("jitter");
        QTest::addColumn<bool>("bytes");
        QTest::addColumn<bool>("listed");
        for (const int channels : {1, 3})
            for (const int jitter : {0, 4}) {
                QTest::addRow("bytes, %d channels, jitter %d", channels, jitter)
                    << channels << jitter << true << false;
                QTest::addRow("listed, %d channels, jitter %d", channels, jitter)
                    << channels << jitter << true << true;
                QTest::addRow("floats, %d channels, jitter %d", channels, jitter)
                    << channels << jitter << false << false;
            }
    }
    void listsEqualDrawings() {
        QFETCH(int, channels);
        QFETCH(int, jitter);
        QFETCH(bool, bytes);
        QFETCH(bool, listed);
        const ImageShape shape{11, 9, channels};
        Dataset data = numbered(shape, bytes);
        std::visit(
            [](auto& pixels) {
                for (std::size_t i = 0; i < pixels.size(); ++i)
                    if (i % 7 < 4 || i % 31 < 9)
                        pixels[i] = 0;
            },
            data.pixels);
        if (listed)
            data.listNonZero();
        QCOMPARE(data.nonZero.empty(), !listed);
        const Translation translation(shape, jitter);
        std::vector<float> drawn(translation.canvas().size()), values(shape.size() + 1);
        std::vector<std::uint16_t> places(shape.size() + 1);
        for (int example : {0, 1})
            for (int value = 0; value < translation.values(); ++value) {
                const Shift shift = translation.shift(value);
                translation.draw(data, example, shift, drawn.data());
                const int count = translation.drawNonZero(data, example, shift, places.data(), values.data());
                QVERIFY(std::is_sorted(places.begin(), places.begin() + count));
                for (int k = 0; k < count; ++k) {
                    QVERIFY(values[k] != 0.0f);
                    QCOMPARE(values[k], std::exchange(drawn[places[k]], 0.0f));
                }
                QVERIFY(std::all_of(drawn.begin(), drawn.end(), [](float v) { return v == 0; }));
            }
    }

    /// Lists are of no use where most values are not 0, and are for bytes alone.
    void denseDataHasNoLists() {
        Dataset dense = numbered({6, 5, 1}, true), floats = numbered({6, 5, 1}, false);
        dense.listNonZero();
        QVERIFY(dense.nonZero.empty());
        std::get<std::vector<float>>(floats.pixels).assign(60, 0.0f);
        floats.listNonZero();
        QVERIFY(floats.nonZero.empty());
    }

    void attributeNamesTheGrid() {
        const Attribute attribute = Translation({28, 28, 1}, 4).attribute();
        QCOMPARE(attribute.name, std::string("translation"));
        QCOMPARE(attribute.valueCount(), 81);
        QCOMPARE(attribute.gridRows, 9);
        QCOMPARE(attribute.gridColumns, 9);
        QCOMPARE(attribute.valueNames.front(), std::string("-4, -4")); // top left
        QCOMPARE(attribute.valueNames[8], std::string("-4, 4"));       // top right
        QCOMPARE(attribute.valueNames[40], std::string("0, 0"));
        QCOMPARE(attribute.valueNames.back(), std::string("4, 4"));
    }

    void limits_data() {
        QTest::addColumn<int>("jitter");
        QTest::addColumn<QString>("message");
        QTest::newRow("-1") << -1 << "data.jitter is -1; choose 0 to 100 pixels";
        QTest::newRow("0") << 0 << "nothing was thrown";
        QTest::newRow("100") << 100 << "nothing was thrown";
        QTest::newRow("101") << 101 << "data.jitter is 101; choose 0 to 100 pixels";
    }
    void limits() {
        QFETCH(int, jitter);
        QFETCH(QString, message);
        QCOMPARE(sentence<ConfigError>([&] {
                     const Translation translation({2, 2, 1}, jitter);
                     if (!(translation.shift(translation.values() - 1) == Shift{100, 100}) && jitter == 100)
                         throw std::runtime_error("a shift does not fit");
                 }),
                 message);
    }
};

QTEST_APPLESS_MAIN(TestTranslation)
#include "tst_translation.moc"
