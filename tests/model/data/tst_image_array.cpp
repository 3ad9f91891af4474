// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/image_array.h"
#include "tests/model/data/image_sets.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// 12 or 10 images of 2 x 3 x 3 channels in the given order of dimensions: pixel (row, column) of channel c
/// is 100 c + 10 row + column, the image's number added to the last.
QByteArray colours(int images, bool channelsLast) {
    QByteArray values;
    for (int i = 0; i < images; ++i)
        for (int a = 0; a < (channelsLast ? 2 : 3); ++a)
            for (int b = 0; b < (channelsLast ? 3 : 2); ++b)
                for (int c = 0; c < 3; ++c)
                    values.append(
                        static_cast<char>(channelsLast ? 100 * c + 10 * a + b : 100 * a + 10 * b + c));
    return values;
}

} // namespace

class TestImageArray : public QObject {
    Q_OBJECT
  private slots:
    void shapes_data() {
        QTest::addColumn<QList<int>>("dimensions"); // of an image
        QTest::newRow("rows, columns") << QList<int>{6, 5};
        QTest::newRow("one channel before") << QList<int>{1, 6, 5};
        QTest::newRow("one channel after") << QList<int>{6, 5, 1};
    }
    void shapes() {
        QFETCH(QList<int>, dimensions);
        ImageSet set;
        set.image.assign(dimensions.begin(), dimensions.end());
        const DataPair pair = readSet(set);
        QVERIFY((pair.train.shape == ImageShape{6, 5, 1}));
        QCOMPARE(bytesOf(pair.train), set.train);
    }
    void flatSquares() {
        ImageSet set;
        set.image = {36};
        set.train = noise(12 * 36);
        set.test = noise(10 * 36);
        const DataPair pair = readSet(set);
        QVERIFY((pair.train.shape == ImageShape{6, 6, 1}));
        QCOMPARE(bytesOf(pair.train), set.train);
    }
    void channels() {
        ImageSet planes, mixed;
        planes.image = {2, 3, 3};
        mixed = planes;
        mixed.train = colours(12, true);
        mixed.test = colours(10, true);
        const DataPair last = readSet(mixed);
        QVERIFY((last.train.shape == ImageShape{2, 3, 3}));
        QCOMPARE(bytesOf(last.train), colours(12, false));
        planes.image = {3, 2, 4};
        planes.train = noise(12 * 24);
        planes.test = noise(10 * 24);
        const DataPair first = readSet(planes);
        QVERIFY((first.train.shape == ImageShape{2, 4, 3}));
        QCOMPARE(bytesOf(first.train), planes.train);
    }

    void transposed_data() {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QVariant>("asked"); // nothing, or what data.transposed is
        QTest::addColumn<bool>("turned");
        QTest::addColumn<QString>("note");
        const QString said =
            "EMNIST's images stand transposed in their files, so they were turned upright; --set "
            "data.transposed=off leaves them as they are.";
        QTest::newRow("EMNIST") << "emnist-letters-" << QVariant() << true << said;
        QTest::newRow("EMNIST in capitals") << "EMNIST_Balanced_" << QVariant() << true << said;
        QTest::newRow("EMNIST, left as it is")
            << "emnist-letters-" << QVariant(false) << false
            << "Rows and columns of the images are as in the files (data.transposed=off).";
        QTest::newRow("another") << "" << QVariant() << false << "";
        QTest::newRow("another, turned")
            << "" << QVariant(true) << true
            << "Rows and columns of the images were exchanged (data.transposed).";
    }
    void transposed() {
        QFETCH(QString, prefix);
        QFETCH(QVariant, asked);
        QFETCH(bool, turned);
        QFETCH(QString, note);
        const ImageSet set;
        const QStringList names = QStringList(plainNames).replaceInStrings(QRegularExpression("^"), prefix);
        const DataPair pair =
            readSet(set, {asked.isNull() ? std::nullopt : std::optional(asked.toBool()), false}, names);
        QCOMPARE(notesOf(pair).join('\n'), note);
        QCOMPARE(pair.train.shape.rows, turned ? 5 : 6);
        const QByteArray read = bytesOf(pair.train);
        for (int row = 0; row < 6; ++row)
            for (int column = 0; column < 5; ++column)
                QCOMPARE(read[30 + (turned ? column * 6 + row : row * 5 + column)],
                         set.train[30 + row * 5 + column]);
        QCOMPARE(pair.sha256, readSet(set).sha256); // of the values as they stand in the files
    }
    // Files of EMNIST that were renamed are known by how many they are; then it is said.
    void renamedEmnist() {
        ImageSet set;
        set.image = {28, 28};
        set.trainLabels = QByteArray("\0\1\2\3", 4).repeated(112800 / 4);
        set.testLabels = QByteArray("\0\1\2\3", 4).repeated(18800 / 4);
        set.train = QByteArray(112800 * 784, '\0');
        set.train.replace(0, 784, noise(784));
        set.test = QByteArray(18800 * 784, '\0');
        set.test.replace(0, 784, noise(784));
        const DataPair pair = readSet(set);
        QVERIFY2(notesOf(pair).join('\n').contains("turn them upright by --set data.transposed=on."),
                 qPrintable(notesOf(pair).join('\n')));
        QCOMPARE(bytesOf(pair.train).left(784), set.train.left(784));
    }
};

QTEST_APPLESS_MAIN(TestImageArray)
#include "tst_image_array.moc"
