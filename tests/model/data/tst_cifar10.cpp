// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/cifar10.h"
#include "tests/model/data/idx_files.h"

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

constexpr int recordSize = 3073;
const QStringList names{"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                        "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"};

/// Two records: label and planes as given, each plane of one value.
QByteArray batch(int firstLabel, int secondLabel, const std::array<int, 3>& planes = {10, 20, 30}) {
    QByteArray bytes;
    for (const int label : {firstLabel, secondLabel}) {
        bytes.append(static_cast<char>(label));
        for (const int value : planes)
            bytes.append(QByteArray(1024, static_cast<char>(value)));
    }
    return bytes;
}

void writeAll(const fs::path& folder) {
    for (int i = 0; i < 6; ++i)
        writeFile(folder / names[i].toStdString(), batch(i, 9 - i, {i, 100 + i, 200 + i}));
}

DataPair readFrom(const fs::path& folder) {
    const auto files = findCifar10(folder);
    if (!files)
        throw FileError("nothing was found");
    return readCifar10(*files);
}

} // namespace

class TestCifar10 : public QObject {
    Q_OBJECT
  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void reads_data() {
        QTest::addColumn<QString>("below");
        QTest::newRow("in the folder") << "";
        QTest::newRow("as it is unpacked") << "cifar-10-batches-bin";
    }
    void reads() {
        QFETCH(QString, below);
        writeAll(place() / below.toStdString());
        const DataPair pair = readFrom(place());
        QCOMPARE(pair.train.count(), 10);
        QCOMPARE(pair.test.count(), 2);
        QVERIFY(pair.train.shape == (ImageShape{32, 32, 3}));
        QCOMPARE(pair.train.label.values, (std::vector<std::uint16_t>{0, 9, 1, 8, 2, 7, 3, 6, 4, 5}));
        QCOMPARE(pair.test.label.values, (std::vector<std::uint16_t>{5, 4}));
        QCOMPARE(pair.train.label.valueNames[3], std::string("cat"));
        std::vector<float> example(3072);
        pair.train.copyExample(5, example.data()); // of the third file
        QCOMPARE(example[0], 2 / 255.0f);
        QCOMPARE(example[1024], 102 / 255.0f);
        QCOMPARE(example[3071], 202 / 255.0f);
        QCOMPARE(pair.sha256.size(), std::size_t{64});
    }

    void nothingThere() { QVERIFY(!findCifar10(place()).has_value()); }

    void bad_data() {
        QTest::addColumn<int>("file");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        const QByteArray good = batch(1, 2);
        QTest::newRow("empty") << 0 << QByteArray() << "data_batch_1.bin at byte 0: the file ends within";
        QTest::newRow("cut in a record")
            << 2 << good.left(recordSize + 100) << "data_batch_3.bin at byte 3073: the file ends within";
        QTest::newRow("cut between records")
            << 4 << good.left(recordSize)
            << "data_batch_5.bin holds 1 records, but the files before it 2 each";
        QTest::newRow("the test set cut between records")
            << 5 << good.left(recordSize) << "test_batch.bin holds 1 records";
        QTest::newRow("a label too large")
            << 1 << batch(3, 10) << "data_batch_2.bin at byte 3073: label 10, but the classes are 0 to 9";
    }
    void bad() {
        QFETCH(int, file);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        writeAll(place());
        writeFile(place() / names[file].toStdString(), bytes);
        const QString said = sentence<FileError>([&] { readFrom(place()); });
        QVERIFY2(said.contains(message), qPrintable(said));
    }

    void partOfIt() {
        writeAll(place());
        fs::remove(place() / "data_batch_4.bin");
        fs::remove(place() / "test_batch.bin");
        const QString said = sentence<FileError>([&] { findCifar10(place()); });
        QVERIFY2(said.endsWith("holds only part of CIFAR-10; missing: data_batch_4.bin, test_batch.bin."),
                 qPrintable(said));
    }

  private:
    fs::path place() const { return folder_->path().toStdString(); }
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestCifar10)
#include "tst_cifar10.moc"
