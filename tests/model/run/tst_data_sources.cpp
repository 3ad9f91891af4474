// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/data_places.h"
#include "tests/model/data/idx_files.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

class TestDataSources : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("HOME", folder_->filePath("home").toUtf8());
        qunsetenv("EXPERTSCOPE_DATA");
        qunsetenv("XDG_DATA_HOME");
        QDir::setCurrent(folder_->path()); // "data" here is a usual place too
    }

    void recognised_data() {
        QTest::addColumn<QString>("below");
        QTest::addColumn<bool>("packed");
        QTest::newRow("plain") << "" << false;
        QTest::newRow("packed") << "" << true;
        QTest::newRow("torchvision's folder") << "/MNIST/raw" << false;
    }
    void recognised() {
        QFETCH(QString, below);
        QFETCH(bool, packed);
        writeImages("set" + below, packed);
        QCOMPARE(recogniseFolder(path("set")).name, std::string("mnist"));
    }
    void notRecognised() {
        const QString place = QString::fromStdString(path("").string());
        QStringList kinds;
        for (const DataSource& source : dataSources())
            if (!source.expected.empty())
                kinds << QString::fromStdString(source.expected);
        QVERIFY(kinds.contains("the six binary files of CIFAR-10 (data_batch_1.bin to test_batch.bin)"));
        const QString expected = "; name a folder with " + kinds.join(" or ") + ".";
        const auto said = [&](const char* name) {
            return sentence<FileError>([&] { recogniseFolder(path(name)); }).remove(place);
        };
        QCOMPARE(said("absent"), QString("absent does not exist; name a folder that holds a data set."));
        fs::create_directories(path("empty"));
        QCOMPARE(said("empty"), "empty holds no known data set: it is empty" + expected);
        for (const char* name : {"d.txt", "a.jpg", "c.jpg", "b.jpg", "e.csv"})
            writeFile(path("pictures") / name, "");
        QCOMPARE(said("pictures"),
                 "pictures holds no known data set: it holds a.jpg, b.jpg, c.jpg and 2 more" + expected);
        writeFile(path("one") / "notes.txt", "");
        QCOMPARE(said("one"), "one holds no known data set: it holds notes.txt" + expected);
        QCOMPARE(said("one/notes.txt"),
                 QString("one/notes.txt is not a folder; name a folder that holds a data set."));
        writeImages("partial", false);
        fs::remove(path("partial/train-labels-idx1-ubyte"));
        QVERIFY2(said("partial").contains("missing (plain or .gz): train-labels-idx1-ubyte"),
                 qPrintable(said("partial")));
    }

    void foundInUsualPlaces_data() {
        QTest::addColumn<QString>("place");
        for (const char* place : {"data", "home/data", "home/.keras/datasets", "home/.cache/torch/mnist",
                                  "home/.local/share/expertscope/data/mnist"})
            QTest::newRow(place) << place;
    }
    void foundInUsualPlaces() {
        QFETCH(QString, place);
        QVERIFY(findDataFolder("mnist").empty());
        writeImages(place, false);
        QVERIFY(fs::equivalent(findDataFolder("mnist"), path(place.toStdString())));
        DataDescription data{"mnist", "", "", 0, 1, 0};
        WorkerPool pool(1);
        loadTrainingData(data, pool);
        QVERIFY(fs::path(data.path).is_absolute()); // the run is resumed from elsewhere
        QVERIFY(fs::equivalent(data.path, path(place.toStdString())));
    }
    void theNamedPlaceComesFirst() {
        writeImages("home/data", false);
        writeImages("named", false);
        qputenv("EXPERTSCOPE_DATA", folder_->filePath("named").toUtf8());
        QVERIFY(fs::equivalent(findDataFolder("mnist"), path("named")));
        qputenv("EXPERTSCOPE_DATA", folder_->filePath("absent").toUtf8());
        QVERIFY(fs::equivalent(findDataFolder("mnist"), path("home/data")));
        qputenv("EXPERTSCOPE_DATA", "");
        QVERIFY(fs::equivalent(findDataFolder("mnist"), path("home/data")));
    }
    // A download that was broken off in one of the usual places must not hide the good copy in another.
    void partOfASetInOnePlace() {
        writeImages("data", false);
        fs::remove(path("data/train-labels-idx1-ubyte"));
        writeImages("home/data", false);
        QVERIFY(fs::equivalent(findDataFolder("mnist"), path("home/data")));
    }

    void loaded() {
        writeImages("set", true);
        DataDescription data{"mnist", path("set").string(), "", 5, 2, 3};
        WorkerPool pool(1);
        const TrainingData read = loadTrainingData(data, pool);
        QCOMPARE(data.sha256.size(), std::size_t{64});
        QCOMPARE(read.examples.count, 17);
        QVERIFY(read.holdsOut);
        QCOMPARE(read.watched->count(), 3);
        QCOMPARE(read.inputs(), 10 * 9);
        QCOMPARE(read.seed, std::uint64_t{5});
        const std::string known = data.sha256;
        loadTrainingData(data, pool); // the same again
        QCOMPARE(data.sha256, known);
    }
    void otherDataThanBefore() {
        writeImages("set", true);
        DataDescription data{"mnist", path("set").string(), "abcd", 0, 0, 0};
        WorkerPool pool(1);
        QCOMPARE(sentence<FileError>([&] { loadTrainingData(data, pool); }),
                 QString::fromStdString(path("set").string()) +
                     " holds other data than the run was started with (its SHA-256 differs); name the "
                     "original folder "
                     "with --data.");
    }
    void notLoaded_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("message");
        QStringList names;
        for (const DataSource& known : dataSources())
            names << QString::fromStdString(known.name);
        QVERIFY(names.contains("synthetic-speech"));
        QTest::newRow("unknown source") << "minst"
                                        << "data.source is \"minst\"; choose one of " + names.join(", ");
        QTest::newRow("found nowhere")
            << "mnist"
            << "No mnist data was found in the usual places; name its folder with --data, "
               "or train on the built-in digits with --set data.source=digits.";
    }
    void notLoaded() {
        QFETCH(QString, source);
        QFETCH(QString, message);
        DataDescription data{source.toStdString(), "", "", 0, 4, 0};
        WorkerPool pool(1);
        QCOMPARE(sentence<Error>([&] { loadTrainingData(data, pool); }), message);
    }
    void jitterAndValidation_data() {
        QTest::addColumn<int>("jitter");
        QTest::addColumn<int>("validation");
        QTest::addColumn<QString>("message");
        QTest::newRow("jitter -1") << -1 << 0 << "data.jitter is -1; choose 0 to 100 pixels";
        QTest::newRow("jitter 101") << 101 << 0 << "data.jitter is 101; choose 0 to 100 pixels";
        QTest::newRow("validation -1") << 0 << -1 << "data.validation is -1; choose 0 to 19";
        QTest::newRow("nothing to train on") << 0 << 20 << "data.validation is 20; choose 0 to 19";
    }
    void jitterAndValidation() {
        QFETCH(int, jitter);
        QFETCH(int, validation);
        QFETCH(QString, message);
        writeImages("set", true);
        DataDescription data{"mnist", path("set").string(), "", 0, jitter, validation};
        WorkerPool pool(1);
        QCOMPARE(sentence<ConfigError>([&] { loadTrainingData(data, pool); }), message);
    }
    void imagesHaveNoPhones() {
        writeImages("set", true);
        DataDescription data{"mnist", path("set").string(), "", 0, 0, 0, "arpabet"};
        WorkerPool pool(1);
        QCOMPARE(sentence<ConfigError>([&] { loadTrainingData(data, pool); }),
                 QString("data.phones is \"arpabet\", but mnist has no phones; leave it out"));
    }
    void cancelled() {
        DataDescription data{"digits", "", "", 0, 4, 0};
        WorkerPool pool(2);
        int asked = 0;
        QVERIFY(sentence<Cancelled>([&] {
                    loadTrainingData(data, pool, [&](double) { return ++asked < 3; });
                }) == "cancelled");
        QCOMPARE(asked, 3);
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

    /// 20 training and 8 test images of 6 x 5.
    void writeImages(const QString& where, bool packed) const {
        const std::pair<const char*, std::uint32_t> sets[]{{"train", 20}, {"t10k", 8}};
        for (const auto& [name, count] : sets) {
            const auto write = [&, set = name](const char* ending, const QByteArray& bytes) {
                writeFile(path(where.toStdString()) / (std::string(set) + ending + (packed ? ".gz" : "")),
                          packed ? gzipped(bytes) : bytes);
            };
            const int n = static_cast<int>(count);
            write("-images-idx3-ubyte", idxHeader({count, 6, 5}) + noise(n * 30));
            write("-labels-idx1-ubyte", idxHeader({count}) + QByteArray(n, '\3'));
        }
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestDataSources)
#include "tst_data_sources.moc"
