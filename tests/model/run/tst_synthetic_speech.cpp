#include "model/base/worker_pool.h"
#include "model/run/synthetic_speech.h"
#include "model/speech/speaking_process.h"
#include "tests/model/run/run_files.h"

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

  private:
    std::filesystem::path file() const { return folder() / "synthetic-speech-3.safetensors"; }
    std::filesystem::path folder() const { return folder_.path().toStdString(); }
    DataPair read(const Progress& progress) {
        WorkerPool pool(2);
        return readSyntheticSpeech(3, folder(), pool, progress, nullptr, {1, 1});
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
