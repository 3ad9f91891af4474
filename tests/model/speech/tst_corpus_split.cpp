#include "model/speech/corpus_split.h"
#include "model/speech/log_mel.h"
#include "tests/model/testing.h"

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
};

QTEST_APPLESS_MAIN(TestCorpusSplit)
#include "tst_corpus_split.moc"
