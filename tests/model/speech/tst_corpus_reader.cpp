// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/data_places.h"
#include "model/speech/corpus_reader.h"
#include "tests/model/speech/fixture_corpus.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

/// A sound file's path below the root -> what is said in it.
using Table = std::map<std::string, Spoken>;

const QByteArrayList dictionary{"sil", "AA1", "ih0", "S", "t", "", "N", "ow2", "sp", "HH", "er0", "ch"};
const QByteArrayList timit{"h#", "aa", "ix", "tcl", "t", "dx", "pau", "epi", "axr", "hv", "nx", "zh", "bcl"};

/// What a label is among the 40 classes: written down once more, from the definitions.
QString phoneOf(QString label) {
    label = label.toLower();
    if (label.size() == 3 && label[2].isDigit())
        label.chop(1);
    static const QMap<QString, QString> folded{{"", "sil"},    {"sp", "sil"}, {"h#", "sil"}, {"pau", "sil"},
                                               {"epi", "sil"}, {"ix", "ih"},  {"tcl", "t"},  {"dx", "t"},
                                               {"axr", "er"},  {"hv", "hh"},  {"nx", "n"},   {"bcl", "b"}};
    return folded.value(label, label);
}

QStringList notes(const DataPair& pair, const QString& root) {
    QStringList list;
    for (const std::string& note : pair.notes)
        list << QString::fromStdString(note).remove(root + "/");
    return list;
}

} // namespace

