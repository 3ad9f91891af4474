// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/idx_reader.h"
#include "model/data/mnist.h"
#include "tests/model/data/idx_files.h"
#include "tests/model/memory.h"

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t MiB = 1 << 20;

/// The header, then so many times the byte 0, packed: a thousandth of that.
void writePackedZeros(const fs::path& path, const QByteArray& header, std::int64_t zeros) {
    const gzFile file = gzopen(path.c_str(), "wb9");
    gzwrite(file, header.data(), static_cast<unsigned>(header.size()));
    const std::vector<char> piece(MiB);
    for (std::int64_t left = zeros; left > 0; left -= MiB)
        gzwrite(file, piece.data(), static_cast<unsigned>(std::min<std::int64_t>(left, MiB)));
    gzclose(file);
}

} // namespace

/// No file makes the program take more memory than twice what it holds, unpacked, and 1 MiB.
class TestIdxMemory : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { EXPERTSCOPE_SKIP_SANITIZED_MEMORY(); }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void lies_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qint64>("held"); // values that follow, all 0 or all noise
        QTest::addColumn<bool>("zeros");  // and packed
        QTest::addColumn<bool>("packed");
        QTest::addColumn<QString>("message"); // its end
        const QString cut = "cut short, fetch it again.";
        QTest::newRow("3 GB promised, 3 MB of packed noise")
            << idxHeader({3'000'000'000}) << qint64{3 * MiB} << false << true << cut;
        QTest::newRow("3 GB promised, 40 MB of packed zeros and 3 MB of packed noise")
            << idxHeader({3'000'000'000}) << qint64{40 * MiB} << true << true << cut;
        QTest::newRow("60000 x 28 x 28 in 100 bytes")
            << idxHeader({60000, 28, 28}) << qint64{84} << false << false << cut;
        QTest::newRow("60000 x 28 x 28 in 100 bytes, packed")
            << idxHeader({60000, 28, 28}) << qint64{84} << false << true << cut;
        QTest::newRow("less promised than 200 MB of packed zeros")
            << idxHeader({1000}) << qint64{200 * MiB} << true << true
            << QString("this is not the file its name says.");
        QTest::newRow("doubles: 8 times 2^31 values in 1 MB")
            << idxHeader({0x80000000}, 0x0e) << qint64{MiB} << false << true << cut;
    }
    void lies() {
        QFETCH(QByteArray, header);
        QFETCH(qint64, held);
        QFETCH(bool, zeros);
        QFETCH(bool, packed);
        QFETCH(QString, message);
        const fs::path path = root() / "some-idx";
        if (zeros) {
            writePackedZeros(path, header, held);
            QFile file(QString::fromStdString(path.string()));
            QVERIFY(file.open(QIODevice::Append)); // what is not looked at makes more seem possible
            const QByteArray more = noise(3 * MiB);
            QVERIFY(file.write(more) == more.size());
        } else {
            const QByteArray bytes = header + noise(static_cast<int>(held));
            writeFile(path, packed ? gzipped(bytes) : bytes);
        }
        const Measured found = measured([&] { readIdx(path); });
        QVERIFY2(found.said.endsWith(message), qPrintable(found.said));
        QVERIFY2(found.bytes >= 0 && found.bytes <= 2 * held + MiB + ownPages,
                 qPrintable(QString::number(found.bytes)));
    }

    void honest_data() {
        QTest::addColumn<bool>("packed");
        QTest::newRow("plain") << false;
        QTest::newRow("packed") << true;
    }
    void honest() {
        QFETCH(bool, packed);
        const std::int64_t held = 65'000 * 784;
        const QByteArray header = idxHeader({65'000, 28, 28});
        const fs::path path = root() / "some-idx";
        if (packed)
            writePackedZeros(path, header, held);
        else
            writeFile(path, header + QByteArray(held, 'x'));
        const Measured found = measured([&] { QCOMPARE(readIdx(path).bytes.size(), std::size_t(held)); });
        QVERIFY2(found.said.isEmpty(), qPrintable(found.said));
        QVERIFY2(found.bytes >= held && found.bytes <= 2 * held + MiB + ownPages,
                 qPrintable(QString::number(found.bytes)));
    }

    /// More than may be taken is refused in a sentence with both numbers, before it is taken.
    void moreThanIsFree() {
        const fs::path path = root() / "some-idx";
        writePackedZeros(path, idxHeader({300'000, 28, 28}), std::int64_t{300'000} * 784);
        const Measured found = measured([&] { readIdx(path); }, 64 * MiB);
        const QRegularExpression wanted(
            "^.*some-idx at byte 16: the header promises 235 MB, but only [0-9.]+ MB of memory are free; "
            "close other programs, or name a smaller file\\.$");
        QVERIFY2(wanted.match(found.said).hasMatch(), qPrintable(found.said));
        QVERIFY2(found.bytes <= MiB + ownPages, qPrintable(QString::number(found.bytes)));
    }

    /// What the headers say is enough to refuse a set: none of the 200 MB is unpacked.
    void refusedByTheirHeaders_data() {
        QTest::addColumn<QByteArray>("images");
        QTest::addColumn<QByteArray>("labels");
        QTest::addColumn<bool>("bombIsLabels");
        QTest::addColumn<QString>("message"); // its end
        const std::uint32_t many = 200'000'000;
        QTest::newRow("labels of other images")
            << idxHeader({12, 4, 3}) << idxHeader({many}) << true << "use two files that belong together.";
        QTest::newRow("images of other labels")
            << idxHeader({many, 1, 1}) << idxHeader({12}) << false << "use two files that belong together.";
        QTest::newRow("images too wide") << idxHeader({1, 20'000, 10'000}) << idxHeader({1}) << false
                                         << "at most 1024 x 1024 can be used.";
        QTest::newRow("images as labels")
            << idxHeader({12, 4, 3}) << idxHeader({12, many / 12}) << true
            << "values a label, but a class is one; are images and labels swapped?";
        QTest::newRow("labels as images")
            << idxHeader({many}) << idxHeader({12}) << false << "are images and labels swapped?";
    }
    void refusedByTheirHeaders() {
        QFETCH(QByteArray, images);
        QFETCH(QByteArray, labels);
        QFETCH(bool, bombIsLabels);
        QFETCH(QString, message);
        MnistFiles files{root() / "images", root() / "labels", root() / "images", root() / "labels"};
        writePackedZeros(files.trainImages, images, bombIsLabels ? 144 : 200'000'000);
        writePackedZeros(files.trainLabels, labels, bombIsLabels ? 200'000'000 : 12);
        const Measured found = measured([&] { readMnist(files); });
        QVERIFY2(found.said.endsWith(message), qPrintable(found.said));
        QVERIFY2(found.bytes >= 0 && found.bytes <= MiB + ownPages, qPrintable(QString::number(found.bytes)));
    }

  private:
    fs::path root() const { return folder_->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestIdxMemory)
#include "tst_idx_memory.moc"
