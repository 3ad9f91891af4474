// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/pixel_scale.h"
#include "tests/model/data/image_sets.h"

#include <cmath>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// White strokes on black, with all grey levels at their edges.
QByteArray strokes(int images) {
    QByteArray pixels;
    for (int i = 0; i < images * 30; ++i)
        pixels.append(static_cast<char>(i % 6 < 4 ? 0 : i % 6 == 4 ? 255 : (37 * i) % 256));
    return pixels;
}
/// A photograph: every level, neighbours alike, no background.
QByteArray slopes(int images) {
    QByteArray pixels;
    for (int i = 0; i < images * 30; ++i)
        pixels.append(static_cast<char>(i / 30 * 21 + i % 30));
    pixels[0] = '\0';
    pixels[1] = '\xff';
    return pixels;
}

ImageSet setOf(const QByteArray& train, const QByteArray& test) {
    ImageSet set;
    set.train = train;
    set.test = test;
    return set;
}
template <int times, int of> std::uint8_t share(std::uint8_t v) {
    return static_cast<std::uint8_t>(std::lround(v * double(times) / of));
}
template <class Value> Value same(std::uint8_t v) {
    return static_cast<Value>(v);
}
float zeroToOne(std::uint8_t v) {
    return static_cast<float>(v) / 255;
}
double minusOneToOne(std::uint8_t v) {
    return v / 127.5 - 1;
}
float standardised(std::uint8_t v) {
    return (static_cast<float>(v) / 255 - 0.1307f) / 0.3081f;
}
std::int8_t around0(std::uint8_t v) {
    return static_cast<std::int8_t>(v - 128);
}
std::int16_t sixteenBits(std::uint8_t v) {
    return static_cast<std::int16_t>(v * 257);
}
std::int16_t twelveBits(std::uint8_t v) {
    return static_cast<std::int16_t>(v * 16);
}
std::int8_t onOff(std::uint8_t v) {
    return v > 127 ? -1 : 0;
}
float finer(std::uint8_t v) {
    return static_cast<float>(v) * 3.3f;
}

} // namespace

