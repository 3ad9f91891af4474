// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/data_places.h"
#include "tests/model/data/image_sets.h"

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

class TestDataPlaces : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("HOME", folder_->filePath("home").toUtf8());
        qunsetenv("EXPERTSCOPE_DATA");
        qunsetenv("XDG_DATA_HOME");
        QDir::setCurrent(folder_->path());
    }

    void several() {
        for (const char* set : {"EMNIST/raw", "KMNIST/raw"})
            writeSet(path("root") / set);
        writeCifar10(path("root/cifar-10-batches-bin"));
        const QString sentences =
            " holds 3 data sets (EMNIST, KMNIST and cifar-10-batches-bin); name one of them, as " +
            at("root/EMNIST") + ".";
        QCOMPARE(findData(path("root")).size(), std::size_t{3});
        QCOMPARE(sentence<FileError>([&] { recogniseFolder(path("root")); }), at("root") + sentences);
        QCOMPARE(recogniseFolder(path("root"), "cifar10").name, std::string("cifar10"));
        QCOMPARE(sentence<FileError>([&] { recogniseFolder(path("root"), "mnist"); }),
                 at("root") + " holds 2 data sets (EMNIST and KMNIST); name one of them, as " +
                     at("root/EMNIST") + ".");
        writeSet(path("root/MNIST/raw"));
        QCOMPARE(recogniseFolder(path("root")).name, std::string("mnist"));
        QCOMPARE(recogniseFolder(path("root"), "digits").name, std::string("mnist"));
        QCOMPARE(recogniseFolder(path("root"), "cifar10").name, std::string("cifar10"));
        DataDescription data{"mnist", at("root").toStdString(), "", 0, 0, 0};
        QCOMPARE(notes(data)[0],
                 at("root") +
                     " holds 4 data sets (MNIST, EMNIST, KMNIST and cifar-10-batches-bin): MNIST is "
                     "taken; another is named as " +
                     at("root/EMNIST") + ".");
        QCOMPARE(QString::fromStdString(data.path),
                 at("root/MNIST")); // and so the run is of this, whatever comes beside it
        QVERIFY(notes(data).isEmpty());
    }

    // A name within the place serves as a folder does, also for a run that is resumed.
    void splits() {
        for (const char* split : {"emnist-letters-", "emnist-digits-"})
            writeSet(path("gzip"), {},
                     QStringList(plainNames).replaceInStrings(QRegularExpression("^"), split));
        DataDescription data{"mnist", at("gzip/emnist-letters").toStdString(), "", 0, 0, 0};
        const QString turned =
            "EMNIST's images stand transposed in their files, so they were turned upright; --set "
            "data.transposed=off leaves them as they are.";
        QCOMPARE(notes(data), QStringList{turned});
        QCOMPARE(QString::fromStdString(data.path), at("gzip/emnist-letters"));
        QCOMPARE(data.transposed, std::optional(true));
        // The run goes on with files that are no longer called so.
        writeSet(path("renamed"));
        data.path = at("renamed").toStdString();
        QCOMPARE(notes(data),
                 QStringList{"Rows and columns of the images were exchanged (data.transposed)."});
        DataDescription plain{"mnist", at("renamed").toStdString(), "", 0, 0, 0};
        QVERIFY(notes(plain).isEmpty());
        QVERIFY(!plain.transposed);
        QCOMPARE(plain.sha256, data.sha256);
        DataDescription both{"mnist", at("gzip").toStdString(), "", 0, 0, 0};
        QCOMPARE(sentence<FileError>([&] { notes(both); }),
                 at("gzip") + " holds 2 data sets (emnist-digits and emnist-letters); name one of them, as " +
                     at("gzip/emnist-digits") + ".");
    }

    void otherForms_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("answer");
        const QString idx = "which is not read; get the set as IDX files";
        QTest::newRow("of Keras")
            << "mnist.npz"
            << "NumPy's archive of arrays (.npz), which is not read yet; get the four IDX files "
               "instead (MNIST's by dmoe data fetch mnist), or write its arrays as IDX files";
        QTest::newRow("of EMNIST for MATLAB") << "emnist-letters.mat"
                                              << "a file of MATLAB, " + idx;
        QTest::newRow("of Kaggle") << "mnist_train.csv"
                                   << "a table of numbers, " + idx;
        QTest::newRow("of Hugging Face") << "train-00000-of-00001.parquet"
                                         << "a table of Parquet, " + idx;
        QTest::newRow("not unpacked") << "gzip.ZIP"
                                      << "an archive; unpack it";
        QTest::newRow("of CIFAR-10 for Python")
            << "data_batch_1"
            << "of CIFAR-10's version for Python, which is not read; get the "
               "binary version";
    }
    void otherForms() {
        QFETCH(QString, file);
        QFETCH(QString, answer);
        writeFile(path("place") / file.toStdString(), "PK");
        const QString sentenceOfFile = at("place/" + file) + " is " + answer + ".";
        QCOMPARE(sentence<FileError>([&] { recogniseFolder(path("place")); }),
                 at("place") + " holds no data set that can be read: " + sentenceOfFile);
        QCOMPARE(sentence<FileError>([&] { recogniseFolder(path("place") / file.toStdString()); }),
                 sentenceOfFile);
        writeSet(path("place")); // beside the four files it is none of our business
        QCOMPARE(recogniseFolder(path("place")).name, std::string("mnist"));
    }

    // Where nothing is found, what is there instead is said.
    void instead() {
        const QString nothing = "No mnist data was found in the usual places";
        DataDescription data{"mnist", "", "", 0, 0, 0};
        QVERIFY(
            sentence<FileError>([&] { notes(data); }).startsWith(nothing + "; name its folder with --data"));
        QCOMPARE(insteadOfData("mnist"), std::string());
        writeFile(path("home/.keras/datasets/mnist.npz"), "PK");
        writeFile(path("home/.keras/datasets/imdb.npz"), "PK");
        QVERIFY(
            sentence<FileError>([&] { notes(data); })
                .startsWith(
                    nothing + ", but " + at("home/.keras/datasets/mnist.npz") +
                    " is NumPy's archive of arrays (.npz), which is not read yet; get the four IDX files"));
        writeSet(path("home/.keras/datasets/fashion-mnist")); // which Keras keeps in IDX files
        data.path = at("home/.keras/datasets").toStdString();
        QVERIFY(notes(data)[0].endsWith("or write its arrays as IDX files; fashion-mnist is taken."));
        data.path.clear();
        data.sha256.clear();
        writeSet(path("named/KMNIST/raw"));
        writeSet(path("named/QMNIST/raw"));
        qputenv("EXPERTSCOPE_DATA", at("named").toUtf8());
        QVERIFY(sentence<FileError>([&] { notes(data); })
                    .startsWith(nothing + ", but " + at("named") +
                                " holds 2 data sets (KMNIST and QMNIST); name one"));
        QVERIFY(findDataFolder("mnist").empty());
    }
    // Below a usual place only MNIST itself is taken unasked; where the place was named, whatever is there
    // alone.
    void unasked() {
        writeSet(path("home/data/KMNIST/raw"));
        QVERIFY(findDataFolder("mnist").empty());
        qputenv("EXPERTSCOPE_DATA", folder_->filePath("home/data").toUtf8());
        QVERIFY(!findDataFolder("mnist").empty());
        qunsetenv("EXPERTSCOPE_DATA");
        writeSet(path("home/data/MNIST/raw"));
        QCOMPARE(QString::fromStdString(findDataFolder("mnist").string()), at("home/data/MNIST"));
    }

    // As where a run goes on whose folder holds something else by now.
    void anotherKindInItsPlace() {
        writeCifar10(path("set"));
        DataDescription data{"mnist", path("set").string(), "", 0, 0, 0};
        QCOMPARE(sentence<FileError>([&] { notes(data); }),
                 at("set") +
                     " holds no mnist data, but cifar10; name the folder of the mnist data with --data.");
    }
    // Not another kind in its stead, without a word.
    void partOfWhatIsAskedFor() {
        writeCifar10(path("set"));
        writeSet(path("set"));
        fs::remove(path("set/t10k-labels-idx1-ubyte"));
        QCOMPARE(recogniseFolder(path("set")).name, std::string("cifar10"));
        QVERIFY(sentence<FileError>([&] {
                    recogniseFolder(path("set"), "mnist");
                }).startsWith(at("set") + " holds only part of an MNIST data set; missing"));
    }

    void imagesOnly() {
        DataDescription data{"digits", "", "", 0, 0, 0};
        data.inverted = true;
        QCOMPARE(sentence<ConfigError>([&] { notes(data); }),
                 QString("data.inverted is for images in IDX files, which digits is not; leave it out"));
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }
    QString at(const QString& name) const { return folder_->filePath(name); }

    static QStringList notes(DataDescription& data) {
        WorkerPool pool(1);
        QStringList list;
        for (const std::string& note : loadTrainingData(data, pool).notes)
            list << QString::fromStdString(note);
        return list;
    }
    static void writeCifar10(const fs::path& folder) {
        for (const char* name : {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                                 "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"})
            writeFile(folder / name, QByteArray(3073, '\1'));
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestDataPlaces)
#include "tst_data_places.moc"
