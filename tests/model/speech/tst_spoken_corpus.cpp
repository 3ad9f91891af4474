// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/speech/espeak_phones.h"
#include "model/speech/phone_set.h"
#include "model/speech/speaking_process.h"
#include "model/speech/spoken_corpus.h"
#include "tests/model/testing.h"

#include <QtTest>

#include <set>
#include <sstream>

using namespace expertscope;
using namespace expertscope::testing;

/// The synthetic corpus, where the synthesiser is built in.
class TestSpokenCorpus : public QObject {
    Q_OBJECT
  private slots:
    void phonemes_data() {
        QTest::addColumn<QString>("phoneme");
        QTest::addColumn<QString>("phones");
        QTest::newRow("a vowel") << "E"
                                 << "EH";
        QTest::newRow("with an r") << "A@"
                                   << "AA R";
        QTest::newRow("diphthong with an r") << "aI3"
                                             << "AY ER";
        QTest::newRow("flap") << "t#"
                              << "T";
        QTest::newRow("affricate") << "dZ"
                                   << "JH";
        QTest::newRow("pause") << "_:"
                               << "";
        QTest::newRow("stressed, as 1.52 says") << "'aU"
                                                << "AW";
        QTest::newRow("stressed a little") << ",0"
                                           << "AA";
        QTest::newRow("stressed, with an r") << "'A@"
                                             << "AA R";
        QTest::newRow("said to be unstressed") << "=3:"
                                               << "ER";
        QTest::newRow("a variant that nobody listed") << "'I3"
                                                      << "IH";
        QTest::newRow("none") << "y#"
                              << "?";
        QTest::newRow("stress alone") << "'"
                                      << "?";
    }
    void phonemes() {
        QFETCH(QString, phoneme);
        QFETCH(QString, phones);
        QStringList got;
        double share = 0;
        for (const PhonePart& part : phonesOfPhoneme(phoneme.toStdString())) {
            got << QString::fromStdString(part.phone);
            share += part.share;
        }
        QCOMPARE(got.isEmpty() ? QStringLiteral("?") : got.join(' '), phones);
        QVERIFY(got.isEmpty() || std::abs(share - 1) < 1e-12);
    }

    void whoSpeaksIsNamed() {
        const QString name = QString::fromStdString(SpeakingProcess::synthesiser());
        QVERIFY2(SpeakingProcess::available() ? name.startsWith("espeak-ng 1.") : name.isEmpty(),
                 qPrintable(name));
    }

    void needsTheLibrary() {
        if (SpeakingProcess::available())
            QSKIP("it is there");
        SpeakingProcess process("m1", {{"One.", 175, 50}});
        QVERIFY(sentence<FileError>([&] { process.next(); }).contains("built without libespeak-ng"));
    }

    // All forty classes are spoken, in order of time and without a gap between the phones.
    void everySentence() {
        needLibrary();
        std::vector<SentenceToSpeak> all;
        std::istringstream lines(sentencesToSpeak);
        for (std::string line; std::getline(lines, line);)
            all.push_back({line, 200, 50});
        QVERIFY(all.size() > 200);
        SpeakingProcess process("f1", all);
        std::set<std::string> heard;
        for (const SentenceToSpeak& wanted : all) {
            const SpokenSentence spoken = process.next();
            QVERIFY2(spoken.samples.size() > SpeakingProcess::rate, wanted.text.c_str());
            double end = spoken.intervals.front().begin;
            for (const PhoneInterval& interval : spoken.intervals) {
                QVERIFY(std::abs(interval.begin - end) < 1e-9 && interval.end > interval.begin);
                end = interval.end;
                QVERIFY2(arpabetPhones().find(interval.label), interval.label.c_str());
                heard.insert(interval.label);
            }
            QVERIFY(end * SpeakingProcess::rate <= static_cast<double>(spoken.samples.size()) + 1e-6);
        }
        QCOMPARE(heard.size(), std::size_t{40});
    }

    void unknownVoice() {
        needLibrary();
        SpeakingProcess process("nobody", {{"One.", 175, 50}});
        QVERIFY(sentence<FileError>([&] {
                    process.next();
                }).startsWith("libespeak-ng has no voice \"nobody\"; install"));
    }

    void corpus() {
        needLibrary();
        const auto utterances = speakCorpus(1, {2, 1}, pool_);
        QCOMPARE(utterances.size(), 2 * trainingVoices().size() + testVoices().size());
        QVERIFY(trainingVoices().size() + testVoices().size() >= 20);
        std::set<std::string> train, test;
        for (const Utterance& utterance : utterances) {
            (*utterance.forTest ? test : train).insert(utterance.speaker);
            QVERIFY(utterance.frames.cols() > 50 && utterance.frames.allFinite());
        }
        QCOMPARE(train, std::set<std::string>(trainingVoices().begin(), trainingVoices().end()));
        QCOMPARE(test, std::set<std::string>(testVoices().begin(), testVoices().end()));
    }

    void equalSeedsEqualSpeech() {
        needLibrary();
        WorkerPool alone(1);
        const auto once = speakCorpus(7, {1, 1}, pool_), again = speakCorpus(7, {1, 1}, alone),
                   other = speakCorpus(8, {1, 1}, pool_);
        bool differs = false;
        for (std::size_t u = 0; u < once.size(); ++u) {
            QVERIFY(once[u].frames == again[u].frames);
            QCOMPARE(once[u].intervals.size(), again[u].intervals.size());
            differs = differs || once[u].frames.cols() != other[u].frames.cols();
        }
        QVERIFY(differs);
    }

    void cancelled() {
        needLibrary();
        int reports = 0;
        QVERIFY_THROWS_EXCEPTION(Cancelled, speakCorpus(1, {}, pool_, [&](double) { return ++reports < 3; }));
        QCOMPARE(reports, 3);
    }

  private:
    static void needLibrary() {
        if (!SpeakingProcess::available())
            QSKIP("built without libespeak-ng");
    }

    WorkerPool pool_{2};
};

QTEST_APPLESS_MAIN(TestSpokenCorpus)
#include "tst_spoken_corpus.moc"