class TestPixelScale : public QObject {
    Q_OBJECT
  private slots:
    // Each is what the same images are in another program; what is read must be the images.
    void typesAndRanges_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("train"); // values as in the file
        QTest::addColumn<QByteArray>("test");
        QTest::addColumn<QByteArray>("read"); // the training images' bytes
        QTest::addColumn<QString>("note");    // how the note begins, if there is one
        const QByteArray train = strokes(12), test = strokes(10), smooth = slopes(12),
                         smoothTest = slopes(10);
        const auto row = [&](const char* name, int type, auto convert, const char* note) {
            QTest::newRow(name) << type << idxValues(train, convert) << idxValues(test, convert) << train
                                << note;
            QTest::addRow("%s, photographs", name)
                << type << idxValues(smooth, convert) << idxValues(smoothTest, convert) << smooth << note;
        };
        row("bytes", 0x08, same<std::uint8_t>, "");
        row("bytes as integers", 0x0c, same<std::int32_t>, "");
        row("bytes as floats", 0x0d, same<float>, "");
        row("0 to 1", 0x0d, zeroToOne, "Pixels range from 0 to 1 with mean ");
        row("-1 to 1", 0x0e, minusOneToOne, "Pixels range from -1 to 1 with mean ");
        row("mean 0, deviation 1", 0x0d, standardised, "Pixels range from -0.42421 to 2.8215 with mean ");
        row("bytes that others call signed", 0x09, same<std::int8_t>, "Negative pixels were read as ");
        row("-128 to 127", 0x09, around0, "Pixels range from -128 to 127 with mean ");
        row("16 bits", 0x0b, sixteenBits, "Negative pixels were read as ");
        row("12 bits", 0x0b, twelveBits, "Pixels range from 0 to 4080 with mean ");
        const QByteArray few = idxValues(train, share<16, 255>), fewTest = idxValues(test, share<16, 255>);
        QTest::newRow("0 to 16") << 0x08 << few << fewTest << idxValues(few, share<255, 16>)
                                 << "Pixels range from 0 to 16 with mean ";
        const QByteArray two = idxValues(train, share<1, 255>), twoTest = idxValues(test, share<1, 255>);
        QTest::newRow("0 and 1") << 0x08 << two << twoTest << idxValues(two, share<255, 1>)
                                 << "Pixels range from 0 to 1 with mean ";
        QTest::newRow("on and off, signed")
            << 0x09 << idxValues(train, onOff) << idxValues(test, onOff) << idxValues(two, share<255, 1>)
            << "Negative pixels were read as ";
        const QByteArray seven = idxValues(train, share<127, 255>),
                         sevenTest = idxValues(test, share<127, 255>);
        QTest::newRow("0 to 127") << 0x08 << seven << sevenTest << idxValues(seven, share<255, 127>)
                                  << "Pixels range from 0 to 127 with mean ";
    }
    void typesAndRanges() {
        QFETCH(QByteArray, train);
        QFETCH(QByteArray, test);
        QFETCH(QByteArray, read);
        QFETCH(QString, note);
        ImageSet set = setOf(train, test);
        set.type = *static_cast<int*>(QTest::qData("type", QMetaType::Int));
        const DataPair pair = readSet(set);
        QCOMPARE(bytesOf(pair.train), read);
        const QStringList notes = notesOf(pair);
        QVERIFY2(note.isEmpty() ? notes.isEmpty() : !notes.isEmpty() && notes[0].startsWith(note),
                 qPrintable(notes.join('\n')));
        QCOMPARE(pair.train.stored.has_value(), notes.join(' ').contains("Pixels range"));
    }

    // What uses 0 to 255 is not touched, also where it reaches neither end.
    void untouched_data() {
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        for (const auto& [least, most] :
             {std::pair{0, 254}, {0, 250}, {0, 200}, {3, 251}, {0, 128}, {40, 200}})
            QTest::addRow("%d to %d", least, most) << least << most;
    }
    void untouched() {
        QFETCH(int, least);
        QFETCH(int, most);
        QByteArray train = strokes(12);
        for (char& pixel : train)
            pixel = static_cast<char>(std::clamp<int>(static_cast<std::uint8_t>(pixel), least, most));
        const DataPair pair = readSet(setOf(train, train.left(300)));
        QCOMPARE(bytesOf(pair.train), train);
        QVERIFY2(pair.notes.empty(), qPrintable(notesOf(pair).join('\n')));
        QCOMPARE(pair.train.range().least, double(least));
        QCOMPARE(pair.train.range().most, double(most));
    }

    // 256 steps do not hold these, so they stay fractions.
    void fractionsStay() {
        ImageSet set = setOf(idxValues(strokes(12), finer), idxValues(strokes(10), finer));
        set.type = 0x0d;
        set.train.replace(0, 4, QByteArray("\x3f\xa0\0\0", 4)); // 1.25
        const DataPair pair = readSet(set);
        const auto& pixels = std::get<std::vector<float>>(pair.train.pixels);
        QCOMPARE(pixels[0], static_cast<float>(1.25 / (255 * 3.3)));
        QCOMPARE(pair.train.range().most, 1.0);
        QCOMPARE(std::lround(pair.train.stored->most * 10), 8415L);
    }

    void oneScaleOrTwo() {
        const QByteArray train = strokes(12), test = strokes(10);
        // One part forgot to divide, or to multiply.
        const DataPair apart = readSet(setOf(train, idxValues(test, share<1, 255>)));
        QCOMPARE(bytesOf(apart.train), train);
        QCOMPARE(bytesOf(apart.test), idxValues(idxValues(test, share<1, 255>), share<255, 1>));
        QVERIFY2(notesOf(apart)[0].startsWith("Pixels of the training images range from 0 to 255 with mean "),
                 qPrintable(notesOf(apart).join('\n')));
        // The test set happens to lack the brightest level: its pixels mean the same as the others.
        QByteArray lower = idxValues(test, share<16, 255>);
        lower.replace('\20', '\17');
        const DataPair alike = readSet(setOf(idxValues(train, share<16, 255>), lower));
        QCOMPARE(int(static_cast<std::uint8_t>(bytesOf(alike.test)[4])), 15 * 255 / 16);
    }

    void looks() {
        const QByteArray train = strokes(12), test = strokes(10);
        const auto inverse = [](std::uint8_t v) { return static_cast<std::uint8_t>(255 - v); };
        const QByteArray ink = idxValues<std::uint8_t>(train, inverse),
                         inkTest = idxValues<std::uint8_t>(test, inverse);
        QVERIFY2(notesOf(readSet(setOf(ink, inkTest)))[0].startsWith("The images are bright, with mean "),
                 "bright");
        const DataPair turned = readSet(setOf(ink, inkTest), {std::nullopt, true});
        QCOMPARE(bytesOf(turned.train), train);
        QCOMPARE(notesOf(turned), QStringList{"Black and white were exchanged (data.inverted)."});
        QVERIFY2(notesOf(readSet(setOf(train, inkTest)))[0].contains(
                     "look whether one of them has black and white "
                     "exchanged."),
                 "unlike");
        QCOMPARE(
            notesOf(readSet(setOf(QByteArray(360, '\0'), QByteArray(300, '\0')))),
            QStringList{"All pixels of the training images are 0, so that there is nothing to see in them."});
    }
    // The brightest pixel of all says little.
    void nearlyDark() {
        ImageSet set;
        set.trainLabels = QByteArray("\0\1\2\3", 4).repeated(50);
        set.train = idxValues(strokes(200), share<16, 255>);
        set.test = idxValues(strokes(10), share<16, 255>);
        set.train[7] = '\xff';
        const DataPair pair = readSet(set);
        QCOMPARE(bytesOf(pair.train), set.train);
        QVERIFY2(notesOf(pair).join(' ').contains("99.9 % of those that are not 0 are at most 16 of 255"),
                 qPrintable(notesOf(pair).join('\n')));
    }
};

QTEST_APPLESS_MAIN(TestPixelScale)
#include "tst_pixel_scale.moc"
