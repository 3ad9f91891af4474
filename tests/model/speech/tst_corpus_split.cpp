// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/corpus_split.h"
#include "model/speech/log_mel.h"
#include "tests/model/testing.h"

#include <numeric>
#include <set>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

Utterance utterance(const std::string& speaker, std::optional<bool> forTest = std::nullopt) {
    return {"",
            "",
            speaker,
            forTest,
            Matrix<float>::Zero(melBands, 20),
            {{0, 0.1, "sil", 1}, {0.1, 0.2, "aa", 2}}};
}

std::set<int> utterancesOf(const std::vector<Stretch>& stretches) {
    std::set<int> places;
    for (const Stretch& stretch : stretches)
        places.insert(stretch.utterance);
    return places;
}

CorpusSplit split(const std::vector<Utterance>& utterances, std::uint64_t seed = 0) {
    return splitCorpus(utterances, arpabetPhones(), seed);
}

/// Whole utterances, each in one set.
void checkWhole(const CorpusSplit& split, std::size_t count) {
    QCOMPARE(split.train.size() + split.test.size(), count);
    std::set<int> all = utterancesOf(split.train);
    all.merge(utterancesOf(split.test));
    QCOMPARE(all.size(), count);
    for (const auto* stretches : {&split.train, &split.test})
        for (const Stretch& stretch : *stretches)
            QVERIFY(stretch.first == 0 && stretch.end == 20);
}

} // namespace

class TestCorpusSplit : public QObject {
    Q_OBJECT
  private slots:
    void asTheCorpusSays() {
        const CorpusSplit made = split({utterance("a", true), utterance("b", false), utterance("c", true)});
        checkWhole(made, 3);
        QCOMPARE(utterancesOf(made.test), (std::set<int>{0, 2}));
        QCOMPARE(made.rule, std::string("The corpus itself says what is for testing."));
    }
    void bySpeaker_data() {
        QTest::addColumn<int>("speakers");
        QTest::addColumn<int>("tested");
        QTest::newRow("2") << 2 << 1;
        QTest::newRow("9") << 9 << 1;
        QTest::newRow("10") << 10 << 2;
        QTest::newRow("23") << 23 << 4;
    }
    void bySpeaker() {
        QFETCH(int, speakers);
        QFETCH(int, tested);
        std::vector<Utterance> utterances;
        for (int i = 0; i < 3 * speakers; ++i)
            utterances.push_back(utterance("s" + std::to_string(i % speakers)));
        const CorpusSplit made = split(utterances);
        checkWhole(made, utterances.size());
        std::set<std::string> train, test;
        for (const Stretch& stretch : made.train)
            train.insert(utterances[stretch.utterance].speaker);
        for (const Stretch& stretch : made.test)
            test.insert(utterances[stretch.utterance].speaker);
        QCOMPARE(test.size(), static_cast<std::size_t>(tested));
        QCOMPARE(train.size(), static_cast<std::size_t>(speakers - tested)); // none in both
        QVERIFY(QString::fromStdString(made.rule).startsWith(
            QString("The test set is %1 of the %2 speakers").arg(tested).arg(speakers)));
    }
    void byUtterance_data() {
        QTest::addColumn<QString>("speakers");
        QTest::newRow("nobody is known") << "          ";
        QTest::newRow("one speaker") << "aaaaaaaaaa";
        QTest::newRow("some are known") << "aabb  aabb";
    }
    void byUtterance() {
        QFETCH(QString, speakers);
        std::vector<Utterance> utterances;
        for (const QChar speaker : speakers)
            utterances.push_back(utterance(QString(speaker).trimmed().toStdString()));
        const CorpusSplit made = split(utterances);
        checkWhole(made, 10);
        QCOMPARE(made.test.size(), std::size_t{2});
    }
    void theSeedDecides() {
        const std::vector<Utterance> utterances(30, utterance(""));
        const auto tested = [&](std::uint64_t seed) { return utterancesOf(split(utterances, seed).test); };
        QCOMPARE(tested(3), tested(3));
        QVERIFY(tested(3) != tested(4));
    }

    void oneUtterance_data() {
        QTest::addColumn<QString>("phones"); // of 0.1 s each
        QTest::addColumn<int>("tested");
        QTest::newRow("the last fifth") << "a a a a a a a . a a" << 2;
        QTest::newRow("the nearest silence before") << "a a . a . a a a a a" << 5;
        QTest::newRow("the nearest silence behind") << "a . a a a a a a . a" << 1;
        QTest::newRow("no silence") << "a a a a a a a a a a" << 2;
        QTest::newRow("a silence at the end is none") << "a a a a a a a a a ." << 2;
    }
    void oneUtterance() {
        QFETCH(QString, phones);
        QFETCH(int, tested);
        Utterance one{"", "", "", std::nullopt, Matrix<float>::Zero(melBands, 98), {}};
        for (const QString& phone : phones.split(' ')) {
            const auto i = static_cast<double>(one.intervals.size());
            one.intervals.push_back({i / 10, (i + 1) / 10, phone == "." ? "sp" : "aa", 1});
        }
        const CorpusSplit made = split({one});
        QCOMPARE(made.train.size(), std::size_t{1});
        QCOMPARE(made.test.size(), std::size_t{1});
        QCOMPARE(made.train[0].first, Index{0});
        QCOMPARE(made.train[0].end, made.test[0].first);
        QCOMPARE(made.test[0].end, Index{98});
        const double cut = (10 - tested) / 10.0;
        QVERIFY(frameMiddle(made.train[0].end - 1) < cut);
        QVERIFY(frameMiddle(made.test[0].first) >= cut);
    }

