// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/speech/speech_data.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// Frames whose value in band b at frame t is 100 u + t + b / 100, so that each value says where it is from.
Utterance utterance(int number, const std::string& speaker, bool forTest,
                    std::vector<PhoneInterval> intervals, int frames = 20) {
    Utterance made{"u" + std::to_string(number) + ".wav",
                   "u" + std::to_string(number) + ".lab",
                   speaker,
                   forTest,
                   Matrix<float>(melBands, frames),
                   std::move(intervals)};
    for (int t = 0; t < frames; ++t)
        for (int b = 0; b < melBands; ++b)
            made.frames(b, t) =
                100.0f * static_cast<float>(number) + static_cast<float>(t) + static_cast<float>(b) / 100;
    return made;
}

/// 20 frames have their middles at 12.5, 22.5 .. 202.5 ms.
std::vector<PhoneInterval> phones() {
    return {{0, 0.05, "sil", 1}, {0.05, 0.11, "AA1", 2}, {0.11, 0.205, "s", 3}};
}

SpeechMaterial material() {
    return {"made",
            {utterance(1, "ann", false, phones()), utterance(2, "bob", true, phones()),
             utterance(3, "cat", false, {{0.02, 0.205, "n", 1}})},
            {}};
}

const std::vector<float>& pixelsOf(const Dataset& data) {
    return std::get<std::vector<float>>(data.pixels);
}

const Attribute& attributeOf(const Dataset& data, const char* name) {
    for (const Attribute& attribute : data.attributes)
        if (attribute.name == name)
            return attribute;
    throw Error(std::string("no attribute ") + name);
}

std::string valueOf(const Attribute& attribute, int i) {
    return attribute.valueNames[attribute.values[i]];
}

QStringList notes(const DataPair& pair) {
    QStringList list;
    for (const std::string& note : pair.notes)
        list << QString::fromStdString(note);
    return list;
}

} // namespace

