// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/speech/phone_set.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// What a label is in a set; "-" where it is nothing.
std::string foldedTo(const PhoneSet& set, const std::string& label) {
    const auto phone = set.find(label);
    return phone ? set.classes()[*phone] : "-";
}

} // namespace

class TestPhoneSet : public QObject {
    Q_OBJECT
  private slots:
    void sizes() {
        QCOMPARE(arpabetPhones().classes().size(), std::size_t{40});
        for (const int count : {61, 48, 39}) {
            QCOMPARE(timitPhones(count).classes().size(), static_cast<std::size_t>(count));
            QCOMPARE(timitPhones(count).groups().size(), static_cast<std::size_t>(count));
        }
        QCOMPARE(sentence<ConfigError>([] { timitPhones(40); }),
                 QString("TIMIT has no set of 40 phones; choose 61, 48 or 39"));
    }
    void arpabetIsTheDictionarys() {
        QStringList classes;
        for (const std::string& name : arpabetPhones().classes())
            classes << QString::fromStdString(name);
        classes.sort();
        QCOMPARE(classes.join(' '),
                 QString("aa ae ah ao aw ay b ch d dh eh er ey f g hh ih iy jh k l m n ng ow oy p "
                         "r s sh sil t th uh uw v w y z zh"));
        QCOMPARE(arpabetPhones().classes().back(), std::string("sil"));
    }
    // Lee and Hon's (1989) two steps, and ours; "-" is what they leave out.
    void folding_data() {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("of48");
        QTest::addColumn<QString>("of39");
        QTest::addColumn<QString>("of40");
        const auto row = [](const char* label, const char* of48, const char* of39, const char* of40) {
            QTest::newRow(label) << label << of48 << of39 << of40;
        };
        row("iy", "iy", "iy", "iy");
        row("ux", "uw", "uw", "uw");
        row("axr", "er", "er", "er");
        row("ax-h", "ax", "ah", "ah");
        row("ax", "ax", "ah", "ah");
        row("ix", "ix", "ih", "ih");
        row("ao", "ao", "aa", "ao");
        row("em", "m", "m", "m");
        row("en", "en", "n", "n");
        row("nx", "n", "n", "n");
        row("eng", "ng", "ng", "ng");
        row("el", "el", "l", "l");
        row("hv", "hh", "hh", "hh");
        row("zh", "zh", "sh", "zh");
        row("dx", "dx", "dx", "t");
        row("pcl", "cl", "sil", "p");
        row("tcl", "cl", "sil", "t");
        row("kcl", "cl", "sil", "k");
        row("bcl", "vcl", "sil", "b");
        row("dcl", "vcl", "sil", "d");
        row("gcl", "vcl", "sil", "g");
        row("epi", "epi", "sil", "sil");
        row("h#", "sil", "sil", "sil");
        row("pau", "sil", "sil", "sil");
        row("q", "-", "-", "-");
        row("xyz", "-", "-", "-");
    }
    void folding() {
        QFETCH(QString, label);
        QFETCH(QString, of48);
        QFETCH(QString, of39);
        QFETCH(QString, of40);
        const std::string name = label.toStdString();
        QCOMPARE(foldedTo(timitPhones(61), name), label == "xyz" ? "-" : name);
        QCOMPARE(foldedTo(timitPhones(48), name), of48.toStdString());
        QCOMPARE(foldedTo(timitPhones(39), name), of39.toStdString());
        QCOMPARE(foldedTo(arpabetPhones(), name), of40.toStdString());
    }
    // Every class is a label too, and is itself.
    void classesAreThemselves() {
        for (const PhoneSet* set : {&arpabetPhones(), &timitPhones(61), &timitPhones(48), &timitPhones(39)})
            for (const std::string& name : set->classes())
                if (name != "cl" && name != "vcl")
                    QCOMPARE(foldedTo(*set, name), name);
    }
    void labelsAsPeopleWriteThem_data() {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("phone");
        for (const char* label : {"AH0", "AH1", "ah2", "AH", " ah "})
            QTest::newRow(label) << label << "ah";
        for (const char* label : {"", "sil", "SIL", "sp", "spn", "h#", "H#", "pau", " "})
            QTest::addRow("silence \"%s\"", label) << label << "sil";
        QTest::newRow("no stress 3") << "ah3"
                                     << "-";
        QTest::newRow("consonants have no stress") << "b1"
                                                   << "-";
        QTest::newRow("noise") << "brth"
                               << "-";
    }
    void labelsAsPeopleWriteThem() {
        QFETCH(QString, label);
        QFETCH(QString, phone);
        QCOMPARE(foldedTo(arpabetPhones(), label.toStdString()), phone.toStdString());
    }
    void groups_data() {
        QTest::addColumn<QString>("phones");
        QTest::addColumn<QString>("group");
        QTest::newRow("vowels") << "iy ih eh ae ah uh uw aa ao er"
                                << "vowel";
        QTest::newRow("diphthongs") << "ey ay oy aw ow"
                                    << "diphthong";
        QTest::newRow("stops") << "p b t d k g"
                               << "stop";
        QTest::newRow("affricates") << "ch jh"
                                    << "affricate";
        QTest::newRow("fricatives") << "f v th dh s z sh zh hh"
                                    << "fricative";
        QTest::newRow("nasals") << "m n ng"
                                << "nasal";
        QTest::newRow("glides") << "l r w y"
                                << "liquid or glide";
        QTest::newRow("silence") << "sil"
                                 << "silence";
    }
    void groups() {
        QFETCH(QString, phones);
        QFETCH(QString, group);
        const PhoneSet& set = arpabetPhones();
        for (const QString& phone : phones.split(' ')) {
            const std::uint16_t value = set.find(phone.toStdString()).value();
            QCOMPARE(phoneGroupNames()[static_cast<std::size_t>(set.groups()[value])], group.toStdString());
            QCOMPARE(set.isSilence(value), phone == "sil");
        }
    }