class TestCorpusReader : public QObject {
    Q_OBJECT
  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void everySamplesLabel_data() {
        QTest::addColumn<QString>("layout");
        for (const char* layout : {"TIMIT", "HTS", "Festvox", "TextGrid", "TextGrid, UTF-16", "other rates",
                                   "MFA", "states", "seconds", "Audacity", "Buckeye", "TIMIT by Kaggle"})
            QTest::newRow(layout) << layout;
    }
    void everySamplesLabel() {
        QFETCH(QString, layout);
        const Table table = write(layout);
        const DataPair pair = read();
        std::map<std::string, int> seen;
        for (const Dataset* data : {&pair.train, &pair.test})
            for (int i = 0; i < data->count(); ++i) {
                const std::string file = relative(data->heard.files.at(data->heard.file[i]));
                const double sample = static_cast<double>(data->heard.seconds[i]) * 16000;
                const auto& spoken = table.at(file);
                const auto phone = std::find_if(spoken.begin(), spoken.end(), [&](const SpokenPhone& p) {
                    return p.begin - 0.1 <= sample && sample < p.end - 0.1; // seconds are floats
                });
                QVERIFY(phone != spoken.end());
                QCOMPARE(QString::fromStdString(data->label.valueNames[data->label.values[i]]),
                         phoneOf(phone->label));
                ++seen[file];
            }
        for (const auto& [file, spoken] : table)
            QCOMPARE(seen[file], framesWithin(spoken, spoken.back().end));
        QCOMPARE(seen.size(), table.size());
        for (const float value : std::get<std::vector<float>>(pair.train.pixels))
            QVERIFY(std::isfinite(value));
    }
    void speakersAreInOneSet() {
        write("HTS");
        const DataPair pair = read();
        const auto speakers = [&](const Dataset& data) {
            QSet<QString> names;
            for (const std::string& file : data.heard.files)
                names << QString::fromStdString(relative(file)).section('/', 0, 0);
            return names;
        };
        QCOMPARE(speakers(pair.test).size(), 1);
        QCOMPARE(speakers(pair.train).size(), 2);
        QVERIFY(!speakers(pair.train).intersects(speakers(pair.test)));
    }
    void timitsOwnSets() {
        write("TIMIT");
        const DataPair pair = read();
        QCOMPARE(pair.train.name, std::string("TIMIT, training set"));
        for (const std::string& file : pair.train.heard.files)
            QVERIFY(relative(file).starts_with("TRAIN/"));
        for (const std::string& file : pair.test.heard.files)
            QVERIFY(relative(file).starts_with("TEST/"));
        const auto& speaker = pair.train.attributes.at(1);
        QCOMPARE(speaker.name, std::string("speaker"));
        QCOMPARE(speaker.valueNames, (std::vector<std::string>{"FCJF0", "MABC0", "MDEF0"}));
    }
    // Resampled sound has the features of the same sound at 16,000 samples a second, as far as 8 kHz go.
    void aRateMakesLittleDifference() {
        const Spoken spoken = madePhones(dictionary, 12, 3);
        for (const int rate : {16000, 48000}) {
            const std::string name = "r" + std::to_string(rate);
            std::vector<float> sound(static_cast<std::size_t>(spoken.back().end) * rate / 16000);
            for (std::size_t n = 0; n < sound.size(); ++n) {
                const double t = static_cast<double>(n) / rate;
                for (int k = 1; k < 60; ++k) // harmonics up to 7.5 kHz: every band has some
                    sound[n] += static_cast<float>(
                        0.01 * std::sin(2 * std::numbers::pi * (100 + 20 * t) * k * t + k * k));
            }
            writeSound(path(name + ".wav"), sound, SF_FORMAT_WAV, rate);
            writeFile(path(name + ".lab"), htsText(spoken));
        }
        const DataPair pair = read();
        const auto &a = std::get<std::vector<float>>(pair.train.pixels),
                   b = std::get<std::vector<float>>(pair.test.pixels);
        QCOMPARE(a.size(), b.size());
        double difference = 0;
        for (std::size_t i = 0; i < a.size(); ++i)
            difference += std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])) /
                          static_cast<double>(a.size());
        QVERIFY2(difference < 0.05, qPrintable(QString::number(difference)));
    }

    void theHashKnowsContentAndNames() {
        write("HTS");
        const std::string first = read().sha256;
        QCOMPARE(first.size(), std::size_t{64});
        QCOMPARE(read(1).sha256, first); // whatever the threads
        fs::rename(path("ann"), path("amy"));
        const std::string renamed = read().sha256;
        QVERIFY(renamed != first); // the speakers are others
        fs::rename(path("amy"), path("ann"));
        QCOMPARE(read().sha256, first);
        writeFile(path("ann/ann0.lab"), fileBytes(path("ann/ann0.lab")) + "\n");
        QVERIFY(read().sha256 != first);
    }
    void theSameOnAnyNumberOfThreads() {
        write("TextGrid");
        const DataPair one = read(1), three = read(3);
        QVERIFY(one.train.pixels == three.train.pixels);
        QVERIFY(one.test.label.values == three.test.label.values);
    }

    // What is unsound in one place, where the rest is sound: counted.
    void counted_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("note");
        QTest::newRow("past the end")
            << "past the end"
            << "Intervals that reach past the end of their audio, used as far as it goes: 1 "
               "(the first: ann/ann0.lab, line 9).";
        QTest::newRow("empty tier") << "empty tier"
                                    << "Label files in which nothing is labelled, left out: 1 (the first: "
                                       "bob/bob9.TextGrid).";
        QTest::newRow("several tiers")
            << "several tiers"
            << "TextGrids with several tiers of phones, of which the first is read: 1 (the "
               "first: bob/bob9.TextGrid).";
        QTest::newRow("unknown phone")
            << "unknown phone"
            << "Intervals with phones that are not in the set, left out: 1 (the first: "
               "\"brth\" in ann/ann0.lab, line 3).";
        QTest::newRow("unlabelled")
            << "unlabelled"
            << "Frames outside every interval, left out: 99 (the first: ann/ann0.lab).";
        QTest::newRow("too short")
            << "too short"
            << "Intervals too short to hold the middle of a frame (one comes every 10 ms), "
               "without examples: 1 (the first: ann/ann0.lab, line 1).";
        QTest::newRow("low rate")
            << "low rate"
            << "Recordings at less than 16,000 samples a second, whose upper bands are empty: 1 "
               "(the first: bob/bob9.wav).";
        QTest::newRow("no labels")
            << "no labels"
            << "Audio files without labels of their own beside them, left out: 1 (the first: "
               "bob/bob9.wav).";
    }
    void counted() {
        QFETCH(QString, what);
        QFETCH(QString, note);
        Table table = write("HTS");
        Spoken spoken = table.at("ann/ann0.wav");
        const int end = spoken.back().end;
        if (what == "past the end")
            writeFile(path("ann/ann0.lab"),
                      htsText(spoken) + QByteArray::number(end * 625LL) + " 999990000 s\n");
        if (what == "empty tier")
            addRecording("bob/bob9", longTextGrid({}));
        if (what == "several tiers")
            addRecording("bob/bob9", twoTiers());
        if (what == "unknown phone") {
            spoken[2].label = "brth";
            writeFile(path("ann/ann0.lab"), htsText(spoken));
        }
        if (what == "unlabelled")
            writeSound(path("ann/ann0.wav"), madeSound((end + 16000) / 16000.0));
        if (what == "too short") {
            spoken[0].end = 100;
            spoken.insert(spoken.begin() + 1, {100, spoken[1].begin, "t"});
            writeFile(path("ann/ann0.lab"), htsText(spoken));
        }
        if (what == "low rate")
            addRecording("bob/bob9", longTextGrid(madePhones(dictionary, 8, 1)), 8000);
        if (what == "no labels")
            writeSound(path("bob/bob9.wav"), madeSound(1));
        const DataPair pair = read();
        QStringList said = notes(pair, folder_->path());
        QVERIFY2(said.contains(note), qPrintable(said.join('\n')));
    }
    void nothingToSay() {
        write("HTS");
        QCOMPARE(notes(read(), folder_->path()),
                 (QStringList{"Phones: ARPAbet, 39 phones and silence.",
                              "The test set is 1 of the 3 speakers, drawn from data.seed."}));
    }

    // One bad file among good ones is left out and named.
    void oneIsBad_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("why");
        QTest::newRow("truncated sound")
            << "ann/ann0.wav" << QByteArray() << " at byte 1000: the file ends, but its header promises ";
        QTest::newRow("no sound")
            << "ann/ann0.wav" << QByteArray("x")
            << " cannot be read as audio (Format not recognised.); WAV, FLAC and NIST SPHERE "
               "are understood).";
        QTest::newRow("overlap")
            << "ann/ann0.lab" << QByteArray("0 1000000 sil\n900000 2000000 aa\n")
            << ", line 2: the interval \"aa\" begins before the one above it has ended; correct "
               "the file).";
        QTest::newRow("unsorted")
            << "bob/bob1.lab" << QByteArray("900000 2000000 aa\n0 900000 sil\n")
            << ", line 2: the interval \"sil\" begins before the one above it; intervals must be in order of "
               "time; correct the file).";
        QTest::newRow("broken off") << "cat/cat2.lab"
                                    << QByteArray("0 1000000 sil\n1000000 2000000 aa\n2000000 30\n")
                                    << ", line 3: is not begin, end (in units of 100 ns) and phone, as in "
                                       "\"0 1250000 sil\"; correct the "
                                       "file).";
    }
    void oneIsBad() {
        QFETCH(QString, file);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, why);
        write("HTS");
        const std::string sha256 = read().sha256;
        const fs::path damaged = path(file.toStdString());
        writeFile(damaged, bytes.isEmpty() ? fileBytes(damaged).left(1000) : bytes);
        const DataPair pair = read();
        const QStringList said = notes(pair, folder_->path());
        QVERIFY2(
            said.at(2).startsWith("Recordings that cannot be read, left out: 1 (the first: " + file + why),
            qPrintable(said.join('\n')));
        QCOMPARE(pair.train.heard.files.size() + pair.test.heard.files.size(), std::size_t{8});
        QVERIFY(pair.sha256 != sha256); // other data, also once the file is mended
    }
    void allAreBad() {
        for (const char* name : {"a", "b"})
            addRecording(name, "no grid");
        QCOMPARE(
            sentence<FileError>([&] { read(); }),
            folder_->path() + "/ holds no recording that can be read: of 2 the first is " + folder_->path() +
                "/a.TextGrid, line 1: the TextGrid ends here, before the type \"ooTextFile\"; correct the "
                "file.");
        fs::remove(path("b.wav"));
        QCOMPARE(
            sentence<FileError>([&] { read(); }),
            folder_->path() + "/ holds no recording that can be read: " + folder_->path() +
                "/a.TextGrid, line 1: the TextGrid ends here, before the type \"ooTextFile\"; correct the "
                "file.");
    }
    void transcriptsAreLeftOut() {
        write("HTS");
        writeFile(path("cat/cat2.lab"), "she had your dark suit\n");
        writeFile(path("cat/cat1.txt"), "in greasy wash water\n");
        const QStringList said = notes(read(), folder_->path());
        QCOMPARE(said.mid(2),
                 (QStringList{"Audio files without labels of their own beside them, left out: 1 (the "
                              "first: cat/cat2.wav).",
                              "Transcripts (words, but no phones with their times), left out: 2 (the "
                              "first: cat/cat1.txt)."}));
    }
    void nothingLabelled() {
        addRecording("a", longTextGrid({}));
        QCOMPARE(
            sentence<FileError>([&] { read(); }),
            folder_->path() +
                "/ holds no recording in which anything is labelled; name a folder with labelled speech.");
    }
    void cancelled() {
        write("HTS");
        WorkerPool pool(2);
        for (int most = 1; most < 5; ++most) {
            int asked = 0;
            QCOMPARE(sentence<Cancelled>(
                         [&] { readCorpus(path(""), 0, pool, [&](double) { return ++asked < most; }); }),
                     QString("cancelled"));
            QCOMPARE(asked, most);
        }
    }
    void progressRises() {
        write("HTS");
        WorkerPool pool(1);
        double last = 0;
        readCorpus(path(""), 0, pool, [&](double fraction) {
            const bool rises = fraction >= last && fraction <= 1;
            last = fraction;
            return rises;
        });
        QVERIFY(last > 0.8);
    }

    // Recorded by a person, and aligned by a program. Its TextGrid is read here once more, by its lines.
    void realSpeech() {
        const fs::path folder = speechFolder();
        if (folder.empty())
            QSKIP("Real speech is not at hand; set EXPERTSCOPE_DATA to the folder that holds it");
        struct Interval {
            double begin, end;
            QString label;
            int frames;
        };
        std::vector<Interval> intervals;
        const QString text = QString::fromUtf8(fileBytes(folder / "acoustic_corpus.TextGrid"));
        static const QRegularExpression interval(
            "intervals \\[\\d+\\]:\\s*xmin = (\\S+)\\s*xmax = (\\S+)\\s*text = \"(.*)\"");
        for (auto match = interval.globalMatch(text.mid(text.indexOf("name = \"phone\"")));
             match.hasNext();) {
            const auto found = match.next();
            intervals.push_back(
                {found.captured(1).toDouble(), found.captured(2).toDouble(), found.captured(3), 0});
        }
        QCOMPARE(intervals.size(), std::size_t{203});
        WorkerPool pool(2);
        const DataPair pair = readCorpus(folder, 0, pool);
        for (const Dataset* data : {&pair.train, &pair.test}) {
            for (int i = 0; i < data->count(); ++i) {
                const double time = static_cast<double>(data->heard.seconds[i]) - 1e-6;
                const auto at = std::find_if(intervals.begin(), intervals.end(), [&](const Interval& each) {
                    return each.begin <= time && time < each.end;
                });
                QVERIFY(at != intervals.end());
                QCOMPARE(QString::fromStdString(data->label.valueNames[data->label.values[i]]),
                         phoneOf(at->label));
                ++at->frames;
            }
            for (const float value : std::get<std::vector<float>>(data->pixels))
                QVERIFY(std::isfinite(value));
        }
        for (const Interval& each : intervals)
            QVERIFY(each.frames > 0);
        QCOMPARE(pair.train.count() + pair.test.count(),
                 1 + (427572 - 400) / 160); // all frames of all samples
        QCOMPARE(notes(pair, ""),
                 (QStringList{"Phones: ARPAbet, 39 phones and silence.",
                              "There is one recording only: the test set is its last 46 of 203 "
                              "intervals, cut off after a silence.",
                              "Phones of the test set that the training set lacks, so that nobody can "
                              "learn them: 1 (sh), in 10 of 711 test examples."}));
    }

    void asASource() {
        write("TIMIT");
        DataDescription data;
        data.source = recogniseFolder(path("")).name;
        QCOMPARE(data.source, std::string("speech"));
        data.path = path("").string();
        data.jitter = 0;
        WorkerPool pool(2);
        const TrainingData training = loadTrainingData(data, pool);
        QCOMPARE(training.inputs(), 440);
        QCOMPARE(training.classes(), 40);
        QCOMPARE(data.sha256, training.sha256);
        QVERIFY(!training.notes.empty());
        QCOMPARE(training.test->attributes().size(), std::size_t{4});
        QCOMPARE(training.test->attributes().at(1).name, std::string("phone group"));
        data.phones = "timit48";
        QCOMPARE(loadTrainingData(data, pool).classes(), 48);
        data.jitter = 4;
        QCOMPARE(sentence<ConfigError>([&] { loadTrainingData(data, pool); }),
                 QString("data.jitter is 4, but speech is not translated; choose data.jitter=0"));
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }
    std::string relative(const fs::path& file) const { return fs::relative(file, path("")).generic_string(); }
    DataPair read(int threads = 2) const {
        WorkerPool pool(threads);
        return readCorpus(path(""), 0, pool);
    }

    void addRecording(const std::string& name, const QByteArray& grid, int rate = 16000) const {
        writeSound(path(name + ".wav"), madeSound(1, rate), SF_FORMAT_WAV, rate);
        writeFile(path(name + ".TextGrid"), grid);
    }
    static QByteArray twoTiers() {
        QByteArray two = shortTextGrid({{0, 8000, "aa"}}, "A - phones");
        two.replace("<exists>\n1\n", "<exists>\n2\n");
        const QByteArray other = shortTextGrid({{0, 8000, "iy"}}, "B - phones");
        return two + other.mid(other.indexOf("\"IntervalTier\""));
    }

    /// Three speakers with three recordings each, in that layout; returns what is said in them.
    Table write(const QString& layout) const {
        Table table;
        std::uint32_t seed = 1;
        const bool isTimit = layout.startsWith("TIMIT");
        const QList<const char*> speakers =
            isTimit ? QList<const char*>{"TRAIN/DR1/FCJF0", "TRAIN/DR2/MDEF0", "TEST/DR1/MABC0"}
                    : QList<const char*>{"ann", "bob", "cat"};
        for (const std::string speaker : speakers)
            for (int i = 0; i < 3; ++i) {
                const std::string stem = isTimit ? "SX" + std::to_string(i) : speaker + std::to_string(i);
                const Spoken spoken = madePhones(isTimit ? timit : dictionary, 8 + i, ++seed);
                table[writeOne(layout, speaker, stem, i, spoken)] = spoken;
            }
        return table;
    }
    /// In a full context no phone is without a name.
    static Spoken named(Spoken spoken) {
        for (SpokenPhone& phone : spoken)
            phone.label = phone.label.isEmpty() ? "sil" : phone.label;
        return spoken;
    }
    /// Returns the sound file's path below the root.
    std::string writeOne(const QString& layout, const std::string& speaker, const std::string& stem, int i,
                         const Spoken& spoken) const {
        const auto wide = [&](QByteArray text) {
            return layout.endsWith("UTF-16") ? utf16(text, i == 1) : text;
        };
        const std::string base = speaker + "/" + stem;
        if (layout == "TIMIT") {
            writeSound(path(base + ".WAV"), soundOf(spoken),
                       i == 2 ? int{SF_FORMAT_WAV} : int{SF_FORMAT_NIST});
            writeFile(path(base + ".PHN"), phnText(spoken));
            return base + ".WAV";
        }
        if (layout == "TIMIT by Kaggle") {
            writeSound(path("data/" + base + ".WAV.wav"), soundOf(spoken));
            writeFile(path("data/" + base + ".PHN"), phnText(spoken));
            writeFile(path("data/" + base + ".TXT"), "0 9 She had your dark suit.\n");
            return "data/" + base + ".WAV.wav";
        }
        if (layout == "MFA") {
            writeSound(path("corpus/" + base + ".wav"), soundOf(spoken));
            writeFile(path("corpus/" + base + ".lab"), "she had your dark suit\n");
            writeFile(path("aligned/" + base + ".TextGrid"), longTextGrid(spoken));
            return "corpus/" + base + ".wav";
        }
        if (layout == "states" || layout == "seconds" || layout == "Audacity" || layout == "Buckeye") {
            writeSound(path(base + ".wav"), soundOf(spoken));
            writeFile(path(base + (layout == "Audacity"  ? ".txt"
                                   : layout == "Buckeye" ? ".phones"
                                                         : ".lab")),
                      layout == "states"    ? statesText(named(spoken), "x^x-%1+x=x@1/J:2[%2]", 5)
                      : layout == "Buckeye" ? festvoxText(spoken)
                                            : audacityText(spoken));
            return base + ".wav";
        }
        if (layout == "Festvox") {
            writeSound(path(speaker + "/wav/" + stem + ".wav"), soundOf(spoken));
            writeFile(path(speaker + "/lab/" + stem + ".lab"), festvoxText(spoken));
            return speaker + "/wav/" + stem + ".wav";
        }
        const int rate = layout == "other rates" ? QList<int>{22050, 44100, 16000}[i] : 16000;
        if (layout.startsWith("TextGrid")) {
            writeSound(path(base + ".flac"), soundOf(spoken), SF_FORMAT_FLAC);
            writeFile(path(base + ".TextGrid"),
                      wide(i == 0 ? shortTextGrid(spoken) : longTextGrid(spoken, "ann - phones")));
            return base + ".flac";
        }
        writeSound(path(base + ".wav"), soundOf(spoken, rate), SF_FORMAT_WAV, rate);
        writeFile(path(base + ".lab"), htsText(spoken));
        return base + ".wav";
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestCorpusReader)
#include "tst_corpus_reader.moc"
