// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/label_content.h"
#include "tests/model/speech/fixture_corpus.h"

using namespace expertscope;
using namespace expertscope::testing;

Q_DECLARE_METATYPE(expertscope::LabelContent)

/// A transcript is told from labels.
class TestLabelContent : public QObject {
    Q_OBJECT
  private slots:
    void told_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<LabelContent>("content");
        const auto row = [](const char* title, const QByteArray& text, LabelContent content) {
            QTest::newRow(title) << text << content;
        };
        using enum LabelContent;
        const Spoken spoken = madePhones({"sil", "aa", "s"}, 5, 1);
        row("HTS", htsText(spoken), Labels);
        row("HTS, one phone", "0 1250000 sil\n", Labels);
        row("HTS with scores and words", "0 100 sil -12.3 sil\n100 200 h -3.5 hat\n200 300 a -1.5\n", Labels);
        row("TIMIT's phones", phnText(spoken), Labels);
        row("Festvox", festvoxText(spoken), Labels);
        row("seconds", "0.00\t0.25\tsil\n0.25\t0.5\taa\n", Labels);
        row("seconds and frequencies",
            "0.00\t0.25\tsil\n\\\t100.0\t8000.0\n0.25\t0.5\taa\n\\\t100.0\t8000.0\n", Labels);
        row("seconds without a text", "0.00 0.25\n0.25 0.50\n", Labels);
        row("seconds with commas", "0,00\t0,25\tsil\n0,25\t0,5\taa\n", Labels);
        row("damaged in the middle", "0 100 sil\n100 200 aa\n??\n300 400 sil\n", Labels);
        row("TextGrid", longTextGrid(spoken), Labels);
        row("TextGrid of words", shortTextGrid(spoken, "words"), OtherTiers);
        row("words", "she had your dark suit in greasy wash water all year\n", Transcript);
        row("one word", "yes\n", Transcript);
        row("words in lines", "she had\nyour dark suit\n", Transcript);
        row("words that begin with years", "1939 1945 were the years of the war\n", Transcript);
        row("numbers", "10 20\n", Transcript);
        row("TIMIT's sentence", "0 46797 She had your dark suit in greasy wash water all year.\n",
            Transcript);
        row("sentences with times", "0.0\t3.2\tshe had your dark suit\n3.2\t5.0\tin greasy wash water\n",
            Transcript);
        row("nothing", " \n\n", Empty);
    }
    void told() {
        QFETCH(QByteArray, text);
        QFETCH(LabelContent, content);
        QCOMPARE(labelContent(text.toStdString()), content);
    }
    void ofAFile() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("a.TextGrid").toStdString();
        writeFile(file, utf16(longTextGrid(madePhones({"sil", "aa"}, 5, 1)), true));
        QCOMPARE(labelContentOf(file), LabelContent::Labels);
        QCOMPARE(labelContentOf("/absent/a.lab"), LabelContent::Labels); // the reader says why not
    }
};

QTEST_APPLESS_MAIN(TestLabelContent)
#include "tst_label_content.moc"
