// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/file.h"
#include "model/run/safetensors.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

class TestSafetensors : public QObject {
    Q_OBJECT
  private slots:
    void roundTrip() {
        const std::string path = folder_.filePath("round.safetensors").toStdString();
        const SafetensorsFile file = sample();
        writeSafetensors(path, file);
        const SafetensorsFile read = readSafetensors(path);
        QCOMPARE(read.metadata, file.metadata);
        QCOMPARE(read.tensors.size(), file.tensors.size());
        for (const Tensor& tensor : file.tensors) {
            const Tensor& other = read.get(tensor.name, path);
            QVERIFY(other.type == tensor.type);
            QCOMPARE(other.shape, tensor.shape);
            QVERIFY(other.bytes == tensor.bytes); // NaN and infinity too
        }
        QCOMPARE(read.get("matrix", path).toMatrix(path, 2, 3)(0, 1), -2.0f);
        QCOMPARE(read.get("vector", path).toDoubles(path), (std::vector<double>{0.1, -1e300, 0}));
        QCOMPARE(read.get("cube", path).toInts(path)[23], 11);
        QCOMPARE(read.get("cube", path).count(), std::int64_t{24});
        QVERIFY(!read.find("absent"));
    }
    void nothing() {
        const std::string path = folder_.filePath("nothing.safetensors").toStdString();
        writeSafetensors(path, {});
        QVERIFY(readSafetensors(path).tensors.empty() && readSafetensors(path).metadata.empty());
    }

    void pythonReadsWhatWasWritten() {
        const QString path = folder_.filePath("ours.safetensors");
        writeSafetensors(path.toStdString(), sample());
        runPython("read", path);
    }
    void pythonsFileIsRead() {
        const QString path = folder_.filePath("pythons.safetensors");
        runPython("write", path);
        if (!QFileInfo::exists(path))
            return; // skipped, or failed already
        const SafetensorsFile file = sample(), read = readSafetensors(path.toStdString());
        QCOMPARE(read.metadata, file.metadata);
        QCOMPARE(read.tensors.size(), file.tensors.size());
        for (const Tensor& tensor : file.tensors) {
            const Tensor& other = read.get(tensor.name, "");
            QVERIFY(other.type == tensor.type && other.shape == tensor.shape && other.bytes == tensor.bytes);
        }
    }

