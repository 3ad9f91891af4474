// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/speech/corpus.h"
#include "tests/model/speech/fixture_corpus.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

/// Only names count here, so that the files are empty.
class TestCorpus : public QObject {
    Q_OBJECT
  private slots:
    void found_data() {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("found"); // "audio labels speaker set"
        const auto row = [](const char* title, const QStringList& files, const QStringList& found) {
            QTest::newRow(title) << files << found;
        };
        row("nothing", {}, {});
        row("no labels", {"a.wav", "b.flac"}, {});
        row("labels without sound", {"a.lab", "b.TextGrid"}, {});
        row("beside", {"a.wav", "a.TextGrid", "b.flac", "b.lab", "c.sph", "c.phn"},
            {"a.wav a.TextGrid", "b.flac b.lab", "c.sph c.phn"});
        row("any capitals", {"A.WAV", "a.textgrid", "b.Wav", "B.LAB"}, {"A.WAV a.textgrid", "b.Wav B.LAB"});
        row("the alignment before the transcript", {"a.wav", "a.lab", "a.TextGrid"}, {"a.wav a.TextGrid"});
        row("two sounds of one name", {"a.flac", "a.wav", "a.lab"}, {"a.flac a.lab"});
        row("Festvox's folders", {"wav/a.wav", "lab/a.lab"}, {"wav/a.wav lab/a.lab"});
        row("not any two folders", {"x/a.wav", "y/a.lab"}, {});
        row("speakers", {"ann/a.wav", "ann/a.lab", "bob/1/a.wav", "bob/1/a.lab"},
            {"ann/a.wav ann/a.lab ann", "bob/1/a.wav bob/1/a.lab bob"});
        row("speakers with Festvox's folders",
            {"ann/wav/a.wav", "ann/lab/a.lab", "bob/wav/a.wav", "bob/lab/a.lab"},
            {"ann/wav/a.wav ann/lab/a.lab ann", "bob/wav/a.wav bob/lab/a.lab bob"});
        row("one folder is no speaker", {"ann/a.wav", "ann/a.lab"}, {"ann/a.wav ann/a.lab"});
        row("nor are folders beside files", {"ann/a.wav", "ann/a.lab", "b.wav", "b.lab"},
            {"ann/a.wav ann/a.lab", "b.wav b.lab"});
        row("divided",
            {"train/ann/a.wav", "train/ann/a.lab", "Test/bob/b.wav", "Test/bob/b.lab", "test.wav",
             "test.lab"},
            {"Test/bob/b.wav Test/bob/b.lab bob test", "train/ann/a.wav train/ann/a.lab ann train"});
        const QStringList timit{"TRAIN/DR1/FCJF0/SA1.WAV", "TRAIN/DR1/FCJF0/SA1.PHN",
                                "TRAIN/DR1/FCJF0/SX1.WAV", "TRAIN/DR1/FCJF0/SX1.PHN",
                                "TRAIN/DR1/FCJF0/SX1.WRD", "TEST/DR2/MABC0/SX1.WAV",
                                "TEST/DR2/MABC0/SX1.PHN",  "README.DOC"};
        const QStringList all{"TEST/DR2/MABC0/SX1.WAV TEST/DR2/MABC0/SX1.PHN MABC0 test",
                              "TRAIN/DR1/FCJF0/SX1.WAV TRAIN/DR1/FCJF0/SX1.PHN FCJF0 train"};
        row("TIMIT", timit, all);
        QStringList below, allBelow;
        for (const QString& file : timit)
            below << "TIMIT/" + file;
        for (const QString& file : all)
            allBelow << "TIMIT/" + QString(file).replace(" T", " TIMIT/T");
        row("TIMIT one folder down", below, allBelow);
        for (const QString place : {"LDC93S1/timit/TIMIT/", "data/", "archive/data/", "a/b/c/d/"}) {
            QStringList deep, allDeep;
            for (const QString& file : timit)
                deep << place + file;
            for (const QString& file : all)
                allDeep << place + QString(file).replace(" T", " " + place + "T");
            row(qPrintable("TIMIT in " + place), deep, allDeep);
            row(qPrintable("TIMIT and another corpus in " + place),
                deep + QStringList{"mine/ann/a.wav", "mine/ann/a.lab", "mine/bob/a.wav", "mine/bob/a.lab",
                                   "mine/cat/a.wav", "mine/cat/a.lab"},
                allDeep);
        }
        row("TIMIT in small letters, two folders down",
            {"TIMIT/timit/train/dr1/fcjf0/sx1.wav", "TIMIT/timit/train/dr1/fcjf0/sx1.phn",
             "TIMIT/timit/test/dr2/mabc0/sx1.wav", "TIMIT/timit/test/dr2/mabc0/sx1.phn"},
            {"TIMIT/timit/test/dr2/mabc0/sx1.wav TIMIT/timit/test/dr2/mabc0/sx1.phn mabc0 test",
             "TIMIT/timit/train/dr1/fcjf0/sx1.wav TIMIT/timit/train/dr1/fcjf0/sx1.phn fcjf0 train"});
        row("TIMIT by Kaggle",
            {"data/TRAIN/DR1/FCJF0/SA1.WAV.wav", "data/TRAIN/DR1/FCJF0/SA1.PHN",
             "data/TRAIN/DR1/FCJF0/SX1.WAV", "data/TRAIN/DR1/FCJF0/SX1.WAV.wav",
             "data/TRAIN/DR1/FCJF0/SX1.PHN", "train_data.csv", "data/TEST/DR2/MABC0/SX1.WAV.wav",
             "data/TEST/DR2/MABC0/SX1.PHN"},
            {"data/TEST/DR2/MABC0/SX1.WAV.wav data/TEST/DR2/MABC0/SX1.PHN MABC0 test",
             "data/TRAIN/DR1/FCJF0/SX1.WAV data/TRAIN/DR1/FCJF0/SX1.PHN FCJF0 train"});
        row("TIMIT's TRAIN alone",
            {"DR1/FCJF0/SA1.WAV", "DR1/FCJF0/SA1.PHN", "DR1/FCJF0/SX1.WAV", "DR1/FCJF0/SX1.PHN",
             "DR1/MABC0/SX1.WAV", "DR1/MABC0/SX1.PHN"},
            {"DR1/FCJF0/SX1.WAV DR1/FCJF0/SX1.PHN FCJF0", "DR1/MABC0/SX1.WAV DR1/MABC0/SX1.PHN MABC0"});
        row("another divided corpus, two folders down",
            {"x/y/train/ann/a.wav", "x/y/train/ann/a.lab", "x/y/test/bob/b.wav", "x/y/test/bob/b.lab"},
            {"x/y/test/bob/b.wav x/y/test/bob/b.lab bob test",
             "x/y/train/ann/a.wav x/y/train/ann/a.lab ann train"});
        row("speakers who are divided each",
            {"ann/train/a.wav", "ann/train/a.lab", "ann/test/b.wav", "ann/test/b.lab", "bob/train/a.wav",
             "bob/train/a.lab", "bob/test/b.wav", "bob/test/b.lab"},
            {"ann/test/b.wav ann/test/b.lab ann", "ann/train/a.wav ann/train/a.lab ann",
             "bob/test/b.wav bob/test/b.lab bob", "bob/train/a.wav bob/train/a.lab bob"});
        row("with what macOS packs beside each file",
            {"corpus/ann/a.wav", "corpus/ann/a.lab", "corpus/bob/a.wav", "corpus/bob/a.lab",
             "__MACOSX/corpus/ann/._a.wav", "__MACOSX/corpus/ann/._a.lab", "corpus/bob/._a.wav"},
            {"corpus/ann/a.wav corpus/ann/a.lab ann", "corpus/bob/a.wav corpus/bob/a.lab bob"});
        row("speakers below a folder that is common to all",
            {"corpus/ann/a.wav", "corpus/ann/a.lab", "corpus/bob/1/a.wav", "corpus/bob/1/a.lab"},
            {"corpus/ann/a.wav corpus/ann/a.lab ann", "corpus/bob/1/a.wav corpus/bob/1/a.lab bob"});
    }
    void found() {
        QFETCH(QStringList, files);
        QFETCH(QStringList, found);
        touch(files);
        QStringList got;
        for (const Recording& recording : corpus().recordings) {
            QStringList words{relative(recording.audio), relative(recording.labels)};
            if (!recording.speaker.empty())
                words << QString::fromStdString(recording.speaker);
            if (recording.forTest)
                words << (*recording.forTest ? "test" : "train");
            got << words.join(' ');
        }
        QCOMPARE(got, found);
        QCOMPARE(holdsSpeech(folder_->path().toStdString()), !found.isEmpty());
    }
    void capitalsOfTimit() {
        touch({"train/dr1/fcjf0/sa2.wav", "train/dr1/fcjf0/sa2.phn", "train/dr1/fcjf0/sx1.wav",
               "train/dr1/fcjf0/sx1.phn", "test/dr2/mabc0/sx2.wav", "test/dr2/mabc0/sx2.phn"});
        const Corpus found = corpus();
        QCOMPARE(found.name, std::string("TIMIT"));
        QCOMPARE(found.recordings.size(), std::size_t{2});
    }
    void whatIsLeftOutIsCounted() {
        touch({"TRAIN/X/SA1.WAV", "TRAIN/X/SA1.PHN", "TRAIN/X/SX1.WAV", "TRAIN/X/SX1.PHN", "TEST/Y/SX2.WAV",
               "TEST/Y/SX2.PHN", "TEST/Y/SA1.WAV", "TEST/Y/SA1.PHN", "TRAIN/X/SX7.WAV", "TRAIN/X/SX8.PHN",
               "EXTRA/SX9.WAV", "EXTRA/SX9.PHN"});
        QStringList said;
        for (const std::string& sentence : sentences(corpus().findings))
            said << QString::fromStdString(sentence).remove(folder_->path() + "/");
        QCOMPARE(
            said,
            (QStringList{
                "Audio files without labels of their own beside them, left out: 1 (the first: "
                "TRAIN/X/SX7.WAV).",
                "Label files without audio beside them, left out: 1 (the first: TRAIN/X/SX8.PHN).",
                "Recordings that are neither in TRAIN nor in TEST, left out: 1 (the first: EXTRA/SX9.WAV).",
                "Recordings of SA1 and SA2, which all of TIMIT's speakers read, left out as is usual: 2 (the "
                "first: TEST/Y/SA1.WAV)."}));
    }
    void timitIsNamedAtAnyDepth() {
        touch({"LDC93S1/timit/TIMIT/TRAIN/DR1/FCJF0/SA1.WAV", "LDC93S1/timit/TIMIT/TRAIN/DR1/FCJF0/SA1.PHN",
               "LDC93S1/timit/TIMIT/TEST/DR1/MABC0/SX1.WAV", "LDC93S1/timit/TIMIT/TEST/DR1/MABC0/SX1.PHN"});
        QCOMPARE(corpus().name, std::string("TIMIT"));
        QCOMPARE(corpus().findings.size(), std::size_t{1});
        QVERIFY(corpus().findings.front().kind == FindingKind::SharedSentence);
    }
    void whyNot_data() {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QString>("why");
        QTest::newRow("nothing of speech") << QStringList{"a.txt", "b.csv"} << "";
        QTest::newRow("speech") << QStringList{"a.wav", "a.TextGrid"} << "";
        QTest::newRow("sounds")
            << QStringList{"a.wav", "b.flac"}
            << " holds 2 sound files, but no labels for them; name the folder that holds both: "
               ".TextGrid, .lab, .phn or .phones files with phones and their times.";
        QTest::newRow("labels of others")
            << QStringList{"a.wav", "b.TextGrid"}
            << " holds 1 sound file, but no labels of the same names (the first is ROOT/b.TextGrid); name "
               "the "
               "folder that holds both: .TextGrid, .lab, .phn or .phones files with phones and their times.";
        QTest::newRow("labels")
            << QStringList{"ann/a.TextGrid", "ann/b.TextGrid"}
            << " holds labels (the first: ROOT/ann/a.TextGrid), but no sound files (WAV, FLAC, "
               "SPHERE); name the folder that holds both.";
        QTest::newRow("transcripts")
            << QStringList{"a.wav", "words.wav"}
            << " holds 2 sound files, but only transcripts of what they say (the first: ROOT/words.lab), not "
               "phones with their times; align them, or, where another folder holds what an aligner made of "
               "them, "
               "name the one that holds both.";
    }
    void whyNot() {
        QFETCH(QStringList, files);
        QFETCH(QString, why);
        touch(files);
        if (files.contains("words.wav"))
            writeFile(folder_->filePath("words.lab").toStdString(), "she had your dark suit\n");
        const QString said = QString::fromStdString(whyNoSpeech(folder_->path().toStdString()));
        QCOMPARE(said, why.isEmpty() ? why : folder_->path() + why.replace("ROOT", folder_->path()));
    }
    void theFoldersNameIsTheCorpus() {
        touch({"mine/a.wav", "mine/a.lab"});
        const std::string path = folder_->filePath("mine").toStdString();
        QCOMPARE(findCorpus(path).name, std::string("mine"));
        QCOMPARE(findCorpus(path + "/").name, std::string("mine"));
    }
    void aLookCanBeShort() {
        touch({"a.wav", "a.lab"});
        QVERIFY(findCorpus(folder_->path().toStdString(), 0).recordings.empty());
    }
    // Labels may fill a tree of their own, which is looked at first.
    void aLookGoesOnWhereThereIsSpeech() {
        touch({"aligned/a.TextGrid", "aligned/b.TextGrid", "aligned/c.TextGrid"});
        QCOMPARE(findCorpus(folder_->filePath("aligned").toStdString(), 1).findings.size(), std::size_t{3});
    }
    void noSuchFolder() {
        const QString path = folder_->filePath("absent");
        QCOMPARE(sentence<FileError>([&] { findCorpus(path.toStdString()); }),
                 path + " cannot be read: No such file or directory; check the path and its permissions.");
    }

    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  private:
    void touch(const QStringList& files) const {
        for (const QString& file : files)
            if (!file.isEmpty())
                writeFile(folder_->filePath(file).toStdString(), "");
    }
    Corpus corpus() const { return findCorpus(folder_->path().toStdString()); }
    QString relative(const fs::path& path) const {
        return QString::fromStdString(fs::relative(path, folder_->path().toStdString()).generic_string());
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
