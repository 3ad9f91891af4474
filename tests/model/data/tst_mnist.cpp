// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/mnist.h"
#include "tests/model/data/idx_files.h"

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

const QStringList usualNames{"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                             "t10k-labels-idx1-ubyte"};

QByteArray images(std::uint32_t count, std::uint32_t rows = 4, std::uint32_t columns = 3) {
    return idxHeader({count, rows, columns}) + noise(static_cast<int>(count * rows * columns));
}
QByteArray labels(const QByteArray& values) {
    return idxHeader({static_cast<std::uint32_t>(values.size())}) + values;
}
QByteArray digits(int count) {
    QByteArray values;
    for (int i = 0; i < count; ++i)
        values.append(static_cast<char>(i % 10));
    return values;
}

/// In the order of usualNames; 12 training and 5 test images.
QList<QByteArray> goodFiles() {
    return {images(12), labels(digits(12)), images(5), labels(digits(5))};
}

void writeAll(const fs::path& folder, const QStringList& names, const QList<QByteArray>& files) {
    for (qsizetype i = 0; i < names.size(); ++i)
        if (!names[i].isEmpty())
            writeFile(folder / names[i].toStdString(),
                      names[i].endsWith(".gz") ? gzipped(files[i]) : files[i]);
}

MnistFiles found(const fs::path& folder) {
    const auto files = findMnist(folder);
    if (!files)
        throw FileError("nothing was found");
    return *files;
}

} // namespace

class TestMnist : public QObject {
    Q_OBJECT
  private slots:
    void finds_data() {
        QTest::addColumn<QString>("below");
        QTest::addColumn<QStringList>("names");
        const auto changed = [](const QString& from, const QString& to) {
            QStringList names = usualNames;
            return names.replaceInStrings(from, to);
        };
        QTest::newRow("as published") << "" << changed("ubyte", "ubyte.gz");
        QTest::newRow("unpacked") << "" << usualNames;
        QTest::newRow("with dots") << "" << changed("-idx", ".idx");
        QTest::newRow("with dots, packed")
            << "" << changed("-idx", ".idx").replaceInStrings("ubyte", "ubyte.gz");
        QTest::newRow("mixed") << ""
                               << QStringList{"train-images.idx3-ubyte", "train-labels-idx1-ubyte.gz",
                                              "t10k-images-idx3-ubyte", "t10k-labels.idx1-ubyte.gz"};
        QTest::newRow("torchvision's folder") << "MNIST/raw" << usualNames;
        QTest::newRow("its parent") << "raw" << usualNames;
    }
    void finds() {
        QFETCH(QString, below);
        QFETCH(QStringList, names);
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        writeAll(root / below.toStdString(), names, goodFiles());
        const DataPair pair = readMnist(found(root));
        QCOMPARE(pair.train.count(), 12);
        QCOMPARE(pair.test.count(), 5);
        QVERIFY((pair.train.shape == ImageShape{4, 3, 1}));
        QCOMPARE(pair.train.classes(), 10);
        QCOMPARE(int(pair.train.label.values[11]), 1);
        QCOMPARE(pair.sha256.size(), std::size_t{64});
        std::vector<float> pixels(12);
        pair.test.copyExample(4, pixels.data());
        const QByteArray expected = noise(60).last(12);
        for (int p = 0; p < 12; ++p)
            QCOMPARE(pixels[p], static_cast<float>(static_cast<std::uint8_t>(expected[p])) / 255.0f);
    }

    // Packing does not change what the data is; a changed pixel does.
    void hashIsOfTheContents() {
        QTemporaryDir plain, packed, other;
        const auto hash = [](const QTemporaryDir& folder) {
            return readMnist(found(folder.path().toStdString())).sha256;
        };
        QList<QByteArray> files = goodFiles();
        writeAll(plain.path().toStdString(), usualNames, files);
        writeAll(packed.path().toStdString(), QStringList(usualNames).replaceInStrings("ubyte", "ubyte.gz"),
                 files);
        files[2] = damaged(files[2], 20);
        writeAll(other.path().toStdString(), usualNames, files);
        QCOMPARE(hash(plain), hash(packed));
        QVERIFY(hash(plain) != hash(other));
    }

    void nothingThere() {
        QTemporaryDir folder;
        QVERIFY(!findMnist(folder.path().toStdString()));
        QVERIFY(!findMnist(folder.path().toStdString() + "/missing"));
        writeFile(fs::path(folder.path().toStdString()) / "readme.txt", "x");
        QVERIFY(!findMnist(folder.path().toStdString()));
    }

