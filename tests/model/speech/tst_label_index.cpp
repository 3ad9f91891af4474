// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/file_walk.h"
#include "model/speech/label_index.h"
#include "tests/model/speech/fixture_corpus.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

/// Which labels belong to which sound. A file is "PATH" with what suits its ending in it, "PATH words" with a
/// transcript, or "LINK -> TARGET". The sounds are empty: they are not read here.
class TestLabelIndex : public QObject {
    Q_OBJECT
  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void found_data() {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("found"); // "audio labels"
        const auto row = [](const char* title, const QStringList& files, const QStringList& found) {
            QTest::newRow(title) << files << found;
        };
        row("the Montreal Forced Aligner",
            {"corpus/ann/1.wav", "corpus/ann/1.lab words", "corpus/bob/1.wav", "corpus/bob/1.lab words",
             "aligned/ann/1.TextGrid", "aligned/bob/1.TextGrid"},
            {"corpus/ann/1.wav aligned/ann/1.TextGrid", "corpus/bob/1.wav aligned/bob/1.TextGrid"});
        row("aligned within the corpus",
            {"ann/1.wav", "bob/1.wav", "aligned/ann/1.TextGrid", "aligned/bob/1.TextGrid"},
            {"ann/1.wav aligned/ann/1.TextGrid", "bob/1.wav aligned/bob/1.TextGrid"});
        row("transcripts that are TextGrids",
            {"corpus/ann/1.wav", "corpus/ann/1.TextGrid words", "aligned/ann/1.TextGrid"},
            {"corpus/ann/1.wav aligned/ann/1.TextGrid"});
        row("flat labels",
            {"corpus/ann/1.wav", "corpus/bob/2.wav", "aligned/1.TextGrid", "aligned/2.TextGrid"},
            {"corpus/ann/1.wav aligned/1.TextGrid", "corpus/bob/2.wav aligned/2.TextGrid"});
        row("flat labels with the speaker in front",
            {"corpus/ann/1.wav", "corpus/bob/1.wav", "aligned/ann_1.TextGrid", "aligned/bob-1.TextGrid"},
            {"corpus/ann/1.wav aligned/ann_1.TextGrid", "corpus/bob/1.wav aligned/bob-1.TextGrid"});
        row("flat sounds with the speaker in front",
            {"wav/ann_1.wav", "wav/bob_1.wav", "out/ann/1.TextGrid", "out/bob/1.TextGrid"},
            {"wav/ann_1.wav out/ann/1.TextGrid", "wav/bob_1.wav out/bob/1.TextGrid"});
        row("flat sounds, labels by speaker", {"all/ann_1.wav", "out/ann/ann_1.TextGrid"},
            {"all/ann_1.wav out/ann/ann_1.TextGrid"});
        row("VCTK", {"wav48/p225/p225_001.wav", "txt/p225/p225_001.txt words", "lab/mono/p225/p225_001.lab"},
            {"wav48/p225/p225_001.wav lab/mono/p225/p225_001.lab"});
        row("VCTK 0.92",
            {"wav48_silence_trimmed/p225/p225_001_mic1.flac", "wav48_silence_trimmed/p225/p225_001_mic2.flac",
             "TextGrid/p225/p225_001.TextGrid"},
            {"wav48_silence_trimmed/p225/p225_001_mic1.flac TextGrid/p225/p225_001.TextGrid"});
        row("Merlin",
            {"database/wav/a.wav", "database/labels/label_state_align/a.lab", "database/txt/a.txt words"},
            {"database/wav/a.wav database/labels/label_state_align/a.lab"});
        row("FastSpeech2",
            {"raw_data/LJ/LJ/a.wav", "raw_data/LJ/LJ/a.lab words",
             "preprocessed_data/LJ/TextGrid/LJ/a.TextGrid"},
            {"raw_data/LJ/LJ/a.wav preprocessed_data/LJ/TextGrid/LJ/a.TextGrid"});
        row("LibriSpeech and its alignments",
            {"LibriSpeech/dev-clean/84/121123/84-121123-0000.flac",
             "LibriSpeech/dev-clean/84/121123/84-121123.trans.txt words",
             "alignments/dev-clean/84/121123/84-121123-0000.TextGrid"},
            {"LibriSpeech/dev-clean/84/121123/84-121123-0000.flac "
             "alignments/dev-clean/84/121123/84-121123-0000.TextGrid"});
        row("the folder with most labels",
            {"s/wav/a.wav", "s/wav/b.wav", "s/annotation/a.TextGrid", "s/textgrid/a.TextGrid",
             "s/textgrid/b.TextGrid"},
            {"s/wav/a.wav s/textgrid/a.TextGrid", "s/wav/b.wav s/textgrid/b.TextGrid"});
        row("another's labels", {"corpus/ann/1.wav", "aligned/bob/1.TextGrid", "corpus/bob/2.wav"}, {});
        row("another's labels, who has no sound",
            {"corpus/ann/1.wav", "corpus/ann/2.wav", "aligned/ann/2.TextGrid", "aligned/bob/1.TextGrid"},
            {"corpus/ann/2.wav aligned/ann/2.TextGrid"});
        row("labels of two", {"corpus/ann/1.wav", "corpus/bob/1.wav", "aligned/1.TextGrid"}, {});
        row("labels nearer to one", {"a/corpus/1.wav", "b/corpus/1.wav", "b/aligned/1.TextGrid"},
            {"b/corpus/1.wav b/aligned/1.TextGrid"});
        row("two forms of one sound", {"wav16/ann/1.wav", "wav48/ann/1.wav", "lab/ann/1.lab"},
            {"wav16/ann/1.wav lab/ann/1.lab"});
        row("a transcript alone", {"a.wav", "a.lab words", "b.wav", "b.txt words"}, {});
        row("Kaggle's TIMIT", {"SA1.WAV", "SA1.WAV.wav", "SA1.PHN", "SA1.TXT words", "SA1.WRD"},
            {"SA1.WAV SA1.PHN"});
        row("Kaggle's TIMIT, one form", {"SA1.WAV.wav", "SA1.PHN"}, {"SA1.WAV.wav SA1.PHN"});
        row("named after the sound", {"a.wav", "a.wav.TextGrid", "b.wav", "b.TextGrid.txt"},
            {"a.wav a.wav.TextGrid", "b.wav b.TextGrid.txt"});
        row("Buckeye", {"s01/s0101a.wav", "s01/s0101a.phones", "s01/s0101a.words", "s01/s0101a.txt words"},
            {"s01/s0101a.wav s01/s0101a.phones"});
        row("Audacity", {"a.wav", "a.txt"}, {"a.wav a.txt"});
        row("MFA's tables", {"corpus/a.wav", "corpus/a.json words", "aligned/a.csv"},
            {"corpus/a.wav aligned/a.csv"});
        row("links to labels", {"store/x1", "a.wav", "a.lab -> store/x1"}, {"a.wav a.lab"});
        row("a link to a folder of labels", {"wav/a.wav", "lab -> ../outside"}, {"wav/a.wav lab/a.lab"});
        row("a link to a neighbour", {"wav/a.wav", "lab/a.lab", "again -> wav"}, {"wav/a.wav lab/a.lab"});
        row("a link up", {"wav/a.wav", "lab/a.lab", "wav/up -> .."}, {"wav/a.wav lab/a.lab"});
    }
    void found() {
        QFETCH(QStringList, files);
        QFETCH(QStringList, found);
        write("../outside/a.lab");
        for (const QString& file : files)
            write(file);
        const std::vector<fs::path> all = walk().files;
        QStringList got;
        for (const LabelledSound& sound : findLabels(all, root()).sounds)
            got << relative(sound.audio) + ' ' + relative(sound.labels);
        QCOMPARE(got, found);
        QCOMPARE(findLabels(all, root(), true).sounds.empty(), found.isEmpty());
    }

