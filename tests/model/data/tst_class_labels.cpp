// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/class_labels.h"
#include "tests/model/data/image_sets.h"

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

std::int32_t whole(std::uint8_t v) {
    return v;
}
float fraction(std::uint8_t v) {
    return v;
}
/// A label that 16 bits do not hold.
std::int32_t large(std::uint8_t v) {
    return 70000 * v - 5;
}

QByteArray moved(QByteArray labels, int by) {
    for (char& label : labels)
        label = static_cast<char>(label + by);
    return labels;
}

QByteArray oneHot(const QByteArray& labels, int classes) {
    QByteArray rows;
    for (const char label : labels)
        for (int c = 0; c < classes; ++c)
            rows.append(static_cast<char>(c == label));
    return rows;
}

/// QMNIST's eight columns: class, series, writer, and five that count.
QByteArray qmnist(const QByteArray& labels) {
    QByteArray rows;
    for (qsizetype i = 0; i < labels.size(); ++i)
        for (const int value :
             {int(labels[i]), i % 2 ? 4 : 0, 2000 + int(i) / 4, int(i), 30 + labels[i], int(i), 0, 0}) {
            const auto column = static_cast<std::int32_t>(value);
            rows += bigEndian(&column, 4);
        }
    return rows;
}

} // namespace

class TestClassLabels : public QObject {
    Q_OBJECT
  private slots:
    void classes_data() {
        QTest::addColumn<QByteArray>("train");
        QTest::addColumn<QByteArray>("test");
        QTest::addColumn<QString>("names");
        QTest::addColumn<QString>("labels"); // of the first four training images
        QTest::addColumn<QStringList>("notes");
        const QByteArray digits("\0\1\2\3\4\5\6\7\10\11\0\1", 12);
        QTest::newRow("digits") << digits << digits << "0 1 2 3 4 5 6 7 8 9"
                                << "0 1 2 3" << QStringList{};
        QTest::newRow("sixteen") << digits + QByteArray("\12\13\14\15\16\17", 6) << digits
                                 << "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"
                                 << "0 1 2 3"
                                 << QStringList{
                                        "No test image is of these classes: 10, 11, 12, 13, 14 and 15."};
        QTest::newRow("counted from 1")
            << moved(digits, 1) << moved(digits, 1) << "1 2 3 4 5 6 7 8 9 10"
            << "0 1 2 3" << QStringList{"10 classes, whose labels count from 1 to 10."};
        QTest::newRow("two") << QByteArray("\0\1\1\0", 4) << QByteArray("\1\0", 2) << "0 1"
                             << "0 1 1 0" << QStringList{};
        QTest::newRow("gaps")
            << QByteArray("\0\11\1\30", 4) << QByteArray("\0\1\11\30", 4) << "0 1 9 24"
            << "0 2 1 3"
            << QStringList{"4 classes with labels from 0 to 24; many of the labels between have no image."};
        QTest::newRow("one gap") << QByteArray("\0\1\3\3", 4) << QByteArray("\0\1\3", 3) << "0 1 3"
                                 << "0 1 2 2"
                                 << QStringList{"3 classes with labels from 0 to 3; no image has 2."};
        QTest::newRow("only in the test set")
            << QByteArray("\0\1\1\0", 4) << QByteArray("\1\2\0\3", 4) << "0 1 2 3"
            << "0 1 1 0"
            << QStringList{"The test set has classes that no training image shows, so that they cannot be "
                           "learned: 2 and 3."};
        QTest::newRow("only one")
            << QByteArray("\3\3\3\3", 4) << QByteArray("\3", 1) << "3"
            << "0 0 0 0" << QStringList{"All images are of one class, 3, so that there is nothing to learn."};
    }
    void classes() {
        QFETCH(QByteArray, train);
        QFETCH(QByteArray, test);
        ImageSet set;
        set.trainLabels = train;
        set.testLabels = test;
        set.train = noise(static_cast<int>(train.size()) * 30);
        set.test = noise(static_cast<int>(test.size()) * 30);
        const DataPair pair = readSet(set);
        QTEST(namesIn(pair.train.label), "names");
        QCOMPARE(namesIn(pair.test.label), namesIn(pair.train.label));
        QStringList labels;
        for (int i = 0; i < 4; ++i)
            labels << QString::number(pair.train.label.values[i]);
        QTEST(labels.join(' '), "labels");
        QTEST(notesOf(pair), "notes");
    }

