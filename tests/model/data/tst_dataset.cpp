// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "tests/model/testing.h"

#include <functional>

using namespace expertscope;
using namespace expertscope::testing;

using Change = std::function<void(Dataset&)>;
Q_DECLARE_METATYPE(Change)

class TestDataset : public QObject {
    Q_OBJECT
  private slots:
    void check_data() {
        QTest::addColumn<Change>("change"); // to 3 examples of 2 x 2 pixels in 2 classes
        QTest::addColumn<QString>("message");
        QTest::newRow("good") << Change([](Dataset&) {}) << "nothing was thrown";
        QTest::newRow("floats are good")
            << Change([](Dataset& d) { d.pixels = std::vector<float>(12, 0.5f); }) << "nothing was thrown";
        QTest::newRow("a pixel short") << Change([](Dataset& d) { d.pixels = std::vector<std::uint8_t>(11); })
                                       << "made: 11 pixel values do not make 3 examples of 4";
        QTest::newRow("floats of another count")
            << Change([](Dataset& d) { d.pixels = std::vector<float>(13); })
            << "made: 13 pixel values do not make 3 examples of 4";
        QTest::newRow("no shape") << Change([](Dataset& d) { d.shape = {}; })
                                  << "made: 12 pixel values do not make 3 examples of 0";
        QTest::newRow("a label too many") << Change([](Dataset& d) { d.label.values.push_back(0); })
                                          << "made: 12 pixel values do not make 4 examples of 4";
        QTest::newRow("an unknown class") << Change([](Dataset& d) { d.label.values[1] = 2; })
                                          << "made: example 1 has label 2, but there are only 2 classes";
        QTest::newRow("a grid too small") << Change([](Dataset& d) { d.label.gridColumns = 1; })
                                          << "made: the grid of attribute class does not hold its values";
        const auto speaker = [](std::vector<std::uint16_t> values, int columns = 2) {
            return [=](Dataset& d) {
                d.attributes.push_back({"speaker", {"ann", "bob"}, values, 1, columns});
            };
        };
        QTest::newRow("another attribute") << Change(speaker({0, 1, 0})) << "nothing was thrown";
        QTest::newRow("an attribute of some examples")
            << Change(speaker({0, 1})) << "made: 2 values of attribute speaker for 3 examples";
        QTest::newRow("an unknown value")
            << Change(speaker({0, 1, 2}))
            << "made: example 2 has speaker 2, but there are only 2 values of it";
        QTest::newRow("an attribute's grid")
            << Change(speaker({0, 1, 0}, 3))
            << "made: the grid of attribute speaker does not hold its values";
        const auto heard = [](std::vector<std::uint32_t> file, std::vector<float> seconds) {
            return [=](Dataset& d) { d.heard = {{"a.wav", "b.wav"}, {"", ""}, file, seconds}; };
        };
        QTest::newRow("heard in recordings") << Change(heard({0, 0, 1}, {1, 2, 1})) << "nothing was thrown";
        QTest::newRow("heard without a time")
            << Change(heard({0, 0, 1}, {1, 2})) << "made: not every example has a place in a recording";
        QTest::newRow("heard in an unknown file")
            << Change(heard({0, 0, 2}, {1, 2, 1})) << "made: not every example has a place in a recording";
    }
    void check() {
        QFETCH(Change, change);
        QFETCH(QString, message);
        Dataset data = madeDataset(3, {2, 2, 1}, 2);
        change(data);
        QCOMPARE(sentence<Error>([&] { data.check(); }), message);
    }

    void bytesAreReadOver255() {
        Dataset data = madeDataset(2, {1, 3, 1}, 2);
        data.pixels = std::vector<std::uint8_t>{9, 9, 9, 0, 51, 255};
        float out[3];
        data.copyExample(1, out);
        QCOMPARE(out[0], 0.0f);
        QCOMPARE(out[1], 0.2f);
        QCOMPARE(out[2], 1.0f);
        data.pixels = std::vector<float>{9, 9, 9, -1, 0.5, 300};
        data.copyExample(1, out);
        QCOMPARE(out[2], 300.0f);
    }
};

QTEST_APPLESS_MAIN(TestDataset)
#include "tst_dataset.moc"