    void counted_data() {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("said");
        QTest::newRow("transcripts") << QStringList{"corpus/1.wav",       "corpus/1.lab words",
                                                    "corpus/2.wav",       "corpus/2.txt words",
                                                    "aligned/1.TextGrid", "readme.txt words"}
                                     << QStringList{
                                            "Audio files without labels of their own beside them, left "
                                            "out: 1 (the first: corpus/2.wav).",
                                            "Transcripts (words, but no phones with their times), left "
                                            "out: 2 (the first: corpus/1.lab)."};
        QTest::newRow("two forms")
            << QStringList{"SA1.WAV", "SA1.WAV.wav", "SA1.PHN"}
            << QStringList{"Audio files with the same sound as another one in another form, left out: 1 (the "
                           "first: SA1.WAV.wav)."};
        QTest::newRow("of two") << QStringList{"c/ann/1.wav", "c/bob/1.wav", "out/1.TextGrid"}
                                << QStringList{
                                       "Audio files without labels of their own beside them, left out: 2 "
                                       "(the first: c/ann/1.wav).",
                                       "Label files that may belong to several sounds of the same name, "
                                       "left out: 1 (the first: out/1.TextGrid)."};
        QTest::newRow("several labels")
            << QStringList{"wav/a.wav", "lab/full/a.lab", "lab/mono/a.lab"}
            << QStringList{
                   "Audio files with several label files, of which one is read: 1 (the first: wav/a.wav)."};
        QTest::newRow("no sound")
            << QStringList{"a.wav", "a.lab", "a.json words", "b.lab", "c.phones", "d.txt", "e.csv"}
            << QStringList{"Label files without audio beside them, left out: 2 (the first: b.lab)."};
    }
    void counted() {
        QFETCH(QStringList, files);
        QFETCH(QStringList, said);
        for (const QString& file : files)
            write(file);
        QStringList got;
        for (const std::string& sentence : sentences(findLabels(walk().files, root()).findings))
            got << QString::fromStdString(sentence).remove(QString::fromStdString(root().string()) + '/');
        QCOMPARE(got, said);
    }
    void deadLinks() {
        write("a.wav");
        write("a.TextGrid -> gone/a.TextGrid");
        write("gone -> nowhere");
        const FilesBelow found = walk();
        QCOMPARE(found.files.size(), std::size_t{1});
        QCOMPARE(found.deadLinks.size(), std::size_t{2});
    }
    // A folder of many files is only looked at whole where it has a sound in it.
    void aLookCanBeShort() {
        for (int i = 0; i < 9; ++i)
            write(QString("x%1.txt").arg(i));
        QCOMPARE(filesBelow(root(), 4, [](const fs::path&) { return false; }).files.size(), std::size_t{4});
        QCOMPARE(filesBelow(root(), 4, [](const fs::path&) { return true; }).files.size(), std::size_t{9});
    }