    void partialFolders_data() {
        QTest::addColumn<int>("present"); // a bit a file
        for (int present = 1; present < 15; ++present)
            QTest::addRow("%d", present) << present;
    }
    void partialFolders() {
        QFETCH(int, present);
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        QStringList names = usualNames, missing;
        for (int i = 0; i < 4; ++i)
            if (!(present >> i & 1)) {
                missing << names[i];
                names[i].clear();
            }
        writeAll(root, names, goodFiles());
        QCOMPARE(sentence<FileError>([&] { found(root); }),
                 QStringLiteral("%1 holds only part of an MNIST data set; missing (plain or .gz): %2.")
                     .arg(folder.path(), missing.join(", ")));
    }

    void bad_data() {
        QTest::addColumn<int>("file"); // which one, and what it holds instead
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("named"); // which one the message begins with
        QTest::addColumn<QString>("message");
        QTest::newRow("labels for images")
            << 0 << labels(digits(12)) << 0
            << " at byte 3: an array of 1 dimensions, but images need 3; are images and labels swapped?";
        QTest::newRow("images for labels")
            << 1 << images(12) << 1
            << " at byte 3: an array of 3 dimensions, but labels need 1; are images and labels swapped?";
        QTest::newRow("one label more") << 1 << labels(digits(13)) << 1
                                        << " at byte 4: 13 labels for the 12 images of "
                                           "train-images-idx3-ubyte; use two files that belong together.";
        QTest::newRow("the test set's labels")
            << 1 << labels(digits(5)) << 1
            << " at byte 4: 5 labels for the 12 images of train-images-idx3-ubyte; use two files that belong "
               "together.";
        QTest::newRow("a fraction for a label")
            << 3 << idxHeader({5}, 0x0d) + QByteArray("\x3f\x80\0\0\x3f\xc0\0\0", 8) + QByteArray(12, '\0')
            << 3 << " at byte 12: label 1.5, but a class is a whole number; give each class a number.";
        QTest::newRow("images for labels, flat")
            << 1 << idxHeader({12, 100}) + noise(1200) << 1
            << " at byte 8: 100 values a label, but a class is one; are images and labels swapped?";
        QTest::newRow("images in no square")
            << 0 << idxHeader({12, 13}) + noise(156) << 0
            << " at byte 8: 13 values an image, which make no square; write an "
               "array of number x rows x columns.";
        QTest::newRow("images of five channels")
            << 0 << idxHeader({12, 5, 4, 2}) + noise(480) << 0
            << " at byte 8: images of 5 x 4 x 2 values, of which none is 1 or 3 channels; write an array of "
               "number x rows x columns.";
        QTest::newRow("a pixel that is no number")
            << 2 << idxHeader({5, 1, 1}, 0x0d) + QByteArray(12, '\0') + QByteArray("\x7f\xc0\0\0\0\0\0\0", 8)
            << 2 << " at byte 28: a pixel is no finite number; write the images without such values.";
        QTest::newRow("test images of another size")
            << 2 << images(5, 3, 4) << 2
            << " at byte 8: its images have another size than those of train-images-idx3-ubyte; use files of "
               "one data set.";
        QTest::newRow("enormous images")
            << 2 << images(5, 1, 2000) << 2
            << " at byte 8: images of 1 x 2000 pixels; at most 1024 x 1024 can be used.";
        QTest::newRow("cut short") << 2 << images(5).chopped(1) << 2
                                   << " at byte 16: the header promises 60 values, but at most 59 bytes "
                                      "follow; the file is cut short, fetch it again.";
    }
    void bad() {
        QFETCH(int, file);
        QFETCH(QByteArray, bytes);
        QFETCH(int, named);
        QFETCH(QString, message);
        QTemporaryDir folder;
        QList<QByteArray> files = goodFiles();
        files[file] = bytes;
        writeAll(folder.path().toStdString(), usualNames, files);
        QCOMPARE(sentence<FileError>([&] { readMnist(found(folder.path().toStdString())); }),
                 folder.path() + "/" + usualNames[named] + message);
    }

    void theRealOne() {
        const fs::path folder = mnistFolder();
        if (folder.empty())
            QSKIP("MNIST is not at hand; set EXPERTSCOPE_DATA to the folder that holds it");
        const DataPair pair = readMnist(found(folder));
        QCOMPARE(pair.train.count(), 60'000);
        QCOMPARE(pair.test.count(), 10'000);
        QVERIFY((pair.train.shape == ImageShape{28, 28, 1}));
        const std::vector<std::uint16_t> first(pair.train.label.values.begin(),
                                               pair.train.label.values.begin() + 5);
        QCOMPARE(first, (std::vector<std::uint16_t>{5, 0, 4, 1, 9}));
        QCOMPARE(int(pair.test.label.values[0]), 7);
        double sum = 0;
        for (std::uint8_t pixel : std::get<std::vector<std::uint8_t>>(pair.train.pixels))
            sum += pixel;
        QVERIFY(std::abs(sum / (60'000.0 * 784 * 255) - 0.1307) < 1e-4); // the mean everybody knows
    }
};

QTEST_APPLESS_MAIN(TestMnist)
#include "tst_mnist.moc"