class TestSpeechData : public QObject {
    Q_OBJECT
  private slots:
    void oneExampleAFrame() {
        const DataPair pair = makeSpeechData(material(), 0);
        QCOMPARE(pair.train.name, std::string("made, training set"));
        QCOMPARE(pair.train.shape, (ImageShape{40, 11, 1}));
        QCOMPARE(pair.train.count(), 20 + 19); // the frame at 12.5 ms of the third has no phone
        QCOMPARE(pair.test.count(), 20);
        QCOMPARE(pair.test.classes(), 40);
        for (int i = 0; i < 20; ++i) {
            const double middle = 0.0125 + 0.01 * i;
            const char* phone = middle < 0.05 ? "sil" : middle < 0.11 ? "aa" : "s";
            QCOMPARE(valueOf(pair.test.label, i), std::string(phone));
            QCOMPARE(valueOf(attributeOf(pair.test, "phone group"), i),
                     std::string(middle < 0.05   ? "silence"
                                 : middle < 0.11 ? "vowel"
                                                 : "fricative"));
            QCOMPARE(valueOf(attributeOf(pair.test, "speaker"), i), std::string("bob"));
            QCOMPARE(pair.test.heard.files.at(pair.test.heard.file[i]), std::string("u2.wav"));
            QCOMPARE(pair.test.heard.seconds[i], static_cast<float>(middle));
        }
        QCOMPARE(valueOf(attributeOf(pair.train, "speaker"), 19), std::string("ann"));
        QCOMPARE(valueOf(attributeOf(pair.train, "speaker"), 20), std::string("cat"));
        QCOMPARE(pair.train.heard.files, (std::vector<std::string>{"u1.wav", "u3.wav"}));
        QCOMPARE(pair.train.heard.seconds[20], 0.0225f);
    }
    void thirdsOfAPhone() {
        const DataPair pair = makeSpeechData(material(), 0);
        const Attribute& position = attributeOf(pair.test, "position");
        // "AA1" is from 50 to 110 ms: its frames are at 52.5, 62.5 | 72.5, 82.5 | 92.5, 102.5.
        const QStringList expected{"begin", "begin", "middle", "middle", "end", "end"};
        for (int i = 0; i < 6; ++i)
            QCOMPARE(QString::fromStdString(valueOf(position, 4 + i)), expected[i]);
    }
    // Undoing the normalisation gives back the frames' values.
    void whereThePixelsAreFrom() {
        const DataPair pair = makeSpeechData(material(), 0);
        double sum = 0, squares = 0; // of band 0 of the training examples
        for (int t = 0; t < 20; ++t)
            sum += 100 + t + (t > 0 ? 300 + t : 0);
        const double mean = sum / 39;
        for (int t = 0; t < 20; ++t)
            squares += std::pow(100 + t - mean, 2) + (t > 0 ? std::pow(300 + t - mean, 2) : 0);
        const double deviation = std::sqrt(squares / 39);
        for (const int i : {0, 4, 5, 10, 14, 15, 19})
            for (int column = 0; column < 11; ++column)
                for (int row = 0; row < 40; ++row) {
                    const double frame = std::clamp(i + column - 5, 0, 19), band = (39 - row) / 100.0;
                    const double pixel = pixelsOf(pair.test)[(i * 40 + row) * 11 + column];
                    QVERIFY(std::abs(pixel * deviation + mean + band - (200 + frame + band)) < 1e-3);
                }
    }
    void normalisedByTheTrainingSet() {
        const DataPair pair = makeSpeechData(material(), 0);
        for (int row = 0; row < 40; ++row) {
            double sum = 0, squares = 0;
            for (int i = 0; i < pair.train.count(); ++i) {
                const double centre = pixelsOf(pair.train)[(i * 40 + row) * 11 + 5];
                sum += centre, squares += centre * centre;
            }
            QVERIFY(std::abs(sum / pair.train.count()) < 1e-5);
            QVERIFY(std::abs(squares / pair.train.count() - 1) < 1e-5);
        }
    }
    void aBandThatNeverChanges() {
        SpeechMaterial still = material();
        for (Utterance& u : still.utterances)
            u.frames.row(7).setConstant(-18.4f);
        const DataPair pair = makeSpeechData(std::move(still), 0);
        for (const float value : pixelsOf(pair.train))
            QVERIFY(std::isfinite(value));
        QVERIFY(std::abs(pixelsOf(pair.test)[(40 - 1 - 7) * 11]) < 0.01f);
    }
    // What an example sees does not reach from one set into the other.
    void aCutUtteranceRepeatsItsFramesAtTheCut() {
        SpeechMaterial one{
            "one",
            {utterance(0, "", false, {{0, 0.1, "aa", 1}, {0.1, 0.15, "sil", 2}, {0.15, 0.21, "s", 3}})},
            {}};
        one.utterances[0].forTest.reset();
        const DataPair pair = makeSpeechData(std::move(one), 0);
        QCOMPARE(pair.train.count(), 14); // middles 12.5 .. 142.5
        QCOMPARE(pair.test.count(), 6);
        const auto pixel = [](const Dataset& data, int i, int column) {
            return pixelsOf(data)[i * 440 + column];
        };
        for (int column = 5; column < 11; ++column)
            QCOMPARE(pixel(pair.train, 13, column), pixel(pair.train, 13, 5));
        for (int column = 0; column < 5; ++column)
            QCOMPARE(pixel(pair.test, 0, column), pixel(pair.test, 0, 5));
        QVERIFY(pixel(pair.test, 0, 6) > pixel(pair.test, 0, 5));
        QVERIFY(notes(pair).contains(
            "There is one recording only: the test set is its last 1 of 3 intervals, cut off "
            "after a silence."));
    }