  private:
    fs::path root() const { return fs::path(folder_->path().toStdString()) / "root"; }
    FilesBelow walk() const {
        fs::create_directories(root());
        return filesBelow(root(), static_cast<std::size_t>(-1), [](const fs::path&) { return true; });
    }
    QString relative(const fs::path& path) const {
        return QString::fromStdString(path.lexically_relative(root()).generic_string());
    }
    void write(const QString& file) const {
        const QStringList parts = file.split(file.contains(" -> ") ? " -> " : " ");
        const fs::path path = root() / parts[0].toStdString();
        fs::create_directories(path.parent_path());
        if (file.contains(" -> "))
            return fs::create_symlink(parts[1].toStdString(), path);
        const QString ending = parts[0].section('.', -1).toLower();
        const bool words = parts.size() > 1;
        const Spoken spoken = madePhones({"sil", "aa", "s"}, 5, 1);
        writeFile(path, ending == "textgrid" ? shortTextGrid(spoken, words ? "ann" : "phones")
                        : words              ? QByteArray("she had your dark suit\n")
                        : ending == "phones" ? festvoxText(spoken)
                        : ending == "phn"    ? phnText(spoken)
                        : ending == "csv"    ? csvText(spoken)
                        : ending == "wav" || ending == "flac" ? QByteArray()
                                                              : htsText(spoken));
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestLabelIndex)
#include "tst_label_index.moc"
