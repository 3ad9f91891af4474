// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/training/training_data.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

namespace {

DataPair pair() {
    return {madeDataset(500), madeDataset(300, {6, 5, 1}, 4, 7), "made", "abc"};
}

} // namespace

class TestTrainingData : public QObject {
    Q_OBJECT
  private slots:
    void withoutValidation() {
        const TrainingData data = makeTrainingData(pair(), 4, 0, 9);
        QCOMPARE(data.examples.count, 500);
        QCOMPARE(data.inputs(), 14 * 13);
        QCOMPARE(data.classes(), 4);
        QCOMPARE(data.test->count(), 300);
        QVERIFY(data.watched == data.test);
        QVERIFY(!data.holdsOut);
        QCOMPARE(data.probe->count(), 1620);
        QCOMPARE(&data.probe->data(), &data.test->data());
        QCOMPARE(data.trainSet().count(), 500);
        QCOMPARE(data.source, std::string("made"));
        QCOMPARE(data.sha256, std::string("abc"));
    }

    // A watched set that is large enough has the probe set within it, translations and all.
    void theProbeSetIsPartOfTheWatchedSet_data() {
        QTest::addColumn<int>("validation");
        QTest::addColumn<bool>("part");
        QTest::newRow("test set of 300") << 0 << true;
        QTest::newRow("400 held out") << 400 << true;
        QTest::newRow("20 held out") << 20 << false;
    }
    void theProbeSetIsPartOfTheWatchedSet() {
        QFETCH(int, validation);
        QFETCH(bool, part);
        const TrainingData data = makeTrainingData(pair(), 1, validation, 9);
        QCOMPARE(data.probe->count(), 180);
        QCOMPARE(data.probePlaces.size(), std::size_t(part ? 180 : 0));
        for (std::size_t i = 0; i < data.probePlaces.size(); ++i) {
            const int place = static_cast<int>(data.probePlaces[i]), probe = static_cast<int>(i);
            QCOMPARE(data.probe->example(probe), data.watched->example(place));
            QVERIFY(data.probe->shift(probe) == data.watched->shift(place));
        }
    }

    // The last examples are held out: never trained on, and what is watched; the test set waits for the end.
    void withValidation() {
        const TrainingData data = makeTrainingData(pair(), 4, 120, 9),
                           plain = makeTrainingData(pair(), 4, 0, 9);
        QCOMPARE(data.examples.count, 380);
        QCOMPARE(data.examples.data->count(), 500);
        QVERIFY(data.holdsOut);
        QCOMPARE(data.watched->count(), 120);
        QCOMPARE(int(data.watched->example(0)), 380);
        QCOMPARE(&data.watched->data(), data.examples.data.get());
        for (int i = 0; i < data.probe->count(); ++i)
            QVERIFY(data.probe->example(i) >= 380 && data.probe->example(i) < 500);
        QCOMPARE(data.trainSet().count(), 380);
        for (int i = 0; i < 300; ++i) // the test set is the same with and without
            QVERIFY(data.test->shift(i) == plain.test->shift(i));
    }

    void theDataSeedDecides() {
        const TrainingData a = makeTrainingData(pair(), 4, 0, 0), same = makeTrainingData(pair(), 4, 0, 0);
        const TrainingData other = makeTrainingData(pair(), 4, 0, 1);
        int equal = 0;
        for (int i = 0; i < 300; ++i) {
            QVERIFY(a.test->shift(i) == same.test->shift(i));
            equal += a.test->shift(i) == other.test->shift(i);
        }
        QVERIFY(equal < 20);
    }

    void limits_data() {
        QTest::addColumn<int>("validation");
        QTest::addColumn<QString>("message");
        QTest::newRow("-1") << -1 << "data.validation is -1; choose 0 to 499";
        QTest::newRow("499") << 499 << "nothing was thrown";
        QTest::newRow("500") << 500 << "data.validation is 500; choose 0 to 499";
    }
    void limits() {
        QFETCH(int, validation);
        QFETCH(QString, message);
        QCOMPARE(sentence<ConfigError>([&] { makeTrainingData(pair(), 1, validation, 0); }), message);
    }
};

QTEST_APPLESS_MAIN(TestTrainingData)
#include "tst_training_data.moc"
