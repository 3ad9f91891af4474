// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/safetensors.h"
#include "model/run/synthetic_speech.h"
#include "model/speech/speaking_process.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

#include <algorithm>
#include <cstring>
#include <limits>

using namespace expertscope;
using namespace expertscope::testing;

/// What is kept of the synthetic corpus.
class TestSyntheticSpeech : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        if (!SpeakingProcess::available())
            QSKIP("built without libespeak-ng");
        made_ = read(nullptr);
    }

    void dataSet() {
        QVERIFY(made_.train.name.find("Synthetic") != std::string::npos);
        QVERIFY(made_.train.shape == (ImageShape{40, 11, 1}));
        QCOMPARE(made_.train.classes(), 40);
        QVERIFY(made_.train.count() > 2000 && made_.test.count() > 500);
    }

    void isReadAgain() {
        int reports = 0;
        const DataPair kept = read([&](double fraction) { return ++reports > 0 && fraction >= 0; });
        QVERIFY(same(kept));
        QVERIFY(reports < 10); // speaking would have reported for each of the voices
    }

    void damaged_data() {
        QTest::addColumn<int>("keep"); // per cent of the file
        QTest::newRow("empty") << 0;
        QTest::newRow("half") << 50;
    }
    void damaged() {
        QFETCH(int, keep);
        std::string bytes = fileText(file());
        bytes.resize(bytes.size() * static_cast<std::size_t>(keep) / 100);
        writeText(file(), bytes);
        QVERIFY(same(read(nullptr)));
    }

    void damagedNumbers() {
        const auto with = [&](std::size_t place, std::int32_t value) {
            SafetensorsFile kept = readSafetensors(file());
            for (Tensor& tensor : kept.tensors)
                if (tensor.name == "lengths")
                    std::memcpy(tensor.bytes.data() + place * sizeof value, &value, sizeof value);
            writeSafetensors(file(), kept);
            return same(read(nullptr)); // spoken and kept anew
        };
        QVERIFY(with(2, -1)); // frames of the second utterance
        QVERIFY(with(3, -1)); // and its labels
        QVERIFY(with(2, std::numeric_limits<std::int32_t>::max()));
    }
    void numbersThatAreNone() {
        const double infinite = std::numeric_limits<double>::infinity(), none = std::nan("");
        const auto with = [&](const char* name, std::size_t place, auto value) {
            SafetensorsFile kept = readSafetensors(file());
            for (Tensor& tensor : kept.tensors)
                if (tensor.name == name)
                    std::memcpy(tensor.bytes.data() + place * sizeof value, &value, sizeof value);
            writeSafetensors(file(), kept);
            return same(read(nullptr));
        };
        QVERIFY(with("times", 0, -infinite)); // an interval's beginning
        QVERIFY(with("times", 3, infinite));  // another one's end
        QVERIFY(with("times", 2, none));
        QVERIFY(with("times", 1, -1.0));
        QVERIFY(with("frames", 7, std::nanf("")));
    }
    void labelThatHasNoNumber() {
        for (const char* number : {"1e300", "0.5", "null"}) {
            SafetensorsFile kept = readSafetensors(file());
            kept.metadata["labels"] = std::string("{\"AA\":") + number + "}";
            writeSafetensors(file(), kept);
            QVERIFY(same(read(nullptr)));
        }
    }

    // Which version spoke is told, kept, and asked for where a run goes on.
    void whoSpoke() {
        const std::string& here = SpeakingProcess::synthesiser();
        QCOMPARE(made_.madeBy, here);
        QCOMPARE(made_.train.name, "Synthetic speech (" + here + "), training set");
        QVERIFY(std::count(made_.notes.begin(), made_.notes.end(),
                           "Spoken by " + here + "; other versions speak the same sentences otherwise."));
        QCOMPARE(readSafetensors(file()).metadata.at("made_by"), here);
    }
    void ofAnotherVersion() {
        keptAsOf("espeak-ng 1.49");
        const QByteArray bytes = fileBytes();
        QVERIFY(same(read(nullptr))); // spoken again by the one that is installed
        QCOMPARE(fileBytes(), bytes); // and kept beside the other's
        QCOMPARE(read(nullptr, "espeak-ng 1.49").madeBy, std::string("espeak-ng 1.49"));
        QVERIFY(same(read(nullptr, SpeakingProcess::synthesiser())));
        QVERIFY(same(read(nullptr)));
        const QString said = sentence<FileError>([&] { read(nullptr, "espeak-ng 1.48"); });
        QCOMPARE(said,
                 QString("The run was started with synthetic speech that espeak-ng 1.48 spoke, and every "
                         "version speaks otherwise; here is %1: copy synthetic-speech-3.safetensors of the "
                         "machine where it was started into %2, or install espeak-ng 1.48.")
                     .arg(QString::fromStdString(SpeakingProcess::synthesiser()), folder_.path()));
    }
    // Before versions were written down, 1.51 was the only one that could speak.
    void ofNoVersion() {
        keptAsOf("");
        QCOMPARE(read(nullptr, "espeak-ng 1.51").madeBy, std::string("espeak-ng 1.51"));
    }

  private:
    void keptAsOf(const std::string& madeBy) const {
        SafetensorsFile kept = readSafetensors(file());
        kept.metadata["made_by"] = madeBy;
        if (madeBy.empty())
            kept.metadata.erase("made_by");
        writeSafetensors(file(), kept);
    }
    QByteArray fileBytes() const { return QByteArray::fromStdString(fileText(file())); }
    std::filesystem::path file() const { return folder() / "synthetic-speech-3.safetensors"; }
    std::filesystem::path folder() const { return folder_.path().toStdString(); }
    DataPair read(const Progress& progress, const std::string& madeBy = {}) {
        WorkerPool pool(2);
        return readSyntheticSpeech(3, folder(), pool, progress, nullptr, {1, 1}, madeBy);
    }
    bool same(const DataPair& pair) const {
        return pair.sha256 == made_.sha256 && pair.train.pixels == made_.train.pixels &&
               pair.train.label.values == made_.train.label.values;
    }

    QTemporaryDir folder_;
    DataPair made_;
};

QTEST_APPLESS_MAIN(TestSyntheticSpeech)
#include "tst_synthetic_speech.moc"