    // A split that is far from a fifth of the examples is mended. Phones are "phone:frames".
    void mended_data() {
        QTest::addColumn<QString>("phones");
        QTest::addColumn<int>("tested"); // frames
        QTest::addColumn<QString>("rule");
        QTest::newRow("a silence in front, and no other")
            << ".:12 a:50 s:40 t:30 a:60 s:20 a:17 s:30 t:40" << 70
            << "There is one recording only: the test set is its last 2 of 9 intervals, cut off between two "
               "phones.";
        QTest::newRow("a silence at the end, and no other")
            << "a:50 s:40 t:60 a:60 s:20 t:60 .:300 a:2" << 2
            << "There is one recording only: the test set is its last 1 of 8 intervals, cut off after a "
               "silence.";
        QTest::newRow("two silences, one far off")
            << "a:10 .:10 a:290 s:20 t:70 .:10 s:80 a:10 t:10 s:10 a:10 s:10 t:10 s:10 a:10 s:10 t:10" << 180
            << "There is one recording only: the test set is its last 11 of 17 intervals, cut off after a "
               "silence.";
    }
    void mended() {
        QFETCH(QString, phones);
        QFETCH(int, tested);
        QFETCH(QString, rule);
        const CorpusSplit made = split({spoken("", phones)});
        QCOMPARE(made.test.front().end - made.test.front().first, Index{tested});
        QCOMPARE(made.train.front().end, made.test.front().first);
        QCOMPARE(QString::fromStdString(made.rule), rule);
        const double share = tested / static_cast<double>(made.test.front().end);
        QCOMPARE(made.share.empty(), share >= 0.1 && share <= 0.4);
    }
    void unequal_data() {
        QTest::addColumn<QString>("speakers"); // one an utterance
        QTest::addColumn<QList<int>>("frames");
        QTest::addColumn<double>("least");
        QTest::addColumn<double>("most");
        const auto row = [](const char* title, const char* speakers, const QList<int>& frames, double least,
                            double most) { QTest::newRow(title) << speakers << frames << least << most; };
        row("one speaker has nearly everything", "abcd", {940, 20, 20, 20}, 0.05, 0.07);
        row("two speakers", "ab", {900, 100}, 0.1, 0.1);
        row("one of ten speakers has most", "abcdefghij", {700, 30, 30, 30, 30, 30, 30, 30, 30, 30}, 0.15,
            0.25);
        row("one of ten has nearly half", "abcdefghij", {450, 60, 60, 60, 60, 60, 60, 60, 60, 70}, 0.1, 0.25);
        row("two recordings", "  ", {970, 30}, 0.15, 0.25);
        row("two recordings, one of a tenth", "  ", {900, 100}, 0.1, 0.1);
        row("three recordings", "   ", {1000, 20, 20}, 0.15, 0.25);
        row("one recording of six is long", "      ", {700, 60, 60, 60, 60, 60}, 0.05, 0.6);
    }
    void unequal() {
        QFETCH(QString, speakers);
        QFETCH(QList<int>, frames);
        QFETCH(double, least);
        QFETCH(double, most);
        std::vector<Utterance> utterances;
        for (qsizetype i = 0; i < frames.size(); ++i)
            utterances.push_back(spoken(QString(speakers[i]).trimmed().toStdString(), ofLength(frames[i])));
        for (const std::uint64_t seed : {0, 1, 2, 3, 4, 5, 6, 7}) {
            const CorpusSplit made = split(utterances, seed);
            QCOMPARE(framesOf(made.train) + framesOf(made.test),
                     std::accumulate(frames.begin(), frames.end(), Index{0}));
            const double share = static_cast<double>(framesOf(made.test)) /
                                 static_cast<double>(framesOf(made.train) + framesOf(made.test));
            QVERIFY2(share > least - 1e-9 && share < most + 1e-9, qPrintable(QString::number(share)));
            QVERIFY2(made.share.empty() == (share >= 0.1 && share <= 0.4), made.share.c_str());
        }
    }
    void theShareIsSaid() {
        const CorpusSplit made = split({spoken("a", ofLength(500)), spoken("b", ofLength(500))});
        QCOMPARE(made.share,
                 std::string("The test set has 50 % of the examples, where a fifth is meant: speakers "
                             "are whole, and few or of unequal length."));
        QVERIFY(split({spoken("a", ofLength(100)), spoken("b", ofLength(100)), spoken("c", ofLength(100))})
                    .share.empty());
    }

  private:
    /// "aa" and "s" in turns, ten frames each.
    static QString ofLength(int frames) {
        QStringList phones;
        for (int i = 0; i < frames / 10; ++i)
            phones << (i % 2 ? "s:10" : "aa:10");
        return phones.join(' ');
    }
    static Utterance spoken(const std::string& speaker, const QString& phones) {
        Utterance made{"", "", speaker, std::nullopt, {}, {}};
        int frames = 0;
        for (const QString& phone : phones.split(' ')) {
            const int length = phone.section(':', 1).toInt();
            const QString label = phone.section(':', 0, 0);
            // From half a step before its first frame's middle to half a step behind its last one's.
            made.intervals.push_back({frameMiddle(frames) - 0.005, frameMiddle(frames + length) - 0.005,
                                      label == "."   ? "sp"
                                      : label == "a" ? "aa"
                                                     : label.toStdString(),
                                      1});
            frames += length;
        }
        made.frames = Matrix<float>::Zero(melBands, frames);
        return made;
    }
    static Index framesOf(const std::vector<Stretch>& stretches) {
        Index frames = 0;
        for (const Stretch& stretch : stretches)
            frames += stretch.end - stretch.first;
        return frames;
    }
};

QTEST_APPLESS_MAIN(TestCorpusSplit)
#include "tst_corpus_split.moc"
