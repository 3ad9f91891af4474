// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/file.h"
#include "model/speech/audio_file.h"
#include "tests/model/memory.h"
#include "tests/model/speech/speech_files.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

/// A recording takes the memory of its own samples, as floats of one channel, twice at most: not that of what
/// its header promises.
class TestAudioMemory : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { EXPERTSCOPE_SKIP_SANITIZED_MEMORY(); }
    void recordings_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("seconds");
        QTest::newRow("WAV") << "a.wav" << int{SF_FORMAT_WAV} << 1 << 600;
        QTest::newRow("of eight channels") << "a.wav" << int{SF_FORMAT_WAV} << 8 << 100;
        QTest::newRow("FLAC, an hour of silence in some kilobytes")
            << "a.flac" << int{SF_FORMAT_FLAC} << 1 << 3600;
    }
    void recordings() {
        QFETCH(QString, name);
        QFETCH(int, format);
        QFETCH(int, channels);
        QFETCH(int, seconds);
        const fs::path path = fs::path(folder_.path().toStdString()) / name.toStdString();
        writeSound(path, std::vector<float>(std::size_t(seconds) * 16000 * channels), format, 16000,
                   channels);
        const auto bytes = std::int64_t(fs::file_size(path)), samples = std::int64_t(seconds) * 16000;
        const Measured found = measured([&] {
            const Audio audio = decodeAudio(readFile(path), path);
            QCOMPARE(std::int64_t(audio.samples.size()), samples);
        });
        QVERIFY2(found.said.isEmpty(), qPrintable(found.said));
        const std::int64_t most = bytes + 2 * samples * std::int64_t(sizeof(float)) + (1 << 20) + ownPages;
        QVERIFY2(found.bytes > 0 && found.bytes <= most, qPrintable(QString::number(found.bytes)));
    }

    void lies_data() {
        QTest::addColumn<int>("at"); // of four bytes of the header that are set to a large number
        QTest::addColumn<QString>("message");
        QTest::newRow("3 GB of sound") << 40 << "copy it again.";
        QTest::newRow("3 GB before the sound") << 16 << "its sound begins; copy it again.";
    }
    void lies() {
        QFETCH(int, at);
        QFETCH(QString, message);
        const fs::path path = fs::path(folder_.path().toStdString()) / "lie.wav";
        writeSound(path, std::vector<float>(16000));
        QByteArray bytes = fileBytes(path);
        for (int i = 0; i < 4; ++i)
            bytes[at + i] = static_cast<char>(3'000'000'000u >> 8 * i);
        writeFile(path, bytes);
        const Measured found = measured([&] { decodeAudio(readFile(path), path); });
        QVERIFY2(found.said.endsWith(message), qPrintable(found.said));
        QVERIFY2(found.bytes >= 0 && found.bytes <= (1 << 20) + ownPages,
                 qPrintable(QString::number(found.bytes)));
    }

    /// As long a recording as there is no memory for is refused in a sentence.
    void moreThanIsFree() {
        const fs::path path = fs::path(folder_.path().toStdString()) / "day.flac";
        writeSound(path, std::vector<float>(std::size_t{5} * 3600 * 16000), SF_FORMAT_FLAC);
        const Measured found = measured([&] { decodeAudio(readFile(path), path); }, 200 << 20);
        QVERIFY2(found.said.contains(" samples, and only ") &&
                     found.said.endsWith(
                         " of memory are free for more; close other programs, or cut it into parts."),
                 qPrintable(found.said));
    }

  private:
    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestAudioMemory)
#include "tst_audio_memory.moc"
