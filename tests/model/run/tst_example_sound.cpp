#include "model/run/example_sound.h"

#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/synthetic_speech.h"
#include "tests/model/run/run_files.h"

#include <algorithm>
#include <cmath>

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

    /// What is said before changes no more than the noise in it: the place of an example stays where it is.
    void aSentenceAloneTakesItsTime() {
        if (!SpeakingProcess::available())
            QSKIP("built without libespeak-ng");
        for (const char* voice : {"m8", "Alicia", "klatt3"}) {
            std::vector<SentenceToSpeak> sentences = sentencesOf(voice, 0, {});
            sentences.resize(5);
            SpeakingProcess all(voice, sentences);
            SpokenSentence last;
            for (std::size_t i = 0; i < sentences.size(); ++i)
                last = all.next();
            const SpokenSentence alone = SpeakingProcess(voice, {sentences.back()}).next();
            QCOMPARE(alone.intervals.size(), last.intervals.size());
            for (std::size_t i = 0; i < alone.intervals.size(); ++i) {
                QCOMPARE(alone.intervals[i].label, last.intervals[i].label);
                QVERIFY2(std::abs(alone.intervals[i].end - last.intervals[i].end) < 0.01, voice);
            }
        }
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
