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