    void wrongUse_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("message");
        QTest::newRow("absent") << "absent"
                                << "F: tensor absent is missing; the file is of another network or damaged.";
        QTest::newRow("another shape")
            << "matrix"
            << "F: tensor matrix has another shape than 3 x 2; the file is of another "
               "network.";
        QTest::newRow("another type")
            << "vector"
            << "F: tensor vector holds F64 numbers where F32 are needed; the file is of "
               "another program or damaged.";
        QTest::newRow("three dimensions")
            << "cube"
            << "F: tensor cube holds I32 numbers where F32 are needed; the file is of "
               "another program or damaged.";
    }
    void wrongUse() {
        QFETCH(QString, name);
        QFETCH(QString, message);
        const SafetensorsFile file = sample();
        QCOMPARE(sentence<FileError>([&] { file.get(name.toStdString(), "F").toMatrix("F", 3, 2); }),
                 message);
    }

    /// The header's text is made into far more than its size, so that there is a most of it.
    void aHeaderWithoutEnd() {
        const std::filesystem::path path =
            std::filesystem::path(folder_.path().toStdString()) / "long.safetensors";
        writeFileAtomically(path, {std::string_view("\0\0\0\x05\0\0\0\0", 8)}); // 83.9 MB
        std::filesystem::resize_file(path, 8 + 0x05000000);
        const QString said = sentence<FileError>([&] { readSafetensors(path); });
        QVERIFY2(
            said.contains(" at byte 0: the header is said to have 83.9 MB, but at most 64 MB are read; "),
            qPrintable(said));
    }

    void damaged_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message"); // after the path, up to what is the same for all
        const auto row = [](const char* name, const QByteArray& bytes, const QString& message) {
            QTest::newRow(name) << bytes << message;
        };
        const auto header = [](const QByteArray& json, int dataBytes = 4) {
            return length(static_cast<quint64>(json.size())) + json + QByteArray(dataBytes, '\0');
        };
        const auto tensor = [&](const char* type, const char* shape, const char* offsets, int dataBytes = 4) {
            return header(QByteArray("{\"t\":{\"dtype\":\"") + type + "\",\"shape\":" + shape +
                              ",\"data_offsets\":" + offsets + "}}",
                          dataBytes);
        };
        const QString outside = " at byte 8: tensor t does not lie within the file",
                      large = " at byte 8: tensor t is larger than the file",
                      noTensors = " at byte 8: the header does not describe tensors";
        row("empty", "", " at byte 0: no safetensors header");
        row("7 bytes", QByteArray(7, '\0'), " at byte 0: no safetensors header");
        row("header longer than the file", length(3) + "{}",
            " at byte 0: the header is said to be longer than the file");
        row("header far longer than the file", length(~quint64{0}) + "{}",
            " at byte 0: the header is said to be longer than the file");
        row("header nearly 2^64", length(~quint64{0} - 7) + "{}",
            " at byte 0: the header is said to be longer than the file");
        row("no header", length(0), " at byte 8: the header is not JSON");
        row("not JSON", header("{\"t\": "), " at byte 8: the header is not JSON");
        row("not UTF-8", header("{\"\xff\": 1}"), " at byte 8: the header is not JSON");
        row("a list", header("[]"), " at byte 8: the header is not JSON");
        row("deeply nested", header(QByteArray(100'000, '[')), " at byte 8: the header is not JSON");
        row("tensor is a number", header("{\"t\": 1}"), noTensors);
        row("no offsets", header("{\"t\":{\"dtype\":\"F32\",\"shape\":[1]}}"), noTensors);
        row("no shape", header("{\"t\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}"), noTensors);
        row("shape is text", tensor("F32", "\"1\"", "[0,4]"), noTensors);
        row("one offset", tensor("F32", "[1]", "[0]"), noTensors);
        row("three offsets", tensor("F32", "[1]", "[0,4,8]"), noTensors);
        row("an offset that no number of bytes can be", tensor("F32", "[1]", "[0,1e300]"), noTensors);
        row("an extent that no number of values can be", tensor("F32", "[-1e300]", "[0,4]"), noTensors);
        row("half a value", tensor("F32", "[1.5]", "[0,4]"), noTensors);
        row("metadata is a list", header("{\"__metadata__\": []}", 0), noTensors);
        row("metadata of numbers", header("{\"__metadata__\": {\"a\": 1}}", 0), noTensors);
        row("type F16", tensor("F16", "[2]", "[0,4]"),
            " at byte 8: tensor t has the type F16, which is not one of F32, F64, I32, U8");
        row("no type", tensor("", "[1]", "[0,4]"),
            " at byte 8: tensor t has the type , which is not one of F32, F64, I32, U8");
        row("offsets beyond the end", tensor("F32", "[1]", "[4,8]"), outside);
        row("offsets far beyond the end", tensor("F32", "[1]", "[9223372036854775803,9223372036854775807]"),
            outside);
        row("negative offset", tensor("F32", "[1]", "[-4,0]"), outside);
        row("offsets the wrong way round", tensor("F32", "[1]", "[4,0]"), outside);
        row("end of -2^63", tensor("F32", "[1]", "[4,-9223372036854775808]"), outside);
        row("fewer bytes than the shape", tensor("F32", "[2]", "[0,4]", 8), outside);
        row("more bytes than the shape", tensor("F32", "[1]", "[0,8]", 8), outside);
        row("shape larger than the file", tensor("F32", "[2]", "[0,8]"), large);
        row("negative shape", tensor("F32", "[-1]", "[0,4]"), large);
        row("two negative extents", tensor("F32", "[-1,-1]", "[0,4]"), large);
        row("huge shape", tensor("F32", "[4294967296,4294967296]", "[0,4]"), large);
        row("shape whose bytes wrap round to 4", tensor("F32", "[4611686018427387905]", "[0,4]"), large);
        row("shape of 2^63", tensor("F32", "[9223372036854775808]", "[0,4]"), noTensors);
        row("bytes that are nobody's", tensor("F32", "[1]", "[0,4]", 8),
            " at byte 62: the tensors do not make up the file's 8 bytes of numbers");
        row("bytes before the first", tensor("F32", "[1]", "[4,8]", 8),
            " at byte 62: the tensors do not make up the file's 8 bytes of numbers");
        row("two tensors of the same bytes",
            header("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                   "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}"),
            " at byte 113: the tensors do not make up the file's 4 bytes of numbers");
    }
    void damaged() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        const std::string path = folder_.filePath("damaged.safetensors").toStdString();
        writeText(path, bytes.toStdString());
        QCOMPARE(sentence<FileError>([&] { readSafetensors(path); }),
                 QString::fromStdString(path) + message +
                     "; the file is damaged or cut short, use another one.");
    }
    // Wherever a whole file is cut, and whatever byte of its header is another.
    void cutAndChangedAnywhere() {
        const std::string path = folder_.filePath("whole.safetensors").toStdString();
        writeSafetensors(path, sample());
        const std::string whole = fileText(path);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            writeText(path, whole.substr(0, size));
            QVERIFY(sentence<FileError>([&] { readSafetensors(path); }).endsWith("use another one."));
        }
        for (std::size_t i = 0; i < whole.size() - 100; ++i)
            for (const char c : {'\0', '9', '"', '}', '\xff'}) {
                std::string other = whole;
                other[i] = c;
                writeText(path, other);
                const QString said = sentence<FileError>([&] { readSafetensors(path); });
                QVERIFY2(said == "nothing was thrown" || said.endsWith("use another one."), qPrintable(said));
            }
    }
    // Of what we wrote ourselves no bit can change unnoticed, whether it is of a number or of the hash.
    void everyFlippedBitIsSeen() {
        const std::string path = folder_.filePath("flipped.safetensors").toStdString();
        SafetensorsFile file = sample();
        file.tensors.resize(1);
        writeSafetensors(path, file);
        const std::string whole = fileText(path);
        QVERIFY(readSafetensors(path).checked);
        for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
            std::string other = whole;
            other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
            writeText(path, other);
            const QString said = sentence<FileError>([&] { readSafetensors(path); });
            QVERIFY2(said.startsWith(QString::fromStdString(path)) && said.contains("damaged"),
                     qPrintable(QStringLiteral("bit %1: %2").arg(bit).arg(said)));
        }
    }
    void withoutAHashItIsReadUnchecked() {
        const std::string path = folder_.filePath("old.safetensors").toStdString();
        const std::string json = "{\"__metadata__\":{\"format\":\"test\"}}";
        writeText(path, length(json.size()).toStdString() + json);
        QVERIFY(!readSafetensors(path).checked);
        QCOMPARE(readSafetensors(path).metadata.at("format"), std::string("test"));
    }
    void unreadable() {
        QCOMPARE(sentence<FileError>([] { readSafetensors("/absent.safetensors"); }),
                 QStringLiteral(
                     "/absent.safetensors cannot be read: No such file or directory; check the path and its "
                     "permissions."));
        QVERIFY(sentence<FileError>([&] {
                    readSafetensors(folder_.path().toStdString());
                }).contains("Is a directory"));
    }

  private:
    /// What safetensors_numpy.py has too.
    static SafetensorsFile sample() {
        const float infinity = std::numeric_limits<float>::infinity(),
                    nan = std::numeric_limits<float>::quiet_NaN();
        Matrix<float> matrix(2, 3);
        matrix << 1.5f, -2.0f, 3e-38f, infinity, nan, 0.1f;
        std::vector<std::int32_t> cube(24);
        for (int i = 0; i < 24; ++i)
            cube[i] = i - 12;
        SafetensorsFile file;
        file.metadata = {{"format", "test"}, {"note", "quotes \" and \xc3\xbc"}};
        file.tensors = {Tensor::of("matrix", matrix),
                        Tensor::of("vector", std::vector<double>{0.1, -1e300, 0}),
                        Tensor::of("cube", cube, {2, 3, 4}), Tensor::of("empty", Matrix<float>(0, 5))};
        return file;
    }
    static QByteArray length(quint64 value) {
        QByteArray bytes;
        for (int i = 0; i < 8; ++i)
            bytes.append(static_cast<char>(value >> (8 * i) & 255));
        return bytes;
    }
    static void runPython(const QString& what, const QString& path) {
        const QString script = qEnvironmentVariable("EXPERTSCOPE_SOURCE_DIR", QDir::currentPath()) +
                               "/tests/model/run/safetensors_numpy.py";
        QProcess python;
        python.start("/usr/bin/python3", {"-c", "import numpy"});
        if (!python.waitForFinished() || python.exitCode() != 0)
            QSKIP("This needs /usr/bin/python3 with numpy (Debian: python3-numpy).");
        python.start("/usr/bin/python3", {script, what, path});
        QVERIFY(python.waitForFinished());
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    }

    QTemporaryDir folder_{temporaryPlace()};
};

QTEST_APPLESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