    void byName() {
        QVERIFY(!phoneSetNamed(""));
        QCOMPARE(phoneSetNamed("arpabet")->classes().size(), std::size_t{40});
        QCOMPARE(phoneSetNamed("timit61")->classes().size(), std::size_t{61});
        QCOMPARE(phoneSetNamed("timit48")->classes().size(), std::size_t{48});
        QCOMPARE(phoneSetNamed("timit39")->classes().size(), std::size_t{39});
        QCOMPARE(sentence<ConfigError>([] { phoneSetNamed("timit50"); }),
                 QString("data.phones is \"timit50\"; choose arpabet, timit61, timit48 or timit39"));
    }

    void otherSetsStayAsTheyAre() {
        const PhoneSet set =
            choosePhones({{"a:", 20}, {"S", 10}, {"s", 10}, {"2", 5}, {"E1", 3}, {"", 30}, {"sp", 4}});
        QCOMPARE(set.classes(), (std::vector<std::string>{"2", "E1", "S", "a:", "s", "sil"}));
        QVERIFY(set.groups().empty());
        QCOMPARE(foldedTo(set, "E1"), std::string("E1")); // no stress, no capitals: who knows what they mean
        QCOMPARE(foldedTo(set, "S"), std::string("S"));
        QCOMPARE(foldedTo(set, "sp"), std::string("sil"));
        QVERIFY(set.isSilence(*set.find("")));
        QVERIFY(!set.isSilence(*set.find("a:")));
    }
    void nineOfTenAreEnough_data() {
        QTest::addColumn<int>("strange");
        QTest::addColumn<bool>("arpabet");
        QTest::newRow("none") << 0 << true;
        QTest::newRow("one of ten") << 10 << true;
        QTest::newRow("more") << 11 << false;
    }
    void nineOfTenAreEnough() {
        QFETCH(int, strange);
        QFETCH(bool, arpabet);
        const PhoneSet set = choosePhones({{"AA1", 50}, {"t", 40}, {"?!", strange}, {"sil", 1000}});
        QCOMPARE(set.name() == arpabetPhones().name(), arpabet);
    }
};

QTEST_APPLESS_MAIN(TestPhoneSet)
#include "tst_phone_set.moc"
