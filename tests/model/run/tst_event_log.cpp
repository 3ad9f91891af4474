// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/event_log.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;
using Kind = TrainingEvent::Kind;

class TestEventLog : public QObject {
    Q_OBJECT
  private slots:
    void roundTrip_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("phase");
        QTest::newRow("change") << 0 << "training.learning_rate" << 0.1 << "" << 1;
        QTest::newRow("small") << 0 << "training.weight_decay" << 1e-300 << "" << 0;
        QTest::newRow("infinite margin")
            << 0 << "training.margin" << std::numeric_limits<double>::infinity() << "" << 0;
        QTest::newRow("pause") << 1 << "" << 0.0 << "" << -1;
        QTest::newRow("start") << 2 << "" << 0.0 << "" << -1;
        QTest::newRow("error") << 3 << "" << 0.0 << "The disk is full;\n\"free\" some space. ü" << -1;
    }
    void roundTrip() {
        QFETCH(int, kind);
        QFETCH(QString, key);
        QFETCH(double, value);
        QFETCH(QString, message);
        QFETCH(int, phase);
        const TrainingEvent event{static_cast<Kind>(kind), 12,   key.toStdString(), value,
                                  message.toStdString(),   phase};
        const std::string line = eventLine(event);
        QVERIFY(line.find('\n') == std::string::npos);
        writeText(path(), line + "\n" + line + "\n");
        const auto read = readEvents(path());
        QCOMPARE(read.size(), std::size_t{2});
        QVERIFY(read[1].kind == event.kind);
        QCOMPARE(read[1].step, std::int64_t{12});
        QCOMPARE(read[1].key, event.key);
        QCOMPARE(read[1].value, event.value);
        QCOMPARE(read[1].message, event.message);
        QCOMPARE(read[1].phase, event.phase);
    }
    void line() {
        QCOMPARE(
            eventLine({Kind::Change, 1200, "training.margin", 50, "", 0}),
            std::string(R"({"step":1200,"event":"change","phase":0,"key":"training.margin","value":50.0})"));
        QCOMPARE(eventLine({Kind::Pause, 5, "", 0, ""}), std::string(R"({"step":5,"event":"pause"})"));
    }
    // A path in the sentence may be of any encoding.
    void messageThatIsNoUtf8() {
        writeText(path(), eventLine({Kind::Error, 1, "", 0, "/a/\xff cannot be read"}) + "\n");
        QCOMPARE(readEvents(path())[0].message, std::string("/a/\uFFFD cannot be read"));
    }
    // Written by hand.
    void phaseLeftOutIsThePresentOne() {
        writeText(path(),
                  "{\"event\": \"change\", \"value\": 1, \"key\": \"training.margin\", \"step\": 3}\n");
        QCOMPARE(readEvents(path())[0].phase, -1);
    }

    void lastLineCutInTheMiddle() {
        const std::string line = eventLine({Kind::Change, 3, "training.margin", 50, "", 0}) + "\n";
        for (std::size_t size = 0; size < line.size(); ++size) {
            writeText(path(), line + line.substr(0, size));
            QCOMPARE(readEvents(path()).size(), std::size_t{1});
        }
    }
    void damaged_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("message"); // after the path
        const QString none = ", line 2: not an event; mend or remove the line.";
        QTest::newRow("no JSON") << "step 5" << none;
        QTest::newRow("empty") << "" << none;
        QTest::newRow("a list") << "[]" << none;
        QTest::newRow("no step") << "{\"event\": \"pause\"}" << none;
        QTest::newRow("no event") << "{\"step\": 1}" << none;
        QTest::newRow("value is text")
            << "{\"step\": 1, \"event\": \"change\", \"key\": \"a\", \"value\": \"5\"}" << none;
        QTest::newRow("unknown event") << "{\"step\": 1, \"event\": \"nap\"}"
                                       << ", line 2: \"nap\" is no event; mend or remove the line.";
        QTest::newRow("phase 2")
            << "{\"step\": 1, \"event\": \"change\", \"phase\": 2, \"key\": \"a\", \"value\": 5}"
            << ", line 2: there is no phase 2; mend or remove the line.";
        QTest::newRow("phase -2") << "{\"step\": 1, \"event\": \"change\", \"phase\": -2}"
                                  << ", line 2: there is no phase -2; mend or remove the line.";
        QTest::newRow("step -1") << "{\"step\": -1, \"event\": \"pause\"}"
                                 << ", line 2: there is no step -1; mend or remove the line.";
        for (const char* number : {"1e+300", "0.5", "9223372036854775808"})
            QTest::addRow("step %s", number)
                << QStringLiteral("{\"step\": %1, \"event\": \"pause\"}").arg(number)
                << QStringLiteral(", line 2: %1 is no whole number that fits here; mend or remove the line.")
                       .arg(number);
        QTest::newRow("infinite step") << "{\"step\": 1e999, \"event\": \"pause\"}" << none;
        QTest::newRow("deep") << QString(100000, '[') << none;
    }
    void damaged() {
        QFETCH(QString, line);
        QFETCH(QString, message);
        writeText(path(), "{\"step\": 0, \"event\": \"start\"}\n" + line.toStdString() + "\n");
        QCOMPARE(sentence<FileError>([&] { readEvents(path()); }),
                 QString::fromStdString(path().string()) + message);
    }
    void absentIsEmpty() { QVERIFY(readEvents(folder_.filePath("absent").toStdString()).empty()); }

  private:
    std::filesystem::path path() const { return folder_.filePath("events.jsonl").toStdString(); }
    QTemporaryDir folder_{temporaryPlace()};
};

QTEST_APPLESS_MAIN(TestEventLog)
#include "tst_event_log.moc"
