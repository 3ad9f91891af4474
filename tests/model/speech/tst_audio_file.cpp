// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/file.h"
#include "model/speech/audio_file.h"
#include "tests/model/speech/speech_files.h"

#include <QTemporaryDir>

#include <limits>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

class TestAudioFile : public QObject {
    Q_OBJECT
  private slots:
    void formats_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("format");
        QTest::newRow("RIFF") << "a.wav" << int{SF_FORMAT_WAV};
        QTest::newRow("RIFF with extensions") << "a.wav" << int{SF_FORMAT_WAVEX};
        QTest::newRow("FLAC") << "a.flac" << int{SF_FORMAT_FLAC};
        QTest::newRow("SPHERE, as TIMIT calls it") << "A.WAV" << int{SF_FORMAT_NIST};
        QTest::newRow("SPHERE") << "a.sph" << int{SF_FORMAT_NIST};
    }
    void formats() {
        QFETCH(QString, name);
        QFETCH(int, format);
        const std::vector<float> sound = madeSound(0.3);
        writeSound(path(name), sound, format);
        QVERIFY(isAudioName(path(name)));
        const Audio audio = read(name);
        QCOMPARE(audio.fileRate, 16000);
        QCOMPARE(audio.samples.size(), sound.size());
        QCOMPARE(audio.seconds(), 0.3);
        for (std::size_t i = 0; i < sound.size(); ++i)
            QVERIFY(std::abs(audio.samples[i] - sound[i]) < 1.0f / 32000);
    }
    void otherNames() {
        for (const char* name : {"a.txt", "a.TextGrid", "a.mp3", "wav", "a.wav.txt"})
            QVERIFY2(!isAudioName(name), name);
    }
    void channelsAreAveraged() {
        writeSound(path("two.wav"), {0.5f, 0.25f, -0.5f, 0.5f, 0.0f, -1.0f}, SF_FORMAT_WAV, 16000, 2,
                   SF_FORMAT_FLOAT);
        const Audio audio = read("two.wav");
        QCOMPARE(audio.samples, (std::vector<float>{0.375f, 0.0f, -0.5f}));
    }
    void otherRates_data() {
        QTest::addColumn<int>("rate");
        for (const int rate : {8000, 11025, 22050, 44100, 48000})
            QTest::addRow("%d", rate) << rate;
    }
    // The same tone at another rate is the same tone at ours.
    void otherRates() {
        QFETCH(int, rate);
        const auto tone = [](int samplesASecond) {
            std::vector<float> samples(samplesASecond);
            for (int n = 0; n < samplesASecond; ++n)
                samples[n] =
                    static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * 440 * n / samplesASecond));
            return samples;
        };
        writeSound(path("other.wav"), tone(rate), SF_FORMAT_WAV, rate);
        const Audio audio = read("other.wav");
        QCOMPARE(audio.fileRate, rate);
        QCOMPARE(audio.samples.size(), std::size_t{16000});
        const std::vector<float> expected = tone(16000);
        for (std::size_t i = 400; i + 400 < expected.size(); ++i) // not where the tone is cut off
            QVERIFY(std::abs(audio.samples[i] - expected[i]) < 2e-3f);
    }

    void refused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* title, const char* name, const QByteArray& bytes,
                            const char* message) { QTest::newRow(title) << name << bytes << message; };
        const QByteArray riff = written("a.wav", SF_FORMAT_WAV), sphere = written("b.wav", SF_FORMAT_NIST),
                         flac = written("c.flac", SF_FORMAT_FLAC);
        row("empty", "a.wav", "", " is empty; copy it again.");
        row("truncated RIFF", "a.wav", riff.left(5000),
            " at byte 5000: the file ends, but its header promises 6444 bytes; copy it again.");
        row("RIFF without sound", "a.wav", riff.left(30),
            " at byte 30: the file ends before its sound begins; copy it again.");
        row("truncated SPHERE", "b.wav", sphere.left(2000),
            " at byte 2000: the file ends, but its header promises 7424 bytes; copy it again.");
        QByteArray shortened = sphere;
        shortened.replace("sample_coding -s3 pcm", "sample_coding -s3 pcm,embedded-shorten-v2.00");
        row("shorten", "b.wav", shortened,
            " is compressed by shorten, which cannot be read; convert it with sph2pipe -f wav.");
        row("no audio", "a.wav", "This is a text, whatever its name says.", " cannot be read as audio (");
        QByteArray slow = riff;
        slow.replace(24, 4, QByteArray("\1\0\0\0", 4)); // where a RIFF file has its rate
        row("one sample a second", "a.wav", slow,
            " has 1 samples a second by its header, which no recording of speech has; make the file again.");
        row("truncated FLAC", "c.flac", flac.left(flac.size() / 2), " promises 3200; copy it again.");
    }
    void refused() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        writeFile(path(name), bytes);
        const QString said = sentence<FileError>([&] { read(name); });
        QVERIFY2(said.startsWith(QString::fromStdString(path(name).string())) && said.contains(message),
                 qPrintable(said));
    }
    void notFinite() {
        std::vector<float> sound = madeSound(0.1);
        sound[7] = std::numeric_limits<float>::quiet_NaN();
        writeSound(path("nan.wav"), sound, SF_FORMAT_WAV, 16000, 1, SF_FORMAT_FLOAT);
        const QString said = sentence<FileError>([&] { read("nan.wav"); });
        QVERIFY2(said.endsWith(": sample 7 is no finite number; make the file again."), qPrintable(said));
    }
    void longerThanABlock() {
        const std::vector<float> sound = madeSound(10);
        writeSound(path("long.flac"), sound, SF_FORMAT_FLAC);
        const Audio audio = read("long.flac");
        QCOMPARE(audio.samples.size(), sound.size());
        for (std::size_t i = 0; i < sound.size(); ++i)
            QVERIFY(std::abs(audio.samples[i] - sound[i]) < 1.0f / 32000);
    }
    // Programs that write into a pipe leave no length.
    void noLengthInTheHeader() {
        QByteArray riff = written("pipe.wav", SF_FORMAT_WAV);
        for (const qsizetype at : {qsizetype{4}, riff.indexOf("data") + 4})
            riff.replace(at, 4, QByteArray(4, '\xff'));
        writeFile(path("pipe.wav"), riff);
        QCOMPARE(read("pipe.wav").samples.size(), std::size_t{3200});
    }

  private:
    fs::path path(const QString& name) const { return folder_.filePath(name).toStdString(); }
    Audio read(const QString& name) const { return decodeAudio(readFile(path(name)), path(name)); }
    /// The bytes of 3,200 samples in that format.
    QByteArray written(const char* name, int format) const {
        writeSound(path(name), madeSound(0.2), format);
        return fileBytes(path(name));
    }

    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestAudioFile)
#include "tst_audio_file.moc"