    void types_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("names");
        QTest::newRow("int") << 0x0c << "0 1 2 3 4 5 6 7 8 9";
        QTest::newRow("float") << 0x0d << "0 1 2 3 4 5 6 7 8 9";
        QTest::newRow("large") << -0x0c << "-5 69995 139995 209995 279995 349995 419995 489995 559995 629995";
    }
    void types() {
        QFETCH(int, type);
        ImageSet set;
        set.labelType = std::abs(type);
        for (QByteArray* labels : {&set.trainLabels, &set.testLabels})
            *labels = type == 0x0d   ? idxValues(*labels, fraction)
                      : type == 0x0c ? idxValues(*labels, whole)
                                     : idxValues(*labels, large);
        const DataPair pair = readSet(set);
        QTEST(namesIn(pair.train.label), "names");
        QCOMPARE(int(pair.train.label.values[9]), 9);
    }

    // No byte has so many values, but integers do.
    void moreThanCanBeToldApart() {
        LabelColumns many;
        for (int i = 0; i < 70000; ++i)
            many.classes.push_back(i);
        DataPair pair;
        QCOMPARE(
            sentence<FileError>([&] { assignClasses(many, many, nullptr, "labels", pair); }),
            QString("labels: 70000 different labels, but at most 65536 classes can be told apart; choose a "
                    "file with the classes of the images."));
        many.classes.resize(50);
        assignClasses(many, many, nullptr, "labels", pair);
        QCOMPARE(pair.train.classes(), 50);
        QVERIFY(notesOf(pair).contains(
            "50 classes for 50 training images: most classes have but one, if these are "
            "classes at all."));
    }

    void rowsWithASingleOne() {
        ImageSet set;
        set.labelColumns = 10;
        set.trainLabels = oneHot(set.trainLabels, 10);
        set.testLabels = oneHot(set.testLabels, 10);
        const DataPair pair = readSet(set);
        QCOMPARE(pair.train.classes(), 10);
        QCOMPARE(int(pair.train.label.values[9]), 9);
        QCOMPARE(notesOf(pair), QStringList{"Labels are rows with a single 1, whose column is the class."});
    }

    void qmnistHasWriters() {
        ImageSet set;
        set.labelType = 0x0c;
        set.labelColumns = 8;
        set.trainLabels = qmnist(set.trainLabels);
        set.testLabels = qmnist(set.testLabels);
        const QStringList names{"qmnist-train-images-idx3-ubyte.gz", "qmnist-train-labels-idx2-int.gz",
                                "qmnist-test-images-idx3-ubyte.gz", "qmnist-test-labels-idx2-int.gz"};
        const DataPair pair = readSet(set, {}, names);
        QCOMPARE(namesIn(pair.train.label), QString("0 1 2 3 4 5 6 7 8 9"));
        QCOMPARE(pair.train.attributes.size(), std::size_t{2});
        QCOMPARE(namesIn(pair.train.attributes[0]), QString("series 0 series 4"));
        QCOMPARE(namesIn(pair.test.attributes[1]), QString("writer 2000 writer 2001 writer 2002"));
        QCOMPARE(int(pair.train.attributes[1].values[11]), 2);
        QVERIFY(notesOf(pair)[0].startsWith("Labels have 8 columns: the first is the class, the second"));
        // Whose columns they are is known by the name alone.
        const DataPair other = readSet(set);
        QVERIFY(other.train.attributes.empty());
        QCOMPARE(notesOf(other),
                 QStringList{"Labels have 8 columns: the first is the class, and the others are left out."});
    }

    void named_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("first"); // of ten labels
        QTest::addColumn<QString>("names");
        QTest::addColumn<QString>("note");
        const QString by = "Classes are named by %1.", own = "classes.txt";
        const QByteArray list = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
        const QString letters = "a b c d e f g h i j", digits = "0 1 2 3 4 5 6 7 8 9";
        QTest::newRow("a name a line") << own << list << 0 << letters << by.arg(own);
        QTest::newRow("written on Windows, with a mark of its encoding")
            << own << "\xef\xbb\xbf" + QByteArray(list).replace("\n", "\r\n") + "\r\n"
            << 0 << letters << by.arg(own);
        QTest::newRow("for labels from 1") << own << list << 1 << letters << by.arg(own);
        QTest::newRow("with one for 0") << own << "N/A\n" + list << 1 << letters << by.arg(own);
        QTest::newRow("with spaces and umlauts")
            << own << QByteArray(list).replace("a\n", "\xc3\x84pfel, rot\n") << 0
            << "\xc3\x84pfel, rot b c d e f g h i j" << by.arg(own);
        QTest::newRow("in Latin-1") << own << QByteArray(list).replace("a\n", "caf\xe9\n") << 0
                                    << "caf\xc3\xa9 b c d e f g h i j" << by.arg(own);
        QTest::newRow("lines of an old Macintosh")
            << own << QByteArray(list).replace('\n', '\r') << 0 << letters << by.arg(own);
        QTest::newRow("label and name, with a heading")
            << own << QByteArray("label,name\n0,a\n1,b\n2,c\n3,d\n4,e\n5,f\n6,g\n7,h\n8,i\n9,j\n") << 0
            << letters << by.arg(own);
        QTest::newRow("label and name")
            << own << QByteArray("3 - d\n0 - a\n1 - b\n2 - c\n4: e\n5,f\n6\tg\n7 h\n8 i\n9 j\n") << 0
            << letters << by.arg(own);
        QTest::newRow("label and name, from 1")
            << own << QByteArray("1 a\n2 b\n3 c\n4 d\n5 e\n6 f\n7 g\n8 h\n9 i\n10 j\n") << 0 << letters
            << by.arg(own);
        QTest::newRow("EMNIST's mapping")
            << "x-mapping.txt"
            << QByteArray("1 65 97\n2 66 98\n3 67 99\n4 68\n5 12354\n6 102\n7 103\n"
                          "8 104\n9 32\n10 106\n")
            << 1 << "Aa Bb Cc D \xe3\x81\x82 f g h 9 j" << by.arg("x-mapping.txt");
        QTest::newRow("Kuzushiji's table")
            << "kmnist_classmap.csv"
            << QByteArray("index,codepoint,char\r\n0,U+304A,\xe3\x81\x8a\r\n1,U+304D,\xe3\x81\x8d\r\n") << 0
            << "\xe3\x81\x8a \xe3\x81\x8d 2 3 4 5 6 7 8 9" << by.arg("kmnist_classmap.csv");
        QTest::newRow("CIFAR-10's list") << "batches.meta.txt" << list + "\n"
                                         << 0 << letters << by.arg("batches.meta.txt");
        QTest::newRow("another name")
            << "class_names.txt" << list << 0 << letters << by.arg("class_names.txt");
        QTest::newRow("too few")
            << own << QByteArray("a\nb\nc\n") << 0 << digits
            << "classes.txt has 3 lines, which do not name the labels 0 to 9, so that classes are "
               "shown by number.";
        QTest::newRow("not names but labels of examples")
            << "labels.txt" << QByteArray("cat\ndog\n").repeated(20) << 0 << digits
            << "labels.txt has 40 lines, which do not name the labels 0 to 9, so that classes are shown by "
               "number.";
    }
    void named() {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QFETCH(int, first);
        QFETCH(QString, note);
        ImageSet set;
        set.trainLabels = moved(set.trainLabels, first);
        set.testLabels = moved(set.testLabels, first);
        for (const char* place : {"", "raw", "train-labels-idx1-ubyte"}) { // beside the files, or above them
            const QTemporaryDir folder;
            const fs::path root = folder.path().toStdString();
            QStringList names = plainNames;
            if (place == QByteArray("train-labels-idx1-ubyte"))
                for (QString& name : names)
                    name = name + '/' + name;
            writeSet(place == QByteArray("raw") ? root / "raw" : root, set, names);
            writeFile(root / file.toStdString(), text);
            const DataPair pair = readMnist(*findMnist(root));
            QTEST(namesIn(pair.train.label), "names");
            QCOMPARE(notesOf(pair)[0], note);
        }
    }
    // Of splits side by side each has its own mapping.
    void namedBySplit() {
        const QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        const QStringList names{
            "emnist-digits-train-images-idx3-ubyte", "emnist-digits-train-labels-idx1-ubyte",
            "emnist-digits-test-images-idx3-ubyte", "emnist-digits-test-labels-idx1-ubyte"};
        writeSet(root, {}, names);
        writeFile(root / "emnist-letters-mapping.txt", "0 65\n1 66\n");
        QCOMPARE(namesIn(readMnist(*findMnist(root)).train.label), QString("0 1 2 3 4 5 6 7 8 9"));
        QByteArray mapping;
        for (int i = 0; i < 10; ++i)
            mapping += QByteArray::number(i) + ' ' + QByteArray::number(48 + 9 - i) + '\n';
        writeFile(root / "emnist-digits-mapping.txt", mapping);
        QCOMPARE(namesIn(readMnist(*findMnist(root)).train.label), QString("9 8 7 6 5 4 3 2 1 0"));
    }
};

QTEST_APPLESS_MAIN(TestClassLabels)
#include "tst_class_labels.moc"