    void notesOfWhatGaveNoExample() {
        SpeechMaterial odd = material();
        odd.utterances[0].intervals[1].label = "q"; // in no dictionary
        odd.utterances[2].intervals = {{0.02, 0.0201, "n", 1}, {0.021, 0.1, "n", 2}, {0.1, 0.205, "n", 3}};
        odd.findings.push_back({FindingKind::NoAudio, "x.lab"});
        for (int i = 0; i < 20; ++i) // so that ARPAbet is still most of it
            odd.utterances.push_back(utterance(4 + i, "dan", false, phones()));
        const DataPair pair = makeSpeechData(std::move(odd), 0);
        QCOMPARE(
            notes(pair),
            (QStringList{
                "Phones: ARPAbet, 39 phones and silence.", "The corpus itself says what is for testing.",
                "Label files without audio beside them, left out: 1 (the first: x.lab).",
                "Intervals with phones that are not in the set, left out: 1 (the first: \"q\" in u1.lab, "
                "line 2).",
                "Intervals too short to hold the middle of a frame (one comes every 10 ms), without "
                "examples: 1 (the first: u3.lab, line 1).",
                "Frames outside every interval, left out: 1 (the first: u3.lab)."}));
        QCOMPARE(pair.train.count(), (20 - 6) + 19 + 20 * 20);
    }
    void whatCannotBeLearnedIsSaid() {
        SpeechMaterial other = material();
        other.utterances[1].intervals[1].label = "IY0";
        QVERIFY(
            notes(makeSpeechData(std::move(other), 0))
                .contains(
                    "Phones of the test set that the training set lacks, so that nobody can learn them: 1 "
                    "(iy), in 6 of 20 test examples."));
        QVERIFY(!notes(makeSpeechData(material(), 0)).join(' ').contains("lacks"));
    }
    void theSetCanBeNamed() {
        SpeechMaterial timit = material();
        timit.phones = timitPhones(61);
        const DataPair pair = makeSpeechData(std::move(timit), 0);
        QCOMPARE(pair.train.classes(), 61);
        QCOMPARE(valueOf(pair.train.label, 0), std::string("h#"));
        QCOMPARE(notes(pair).front(), QString("Phones: TIMIT, 61 phones."));
    }
    void otherPhonesAsTheyAre() {
        SpeechMaterial other = material();
        for (Utterance& u : other.utterances)
            for (PhoneInterval& interval : u.intervals)
                if (interval.label != "sil")
                    interval.label += ":";
        const DataPair pair = makeSpeechData(std::move(other), 0);
        QCOMPARE(pair.train.label.valueNames, (std::vector<std::string>{"AA1:", "n:", "s:", "sil"}));
        QCOMPARE(pair.train.attributes.size(), std::size_t{2}); // nobody knows their groups
    }
    void oneSpeakerIsNoAttribute() {
        SpeechMaterial alone = material();
        for (Utterance& u : alone.utterances)
            u.speaker = "ann";
        const DataPair pair = makeSpeechData(std::move(alone), 0);
        QCOMPARE(pair.train.attributes.size(), std::size_t{2});
        QCOMPARE(pair.train.attributes[0].name, std::string("phone group"));
        QCOMPARE(pair.train.attributes[1].name, std::string("position"));
    }

    void refused_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("message");
        QTest::newRow("nothing to train on")
            << "test"
            << "made is too small: no frame is left to train on; name a folder with more speech.";
        QTest::newRow("nothing to test on")
            << "train"
            << "made is too small: no frame is left to test on; name a folder with more speech.";
        QTest::newRow("words")
            << "words"
            << "made has 509 different labels, as \"0x\" in u1.lab; name a folder whose labels are "
               "phones.";
    }
    void refused() {
        QFETCH(QString, what);
        QFETCH(QString, message);
        SpeechMaterial bad = material();
        if (what == "words") {
            for (int i = 0; i < 505; ++i)
                bad.utterances[0].intervals.push_back({0.205, 0.205, std::to_string(i) + "x", 4});
        } else {
            for (Utterance& u : bad.utterances)
                u.forTest = what == "test";
        }
        QCOMPARE(sentence<FileError>([&] { makeSpeechData(std::move(bad), 0); }), message);
    }
    void cancelled() {
        QCOMPARE(sentence<Cancelled>([&] { makeSpeechData(material(), 0, [](double) { return false; }); }),
                 QString("cancelled"));
    }
};

QTEST_APPLESS_MAIN(TestSpeechData)
#include "tst_speech_data.moc"
