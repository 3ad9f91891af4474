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
