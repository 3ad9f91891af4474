// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/json.h"
#include "model/base/memory.h"
#include "tests/model/memory.h"
#include "tests/model/testing.h"

#include <fstream>
#include <sys/stat.h>
#include <thread>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

class TestMemory : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { EXPERTSCOPE_SKIP_SANITIZED_MEMORY(); }
    void sizes_data() {
        QTest::addColumn<double>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0.0 << "0 bytes";
        QTest::newRow("few") << 999.0 << "999 bytes";
        QTest::newRow("a kilobyte") << 1000.0 << "1 kB";
        QTest::newRow("rounded up") << 999'600.0 << "1 MB";
        QTest::newRow("a digit more") << 1.25e6 << "1.2 MB";
        QTest::newRow("whole") << 64e6 << "64 MB";
        QTest::newRow("hundreds") << 123.4e9 << "123 GB";
        QTest::newRow("beyond all units") << 3e24 << "3000000 EB";
    }
    void sizes() {
        QFETCH(double, bytes);
        QTEST(QString::fromStdString(sizeText(bytes)), "text");
    }

    void whatIsFree() {
        QVERIFY(freeMemory() > 1'000'000);
        QVERIFY(freeMemory() < 1'000'000'000'000'000); // which only a system that tells nothing would have
        const Measured little = measured(
            [] {
                if (freeMemory() > (100 << 20) || freeMemory() < (90 << 20))
                    throw Error(std::to_string(freeMemory()));
            },
            100 << 20);
        QCOMPARE(little.said, QString());
        requireMemory(1e3, "This takes", "take less");
        const QString said = sentence<ConfigError>([] { requireMemory(1e15, "This takes", "take less"); });
        QVERIFY2(
            QRegularExpression("^This takes 1 PB of memory, but only [0-9.]+ [MGT]B are free; take less\\.$")
                .match(said)
                .hasMatch(),
            qPrintable(said));
    }

    /// Ten gigabytes that take no room on the disk: refused before anything of them is read.
    void tooLarge_data() {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<QString>("message");
        QTest::newRow("above the limit")
            << qint64{10'000'000'000}
            << "config.json has 10 GB, but a file of its kind has at most 64 MB; name another file.";
        QTest::newRow("by a byte")
            << qint64{64'000'001}
            << "config.json has 64000001 bytes, but a file of its kind has at most 64 MB; name another file.";
    }
    void tooLarge() {
        QFETCH(qint64, size);
        QFETCH(QString, message);
        const fs::path path = place("config.json");
        std::ofstream(path).close();
        fs::resize_file(path, static_cast<std::uintmax_t>(size));
        const Measured found = measured([&] { readFile(path, mostOfText); });
        QVERIFY2(found.said.endsWith(message), qPrintable(found.said));
        QVERIFY2(found.bytes >= 0 && found.bytes <= (1 << 20) + ownPages,
                 qPrintable(QString::number(found.bytes)));
        QCOMPARE(sentence<FileError>([&] { readJson(path); }), found.said);
    }

    /// Where a file may be of any size, there must be memory for it.
    void moreThanIsFree() {
        const fs::path path = place("metrics.csv");
        std::ofstream(path).close();
        fs::resize_file(path, 300 << 20);
        const Measured found = measured([&] { readFile(path); }, 64 << 20);
        QVERIFY2(
            QRegularExpression("metrics.csv has 315 MB, but only [0-9.]+ MB of memory are free; close other "
                               "programs, or name a smaller file\\.$")
                .match(found.said)
                .hasMatch(),
            qPrintable(found.said));
        const Measured enough = measured([&] { QCOMPARE(readFile(path).size(), std::size_t{300 << 20}); });
        QVERIFY2(enough.said.isEmpty() && enough.bytes >= 300 << 20 && enough.bytes <= (302 << 20) + ownPages,
                 qPrintable(enough.said + QString::number(enough.bytes)));
    }

    /// What is read to its end, however its size is told.
    void otherSizes_data() {
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 1, 4095, 4096, 4097, 100'000})
            QTest::addRow("%d", bytes) << bytes;
    }
    void otherSizes() {
        QFETCH(int, bytes);
        const std::string text(static_cast<std::size_t>(bytes), 'x');
        const fs::path path = place("text");
        writeFileAtomically(path, {text});
        QVERIFY(readFile(path) == text);
        QVERIFY(readFile(path, text.size()) == text);
        if (bytes > 0)
            QVERIFY(sentence<FileError>([&] { readFile(path, text.size() - 1); }).contains("at most"));
        // A pipe that the shell hands over is said to have no size at all.
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        std::thread writer([&] {
            writeAll(ends[1], text);
            ::close(ends[1]);
        });
        const fs::path pipe = "/dev/fd/" + std::to_string(ends[0]);
        const std::string read = readFile(pipe);
        writer.join();
        ::close(ends[0]);
        QVERIFY(read == text);
    }
    void filesOfTheKernel() {
        QVERIFY(readFile("/proc/self/status").starts_with("Name:"));
        QVERIFY(readFile("/proc/self/maps").size() > 4096);
        QVERIFY(sentence<FileError>([] { readFile("/proc/self/maps", 4096); }).contains("at most 4.1 kB"));
    }
    /// However fast somebody writes, reading ends, with the file as it was when it was opened.
    void whileItGrows() {
        const fs::path path = place("growing");
        writeFileAtomically(path, {std::string(32 << 20, 'y')});
        std::jthread writer([&](const std::stop_token& stop) {
            std::ofstream file(path, std::ios::app);
            const std::string more(1 << 20, 'y');
            for (int i = 0; i < 512 && !stop.stop_requested(); ++i)
                file << more << std::flush;
        });
        for (int i = 0; i < 5; ++i) {
            const std::uintmax_t before = fs::file_size(path);
            const std::string read = readFile(path);
            QVERIFY(read.size() >= before && read.size() <= fs::file_size(path));
            QVERIFY(read.find_first_not_of('y') == std::string::npos);
        }
    }

  private:
    fs::path place(const char* name) const { return fs::path(folder_.path().toStdString()) / name; }

    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestMemory)
#include "tst_memory.moc"
