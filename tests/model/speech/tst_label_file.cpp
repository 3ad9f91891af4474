// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/speech/label_file.h"
#include "tests/model/speech/fixture_corpus.h"

using namespace expertscope;
using namespace expertscope::testing;

class TestLabelFile : public QObject {
    Q_OBJECT
  private slots:
    void theTableComesBack_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* title, const char* name, const QByteArray& bytes) {
            QTest::newRow(title) << name << bytes;
        };
        const Spoken spoken = table();
        row("TIMIT", "a.PHN", phnText(spoken));
        row("TIMIT, lines of Windows", "a.phn", phnText(spoken).replace("\n", "\r\n"));
        row("HTS", "a.lab", htsText(spoken));
        row("HTS with scores", "a.lab", htsText(spoken).replace("\n", " -1234.5\n"));
        row("Festvox", "a.lab", festvoxText(spoken));
        row("Festvox, # alone", "a.lab", festvoxText(spoken).mid(festvoxText(spoken).indexOf('#')));
        row("Xwaves, as Buckeye has it", "a.phones",
            festvoxText(spoken).replace("\t", " ").replace("\n", " ; x\n").replace("# ; x", "#"));
        row("seconds", "a.lab", audacityText(spoken).replace("\t", " "));
        row("seconds with commas", "a.lab", audacityText(spoken).replace(".", ","));
        row("Audacity", "a.txt", audacityText(spoken));
        row("Audacity with frequencies", "a.txt",
            audacityText(spoken).replace("\n", "\n\\\t100.0\t8000.0\n"));
        row("HTS by state", "a.lab", statesText(spoken, "%1[%2]", 5));
        row("HTS by state, full context", "a.lab", statesText(spoken, "x^x-%1+x=x@1_2/J:3+2[%2]", 5));
        row("CNTK's states", "a.lab", statesText(spoken, "%1_s%2", 3));
        row("HVite's states", "a.lab", hviteText(spoken));
        row("MFA's table", "a.csv", csvText(spoken));
        row("MFA's table, quoted, Windows", "a.csv",
            csvText(spoken).replace(",phones,", ",\"phones\",").replace("\n", "\r\n"));
        row("long in a .txt", "a.TextGrid.txt", longTextGrid(spoken));
        row("long", "a.TextGrid", longTextGrid(spoken));
        row("long, Windows", "a.TextGrid", longTextGrid(spoken).replace("\n", "\r\n"));
        row("short", "a.textgrid", shortTextGrid(spoken));
        row("old short", "a.TextGrid",
            shortTextGrid(spoken).replace("\"ooTextFile\"\nObject class = ", "\"ooTextFile short\"\n"));
        row("long, UTF-16 LE", "a.TextGrid", utf16(longTextGrid(spoken), false));
        row("long, UTF-16 BE", "a.TextGrid", utf16(longTextGrid(spoken), true));
        row("short, UTF-16", "a.TextGrid", utf16(shortTextGrid(spoken), false));
        row("short, UTF-8 with mark", "a.TextGrid", "\xef\xbb\xbf" + shortTextGrid(spoken));
        for (const char* tier : {"phone", "Phones", " PHONES ", "Speaker - phones", "mary_phone",
                                 "KAN-phones", "phonemes", "MAU"})
            row(tier, "a.TextGrid", longTextGrid(spoken, tier));
    }
    void theTableComesBack() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const Spoken spoken = table();
        const PhoneTrack track = read(name, bytes);
        QCOMPARE(track.intervals.size(), spoken.size());
        QCOMPARE(track.tiers, 1);
        QVERIFY(!track.empty());
        int line = 0;
        for (std::size_t i = 0; i < spoken.size(); ++i) {
            QCOMPARE(track.intervals[i].begin, spoken[i].begin / 16000.0);
            QCOMPARE(track.intervals[i].end, spoken[i].end / 16000.0);
            QCOMPARE(track.intervals[i].label, spoken[i].label.toStdString());
            QVERIFY(track.intervals[i].line > line);
            line = track.intervals[i].line;
        }
    }
    void otherCharacters_data() {
        QTest::addColumn<QByteArray>("bytes");
        const Spoken spoken{{0, 1600, "t\u02b0"}, {1600, 3200, "\u0254\u02d0"}, {3200, 4800, "\U0001d107"}};
        QTest::newRow("UTF-8") << longTextGrid(spoken);
        QTest::newRow("UTF-16 LE") << utf16(shortTextGrid(spoken), false);
        QTest::newRow("UTF-16 BE") << utf16(longTextGrid(spoken), true);
    }
    void otherCharacters() {
        QFETCH(QByteArray, bytes);
        const PhoneTrack track = read("a.TextGrid", bytes);
        QCOMPARE(track.intervals.at(0).label, std::string("t\u02b0"));
        QCOMPARE(track.intervals.at(1).label, std::string("\u0254\u02d0"));
        QCOMPARE(track.intervals.at(2).label, std::string("\U0001d107"));
    }
    void latin1() {
        QByteArray grid = shortTextGrid({{0, 1600, "X"}});
        grid.replace('X', '\xe9');
        QCOMPARE(read("a.TextGrid", grid).intervals.at(0).label, std::string("\u00e9"));
    }
    void samplesCountAtTheFilesOwnRate() {
        const PhoneTrack track = readLabels("0 4000 h#\n4000 8000 sh\n", "a.PHN", 8000);
        QCOMPARE(track.intervals.at(1).begin, 0.5);
        QCOMPARE(track.intervals.at(1).end, 1.0);
    }
    void phonesOfFullContext() {
        const PhoneTrack track =
            read("a.lab", "0 100000 x^x-sil+hh=ax@x_x/A:0_0_0\n100000 200000 x^sil-hh+ax=l@1_2\n");
        QCOMPARE(track.intervals.at(0).label, std::string("sil"));
        QCOMPARE(track.intervals.at(1).label, std::string("hh"));
    }
    void mfasJson() {
        const PhoneTrack track = read("a.json", R"({"start": 0, "end": 1.5, "tiers": {
            "words": {"type": "interval", "entries": [[0, 1.5, "ash"]]},
            "phones": {"type": "interval", "entries": [[0.0, 0.5, "AE1"], [0.5, 1.5, "SH"]]}}})");
        QCOMPARE(track.tiers, 1);
        QCOMPARE(track.intervals.size(), std::size_t{2});
        QCOMPARE(track.intervals.at(1).begin, 0.5);
        QCOMPARE(track.intervals.at(1).label, std::string("SH"));
    }
    void statesOfEqualPhones() {
        const PhoneTrack track = read("a.lab", "0 10 n[2]\n10 20 n[3]\n20 30 n[2]\n30 40 n[3]\n40 50 a[3]\n");
        QVERIFY(track.byState);
        QCOMPARE(track.intervals.size(), std::size_t{3});
        QCOMPARE(track.intervals.at(1).begin, 20 / 1e7);
        QCOMPARE(track.intervals.at(1).end, 40 / 1e7);
        QCOMPARE(track.intervals.at(2).label, std::string("a"));
    }
    void noStates() { // phones that are called so
        const PhoneTrack track = read("a.lab", "0 10 n_s1\n10 20 n_s2\n20 30 a\n");
        QVERIFY(!track.byState);
        QCOMPARE(track.intervals.size(), std::size_t{3});
    }
    void units_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("sound"); // seconds
        QTest::addColumn<double>("end");   // seconds
        QTest::addColumn<QString>("unit");
        const auto row = [](const char* title, const char* name, const char* text, double sound, double end,
                            const char* unit) {
            QTest::newRow(title) << name << QByteArray(text) << sound << end << unit;
        };
        row(".lab as usual", "a.lab", "0 5000000 aa\n5000000 30000000 s\n", 3, 3, "");
        row(".lab of a part", "a.lab", "0 5000000 aa\n", 3, 0.5, "");
        row(".lab past the end", "a.lab", "0 5000000 aa\n5000000 900000000 s\n", 3, 90, "");
        row(".lab of a sound nobody knows", "a.lab", "0 5000 aa\n5000 24000 s\n", 0, 0.0024, "");
        row(".lab in samples", "a.lab", "0 5000 aa\n5000 24000 s\n", 3, 3, "samples, 8000 a second");
        row(".lab in milliseconds", "a.lab", "0 500 aa\n500 2980 s\n", 3, 2.98, "milliseconds");
        row(".lab in microseconds", "a.lab", "0 500000 aa\n500000 2980000 s\n", 3, 2.98, "microseconds");
        row(".lab in seconds", "a.lab", "0.0 0.5 aa\n0.5 2.98 s\n", 3, 2.98, "");
        row(".lab in milliseconds with a point", "a.lab", "0.0 500.5 aa\n500.5 2980.0 s\n", 3, 2.98,
            "milliseconds");
        row(".phn as usual", "a.PHN", "0 5000 aa\n5000 24000 s\n", 3, 3, "");
        row(".phn of a part", "a.PHN", "0 5000 aa\n5000 12000 s\n", 3, 1.5, "");
        row(".phn of the beginning", "a.PHN", "0 8000 aa\n8000 15500 s\n", 60, 1.9375, "");
        row(".phn at another rate", "a.PHN", "0 5000 aa\n5000 47900 s\n", 3, 2.99375,
            "samples, 16000 a second");
        row(".phn in units of HTK", "a.PHN", "0 5000000 aa\n5000000 30000000 s\n", 3, 3, "units of 100 ns");
        row("CSLU", "a.phn", "MillisecondsPerFrame: 1.000000\nEND OF HEADER\n2 113 .pau\n113 2500 aa\n", 3,
            2.5, "");
        row("CSLU with longer frames", "a.phn", "MillisecondsPerFrame: 3.0\r\nEND OF HEADER\r\n0 11 aa\r\n",
            3, 0.033, "");
        row(".phn in seconds", "a.phn", "0.0 0.5 aa\n0.5 2.98 s\n", 3, 2.98, "seconds");
    }
    void units() {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        QFETCH(double, sound);
        QFETCH(double, end);
        QFETCH(QString, unit);
        const PhoneTrack track = readLabels(text.toStdString(), name.toStdString(), 8000, sound);
        QCOMPARE(track.intervals.back().end, end);
        QCOMPARE(QString::fromStdString(track.unit), unit);
    }
    void severalTiers() {
        QByteArray two = shortTextGrid({{0, 1600, "aa"}}, "A - phones");
        two.replace("<exists>\n1\n", "<exists>\n2\n");
        const QByteArray other = shortTextGrid({{0, 1600, "iy"}}, "B - phones");
        two += other.mid(other.indexOf("\"IntervalTier\""));
        const PhoneTrack track = read("a.TextGrid", two);
        QCOMPARE(track.tiers, 2);
        QCOMPARE(track.intervals.at(0).label, std::string("aa"));
    }
    void empty_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no intervals") << shortTextGrid({});
        QTest::newRow("no texts") << shortTextGrid({{0, 1600, ""}, {1600, 3200, " "}});
    }
    void empty() {
        QFETCH(QByteArray, bytes);
        QVERIFY(read("a.TextGrid", bytes).empty());
    }

    void refused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* title, const char* name, const QByteArray& bytes,
                            const char* message) { QTest::newRow(title) << name << bytes << message; };
        row("TIMIT: words", "a.PHN", "0 10 h#\nshe had\n",
            ", line 2: is not first sample, last sample and phone, as in \"0 3050 h#\"; correct the file.");
        row("other JSON", "a.json", R"({"speaker": "ann"})",
            " is no table of an aligner; let the Montreal Forced Aligner write TextGrids.");
        row("other CSV", "a.csv", "a,b\n1,2\n",
            " is no table of an aligner; let the Montreal Forced Aligner write TextGrids.");
        row("a table without a time", "a.csv",
            "Begin,End,Label,Type,Speaker\n0.0,0.5,aa,phones,ann\nx,1,s,phones,ann\n",
            ", line 3: is not begin, end, label and type, as in \"0.0,0.25,AA1,phones,ann\"; correct the "
            "file.");
        row("CSLU: no unit", "a.phn", "MillisecondsPerFrame: x\nEND OF HEADER\n2 113 .pau\n",
            ", line 1: is not the milliseconds of a frame, or \"END OF HEADER\" is missing below; correct "
            "the "
            "file.");
        row("CSLU: words", "a.phn", "MillisecondsPerFrame: 1.0\nEND OF HEADER\n2 113 .pau\nyes\n",
            ", line 4: is not first frame, last frame and phone");
        row("TIMIT: decimals", "a.PHN", "0.0 0.5 h#\n",
            ", line 1: is not first sample, last sample and phone");
        row("lab: a transcript", "a.lab", "she had your dark suit\n",
            ", line 1: is not begin, end (in units of 100 ns) and phone, as in \"0 1250000 sil\"; correct "
            "the file.");
        row("lab: no phone", "a.lab", "0 1000 sil\n\n1000 2000\n", ", line 3: is not begin, end");
        row("Festvox: no colour", "a.lab", "#\n0.5 26 pau\n0.7 b\n",
            ", line 3: is not end (in seconds), colour and phone, as in \"0.2200 26 pau\"; correct the "
            "file.");
        row("overlap", "a.PHN", "0 100 h#\n90 200 sh\n",
            ", line 2: the interval \"sh\" begins before the one above it has ended; correct the file.");
        row("overlap in a TextGrid", "a.TextGrid", longTextGrid({{0, 1600, "aa"}, {800, 3200, "b"}}),
            ", line 39: the interval \"b\" begins before the one above it has ended; correct the file.");
        row("unsorted", "a.PHN", "100 200 h#\n0 100 sh\n",
            ", line 2: the interval \"sh\" begins before the one above it; intervals must be in order of "
            "time");
        row("unsorted in Festvox", "a.lab", "#\n0.5 26 pau\n0.3 26 b\n",
            ", line 3: the interval \"b\" ends before it begins; correct the file.");
        row("backwards", "a.lab", "2000 1000 sil\n", ", line 1: the interval \"sil\" ends before it begins");
        row("before the sound", "a.PHN", "-5 100 h#\n",
            ", line 1: the interval \"h#\" begins before the sound");
        row("no TextGrid", "a.TextGrid", "Once upon a time\n",
            ", line 2: the TextGrid ends here, before the type \"ooTextFile\"; correct the file.");
        row("another object of Praat", "a.TextGrid",
            "File type = \"ooTextFile\"\nObject class = \"Sound 2\"\n",
            " is no TextGrid of Praat; save it with Praat's \"Save as text file\".");
        row("no tier of phones", "a.TextGrid", shortTextGrid({{0, 1600, "aa"}}, "segments"),
            " has no interval tier of phones, but segments; name the tier \"phones\".");
        row("a word that ends so", "a.TextGrid", shortTextGrid({{0, 1600, "aa"}}, "megaphones"),
            " has no interval tier of phones, but megaphones; name the tier \"phones\".");
        row("no tiers", "a.TextGrid",
            "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n0\n1\n<absent>\n",
            " has no interval tier of phones, but no tiers; name the tier \"phones\".");
        const QByteArray grid = shortTextGrid({{0, 1600, "aa"}, {1600, 3200, "b"}});
        row("truncated", "a.TextGrid", grid.left(grid.lastIndexOf("0.2")),
            ", line 17: the TextGrid ends here, before the time where an interval ends; correct the file.");
        row("truncated in a text", "a.TextGrid", grid.left(grid.indexOf("aa") + 1),
            ", line 15: the TextGrid ends within a text that begins here, an interval's text; correct the "
            "file.");
        row("a text for a number", "a.TextGrid",
            QByteArray(grid).replace("0.1000000\n\"aa\"", "\"x\"\n\"aa\""),
            ", line 14: a TextGrid has the time where an interval ends here; correct the file.");
        row("a number for a text", "a.TextGrid", QByteArray(grid).replace("\"aa\"", "5"),
            ", line 15: a TextGrid has an interval's text here; correct the file.");
        row("half a number of intervals", "a.TextGrid", QByteArray(grid).replace("\n2\n", "\n2.5\n"),
            ", line 12: a TextGrid has a number of intervals here; correct the file.");
        const QByteArray wide = utf16(grid, false);
        row("half a character", "a.TextGrid", wide.left(wide.size() - 1),
            " at byte 324: half a character of UTF-16; save it again, as UTF-8.");
        row("half a pair", "a.TextGrid", "\xff\xfe" + QByteArray("a\0\x34\xd8", 4) + QByteArray("b\0", 2),
            " at byte 4: half a character of UTF-16; save it again, as UTF-8.");
    }
    void refused() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        const QString said = sentence<FileError>([&] { read(name, bytes); });
        QVERIFY2(said.startsWith("in/" + name + message), qPrintable(said));
    }

  private:
    static Spoken table() { return madePhones({"sil", "aa", "ih1", "T", "s", "h#"}, 40, 5); }
    static PhoneTrack read(const QString& name, const QByteArray& bytes) {
        return readLabels(bytes.toStdString(), "in/" + name.toStdString(), 16000);
    }
};

QTEST_APPLESS_MAIN(TestLabelFile)
#include "tst_label_file.moc"
