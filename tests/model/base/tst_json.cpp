// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/json.h"
#include "model/base/plain_text.h"
#include "tests/model/testing.h"

using namespace expertscope;
using expertscope::testing::sentence;

namespace {

std::string nested(std::size_t depth, const std::string& open = "[", const std::string& close = "]") {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i)
        text += open;
    for (std::size_t i = 0; i < depth; ++i)
        text += close;
    return text;
}

} // namespace

class TestJson : public QObject {
    Q_OBJECT
  private slots:
    // Each key looked for among those before it, this would take minutes.
    void keepsTheOrderOfManyKeys() {
        std::string text = "{";
        for (int i = 0; i < 300'000; ++i)
            text += (i > 0 ? ",\"" : "\"") + std::to_string(300'000 - i) + "\": [" + std::to_string(i) + "]";
        const Json json = parseJson(text + "}", "f");
        QCOMPARE(json.size(), std::size_t{300'000});
        QCOMPARE(json.begin().key(), std::string("300000"));
        QCOMPARE(std::prev(json.end()).value(), Json::parse("[299999]"));
    }
    void refusesWhatNobodyWrote_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const std::string& text, const char* said) {
            QTest::newRow(name) << text << QString::fromUtf8(said);
        };
        row("a missing comma", "{\"a\": 1\n\"b\": 2}",
            "f, line 2: not valid JSON here; look for a missing comma, quote or bracket.");
        row("nothing", "", "f, line 1: not valid JSON here; look for a missing comma, quote or bracket.");
        row("a number that is no number", "{\"a\": NaN}",
            "f, line 1: not valid JSON here; look for a missing comma, quote or bracket.");
        row("too large a number", "{\n\"seed\": 1e999}",
            "f, line 2: the number 1e999 is too large to calculate with; give a smaller one.");
        row("too large and long", "[1" + std::string(5000, '0') + "]",
            ("f, line 1: the number 1" + std::string(59, '0') +
             "… is too large to calculate with; give a smaller one.")
                .c_str());
        row("a key twice", "{\"a\": {\"b\": 1, \"c\": {\"b\": 2}, \"b\": 3}}",
            "f: an object has the key \"b\" twice; remove one of them.");
        const char* deep = "f: more than 100 brackets are open at once; this is no file of this program.";
        row("brackets", nested(101), deep);
        row("100,000 brackets", nested(100000), deep);
        row("1,000,000 brackets, never closed", std::string(1000000, '['), deep);
        row("objects", nested(100000, "{\"a\":", "}"), deep);
        row("under a key", "{\"a\": " + nested(1000000) + "}", deep);
    }
    void refusesWhatNobodyWrote() {
        QFETCH(std::string, text);
        QFETCH(QString, said);
        QCOMPARE(sentence<FileError>([&] { parseJson(text, "f"); }), said);
        QVERIFY(!jsonIn(text));
    }
    void readsTheRest() {
        QVERIFY(parseJson(nested(deepestJson), "f").is_array());
        const Json json = parseJson("{\"b\": 1, \"a\": [{\"b\": 2}, {\"b\": 3}]}", "f");
        QCOMPARE(json.dump(),
                 std::string("{\"b\":1,\"a\":[{\"b\":2},{\"b\":3}]}")); // in the order it was written
        QCOMPARE(jsonIn("1e308")->get<double>(), 1e308);
    }
    void nearestKeys() {
        const std::vector<std::string> known{"margin", "training.epochs", "seed"};
        QCOMPARE(nearestKey("margn", known), std::string("margin"));
        QCOMPARE(nearestKey("epochs", known), std::string("training.epochs"));
        QCOMPARE(nearestKey("seed1234", known), std::string());
        QCOMPARE(nearestKey(std::string(5'000'000, 'm'), known), std::string()); // at once
    }
    void quotesTheBeginning() {
        QCOMPARE(quotedJson(Json({1, 2})), std::string("[1,2]"));
        QCOMPARE(quotedJson(Json(std::string(3000000, 'x'))), "\"" + std::string(59, 'x') + "…");
        QCOMPARE(shortText(std::string(60, 'x')), std::string(60, 'x'));
        QCOMPARE(shortText(std::string(59, 'x') + "äb"), std::string(59, 'x') + "…"); // not half a letter
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
