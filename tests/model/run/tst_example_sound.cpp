// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/example_sound.h"

#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/synthetic_speech.h"
#include "model/speech/resampling.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

/// The sound around an example.
class TestExampleSound : public QObject {
    Q_OBJECT
  private slots:
    void syntheticSpeechIsSpokenAgain() {
        if (!SpeakingProcess::available())
            QSKIP("built without libespeak-ng");
        WorkerPool pool(2);
        const DataPair pair = readSyntheticSpeech(0, folder_.path().toStdString(), pool, {}, nullptr, {1, 1});
        const Dataset& test = pair.test;
        QVERIFY(QString::fromStdString(test.heard.files.front()).startsWith("synthetic voice "));
        QVERIFY(!test.heard.texts.front().empty());
        const std::uint32_t example = static_cast<std::uint32_t>(test.count() / 2);
        DataDescription source;
        source.source = "synthetic-speech";
        const Audio audio = soundAround(source, test, example, 0.5);
        QCOMPARE(std::ssize(audio.samples), std::ptrdiff_t(8000));
        double energy = 0;
        for (const float sample : audio.samples)
            energy += static_cast<double>(sample) * static_cast<double>(sample);
        QVERIFY(energy / 8000 > 1e-6); // somebody speaks
    }

    /// It is what the corpus was made from, sample for sample.
    void spokenAgainItIsTheSame() {
        if (!SpeakingProcess::available())
            QSKIP("built without libespeak-ng");
        std::vector<SentenceToSpeak> sentences = sentencesOfVoices(0, {}).at("m8");
        sentences.resize(3);
        SpeakingProcess process("m8", sentences);
        process.next();
        process.next();
        const auto all = resampled(process.next().samples, SpeakingProcess::rate, "m8");
        Dataset data;
        data.heard = {{spokenName("m8", 2)}, {""}, {0}, {1.0f}};
        DataDescription source;
        source.source = "synthetic-speech";
        const Audio audio = soundAround(source, data, 0, 0.5);
        for (std::size_t i = 1000; i < 7000; ++i) // the ends are faded
            QCOMPARE(audio.samples.at(i), all.at(12000 + i));
    }

    /// The kept features tell what is said just as new ones do.
    void keptSentencesAreNamedAlike() {
        if (!SpeakingProcess::available())
            QSKIP("built without libespeak-ng");
        WorkerPool pool(2);
        const auto read = [&] {
            return readSyntheticSpeech(1, folder_.path().toStdString(), pool, {}, nullptr, {1, 1});
        };
        const DataPair made = read(), kept = read();
        QVERIFY(made.train.heard.files == kept.train.heard.files);
        QVERIFY(made.train.heard.texts == kept.train.heard.texts);
    }

    /// Another version speaks it at other times: what would be heard is not the example.
    void spokenByAnotherVersion() {
        if (!SpeakingProcess::available())
            QSKIP("built without libespeak-ng");
        Dataset data;
        data.heard = {{spokenName("m8", 2)}, {""}, {0}, {1.0f}};
        DataDescription source;
        source.source = "synthetic-speech";
        source.madeBy = "espeak-ng 1.49";
        const std::string here = SpeakingProcess::synthesiser();
        QCOMPARE(sentence<FileError>([&] { soundAround(source, data, 0, 0.5); }),
                 QString::fromStdString(
                     "synthetic voice m8, sentence 3 was spoken by espeak-ng 1.49, and " + here +
                     ", which is installed, speaks it otherwise; install espeak-ng 1.49 to "
                     "hear it."));
        source.madeBy = here;
        QVERIFY(!soundAround(source, data, 0, 0.5).samples.empty());
    }

    void whatIsNotThereIsSaid() {
        Dataset image;
        QVERIFY_THROWS_EXCEPTION(FileError, soundAround({}, image, 0, 0.5));
        Dataset gone;
        gone.heard = {{"/nowhere/a.wav"}, {""}, {0}, {1.0f}};
        QVERIFY_THROWS_EXCEPTION(FileError, soundAround({}, gone, 0, 0.5));
    }

  private:
    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestExampleSound)
#include "tst_example_sound.moc"
