// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/idx_reader.h"
#include "tests/model/data/idx_files.h"

#include <unistd.h>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

class TestIdxReader : public QObject {
    Q_OBJECT
  private slots:
    void good_data() {
        QTest::addColumn<QList<int>>("dimensions");
        QTest::newRow("labels") << QList<int>{7};
        QTest::newRow("one value") << QList<int>{1};
        QTest::newRow("table") << QList<int>{3, 5};
        QTest::newRow("images") << QList<int>{4, 6, 5};
        QTest::newRow("colour images") << QList<int>{2, 3, 4, 5};
        QTest::newRow("more than a read's worth") << QList<int>{3, 1024, 1024};
    }
    void good() {
        QFETCH(QList<int>, dimensions);
        const std::vector<std::uint32_t> expected(dimensions.begin(), dimensions.end());
        int count = 1;
        for (int dimension : dimensions)
            count *= dimension;
        const QByteArray values = noise(count), plain = idxHeader(expected) + values;
        QTemporaryDir folder;
        for (const auto& [name, bytes] : {std::pair{"plain", plain},
                                          {"packed.gz", gzipped(plain)},
                                          {"packed, but not named so", gzipped(plain)}}) {
            const fs::path path = fs::path(folder.path().toStdString()) / name;
            writeFile(path, bytes);
            const IdxArray array = readIdx(path);
            QCOMPARE(array.dimensions, expected);
            QCOMPARE(QByteArray(reinterpret_cast<const char*>(array.bytes.data()),
                                static_cast<qsizetype>(array.bytes.size())),
                     values);
        }
    }
    void types_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<double>("value");
        QTest::newRow("unsigned byte") << 0x08 << QByteArray("\xfe") << 254.0;
        QTest::newRow("signed byte") << 0x09 << QByteArray("\xfe") << -2.0;
        QTest::newRow("short") << 0x0b << QByteArray("\xff\x01") << -255.0;
        QTest::newRow("int") << 0x0c << QByteArray("\x01\x02\x03\x04") << 16909060.0;
        QTest::newRow("float") << 0x0d << QByteArray("\xbf\x40\0\0", 4) << -0.75;
        QTest::newRow("double") << 0x0e << QByteArray("\x40\x09\0\0\0\0\0\0", 8) << 3.125;
    }
    void types() {
        QFETCH(int, type);
        QFETCH(QByteArray, bytes);
        QTemporaryDir folder;
        const fs::path path = fs::path(folder.path().toStdString()) / "values";
        writeFile(path, idxHeader({2}, type) + QByteArray(bytes.size(), '\0') + bytes);
        const IdxArray array = readIdx(path);
        QCOMPARE(array.count(), std::size_t{2});
        QCOMPARE(array.value(0), 0.0);
        QTEST(array.value(1), "value");
        QCOMPARE(array.place(1), std::uint64_t(8 + bytes.size()));
    }
    // Zeros compress to a thousandth: what the header promises may be far more than the file's size.
    void wellCompressed() {
        QTemporaryDir folder;
        const fs::path path = fs::path(folder.path().toStdString()) / "zeros.gz";
        writeFile(path, gzipped(idxHeader({2000, 28, 28}) + QByteArray(2000 * 784, 0)));
        QCOMPARE(readIdx(path).bytes.size(), std::size_t{2000 * 784});
    }

    void bad_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message"); // after the path
        const QByteArray good = idxHeader({4, 5, 5}) + noise(100), packed = gzipped(good);
        const QString magic = "not that of an IDX file (0x00000801 to 0x00000e04); choose an IDX file.";
        const QString inHeader = "the file ends inside its header; fetch it again.";
        QTest::newRow("empty") << QByteArray() << " at byte 0: " + inHeader;
        QTest::newRow("3 bytes") << good.left(3) << " at byte 3: " + inHeader;
        QTest::newRow("ends in a dimension") << good.left(10) << " at byte 10: " + inHeader;
        QTest::newRow("wrong magic") << QByteArray("PNG image, perhaps")
                                     << " at byte 0: the magic number is 0x504e4720, " + magic;
        QTest::newRow("little endian") << QByteArray("\x03\x08\0\0aaaaaaaa", 12)
                                       << " at byte 0: the magic number 0x03080000 has its bytes in the "
                                          "reverse order; write the file big-endian, as IDX demands.";
        QTest::newRow("no known type")
            << idxHeader({2}, 0x0a) + noise(8) << " at byte 0: the magic number is 0x00000a01, " + magic;
        QTest::newRow("doubles, cut short") << idxHeader({2}, 0x0e) + noise(15)
                                            << " at byte 8: the header promises 2 values of 8 bytes, but at "
                                               "most 15 bytes follow; the file is "
                                               "cut short, fetch it again.";
        QTest::newRow("a server's error page") << QByteArray("<!DOCTYPE html><html>403 Forbidden</html>")
                                               << " is no IDX file but a web page, which the server sent "
                                                  "instead of the file; fetch it from another "
                                                  "address (MNIST by dmoe data fetch mnist).";
        QTest::newRow("a pointer of Git LFS")
            << QByteArray("version https://git-lfs.github.com/spec/v1\n")
            << " is no IDX file but a pointer of Git LFS to the file; get the file itself by git lfs pull.";
        QTest::newRow("packed twice") << gzipped(packed)
                                      << " is no IDX file but a file packed by gzip twice; unpack it once by "
                                         "gunzip.";
        QTest::newRow("a ZIP archive")
            << QByteArray("PK\3\4\x14\0\0\0", 8) << " is no IDX file but a ZIP archive; unpack it.";
        QTest::newRow("packed by xz") << QByteArray("\xfd"
                                                    "7zXZ\0\0\4",
                                                    8)
                                      << " is no IDX file but a file packed by xz; unpack it by unxz.";
        QTest::newRow("no dimensions")
            << idxHeader({}) + noise(8) << " at byte 0: the magic number is 0x00000800, " + magic;
        QTest::newRow("5 dimensions") << idxHeader({1, 1, 1, 1, 1}) + noise(1)
                                      << " at byte 0: the magic number is 0x00000805, " + magic;
        QTest::newRow("dimension 0") << idxHeader({4, 0, 5})
                                     << " at byte 12: dimension 2 is 0; fetch the file again.";
        const QString tooMany =
            "the dimensions promise more than 2^40 values; the header is damaged, fetch the file again.";
        const std::uint32_t most = 0xffffffff;
        QTest::newRow("terabytes") << idxHeader({most, most, most}) + noise(9) << " at byte 12: " + tooMany;
        QTest::newRow("terabytes, packed")
            << gzipped(idxHeader({most, most}) + noise(9)) << " at byte 12: " + tooMany;
        QTest::newRow("4 gigabytes") << idxHeader({most}) + noise(9)
                                     << " at byte 8: the header promises 4294967295 values, but at most 9 "
                                        "bytes follow; the file is cut short, "
                                        "fetch it again.";
        QTest::newRow("4 gigabytes, packed")
            << gzipped(idxHeader({most}) + noise(9))
            << " values, but at most * bytes follow; the file is cut short, fetch it again.";
        QTest::newRow("cut short")
            << good.left(66)
            << " at byte 16: the header promises 100 values, but at most 50 bytes follow; the "
               "file is cut short, fetch it again.";
        QTest::newRow("a value short")
            << good.left(115)
            << " at byte 16: the header promises 100 values, but at most 99 bytes follow; "
               "the file is cut short, fetch it again.";
        QTest::newRow("packed, cut short before packing")
            << gzipped(good.left(66))
            << " at byte 66: the file ends, but its header promises 100 values, of which 50 "
               "are there; it is cut short, fetch it again.";
        QTest::newRow("packed, cut short")
            << packed.left(packed.size() / 2)
            << " at byte *: the file ends, but its header promises 100 values, of which "
               "* are there; it is cut short, fetch it again.";
        QTest::newRow("packed, without its checksum") << packed.left(packed.size() - 8)
                                                      << " at byte 116: the compressed data ends before its "
                                                         "checksum; it is cut short, fetch the file again.";
        QTest::newRow("packed, cut in gzip's own header") << packed.left(6) << " at byte 0: " + inHeader;
        QTest::newRow("packed, damaged")
            << damaged(packed, packed.size() / 2)
            << " at byte *: the compressed data is damaged (*); fetch the file again.";
        QTest::newRow("packed, checksum damaged")
            << damaged(packed, packed.size() - 6)
            << " at byte *: the compressed data is damaged (incorrect data check); fetch the file again.";
        QTest::newRow("packed, damaged at once")
            << damaged(packed, 10) << " at byte 0: the compressed data is damaged (*); fetch the file again.";
        const QString more =
            " at byte *: more data follows than the header's 100 values; this is not the file its name says.";
        QTest::newRow("more data") << good + "x" << more;
        QTest::newRow("more data, packed") << gzipped(good + "x") << more;
        QTest::newRow("two files, packed, in one") << packed + packed << more;
    }
    void bad() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        QTemporaryDir folder;
        const fs::path path = fs::path(folder.path().toStdString()) / "some-idx-ubyte";
        writeFile(path, bytes);
        check(path, message);
    }

    void unreadable_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("message");
        QTest::newRow("missing")
            << "missing"
            << " cannot be opened: No such file or directory; check the path and its permissions.";
        QTest::newRow("a folder") << "folder"
                                  << " is a folder; name one IDX file.";
        QTest::newRow("below a file")
            << "file/below"
            << " cannot be opened: Not a directory; check the path and its permissions.";
        QTest::newRow("a link to itself")
            << "loop"
            << " cannot be opened: Too many levels of symbolic links; check the path and its permissions.";
        QTest::newRow("a name too long")
            << QString(300, 'n')
            << " cannot be opened: File name too long; check the path and its permissions.";
        QTest::newRow("without permission")
            << "secret"
            << " cannot be opened: Permission denied; check the path and its permissions.";
    }
    void unreadable() {
        QFETCH(QString, path);
        QFETCH(QString, message);
        if (path == "secret" && geteuid() == 0)
            QSKIP("root may read every file");
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        fs::create_directory(root / "folder");
        fs::create_symlink("loop", root / "loop");
        writeFile(root / "file", "x");
        writeFile(root / "secret", idxHeader({1}) + "x");
        fs::permissions(root / "secret", fs::perms::none);
        check(root / path.toStdString(), message);
    }

  private:
    static void check(const fs::path& path, const QString& message) {
        const QString said = sentence<FileError>([&] { readIdx(path); });
        QString pattern = QRegularExpression::escape(QString::fromStdString(path.string()) +
                                                     (message.startsWith(" values") ? "*" : "") + message);
        pattern.replace("\\*", ".*");
        QVERIFY2(QRegularExpression("^" + pattern + "$").match(said).hasMatch(), qPrintable(said));
    }
};

QTEST_APPLESS_MAIN(TestIdxReader)
#include "tst_idx_reader.moc"
