// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/idx_file_name.h"
#include "model/data/idx_sets.h"
#include "tests/model/data/image_sets.h"

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

QStringList changed(const QString& from, const QString& to) {
    return QStringList(plainNames).replaceInStrings(from, to);
}
QStringList split(const QString& prefix) {
    QStringList names;
    for (const char* rest : {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
                             "test-images-idx3-ubyte.gz", "test-labels-idx1-ubyte.gz"})
        names << prefix + '-' + rest;
    return names;
}

} // namespace

class TestIdxSets : public QObject {
    Q_OBJECT
  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void names_data() {
        QTest::addColumn<QStringList>("names");
        QTest::newRow("of the best-known converter") << changed("t10k", "test");
        QTest::newRow("in capitals") << QStringList{"TRAIN-IMAGES-IDX3-UBYTE", "Train-Labels-idx1-ubyte.GZ",
                                                    "T10K-IMAGES.IDX3-UBYTE", "T10K-LABELS-IDX1-UBYTE.gz"};
        QTest::newRow("with underscores") << changed("-", "_");
        QTest::newRow("with spaces") << changed("-", " ");
        QTest::newRow("with an ending of their own")
            << changed("-idx3-ubyte", ".idx").replaceInStrings("-idx1-ubyte", ".idx");
        QTest::newRow("that do not say IDX")
            << QStringList{"train-images", "train_labels.bin", "test-images.dat", "testing labels.gz"};
        QTest::newRow("of other types") << QStringList{"train-images-idx3-float", "train-labels-idx1-int",
                                                       "test-images-idx3-double", "test-labels-idx2-int.gz"};
        QTest::newRow("of EMNIST") << split("emnist-letters");
        QTest::newRow("of QMNIST") << split("qmnist");
        QTest::newRow("that end in the set's") << changed("ubyte", "ubyte-v2");
        QTest::newRow("of a set called test") << split("test-run");
        QTest::newRow("of a second download")
            << QStringList{"train-images-idx3-ubyte (1).gz", "train-labels-idx1-ubyte.gz",
                           "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte (2).gz"};
        QStringList nested = plainNames;
        for (QString& name : nested)
            name = name + '/' + name;
        QTest::newRow("in folders of their own, as Kaggle unpacks them") << nested;
        QTest::newRow("below archive")
            << QStringList(nested).replaceInStrings(QRegularExpression("^"), "archive/");
        QTest::newRow("with dots in such folders")
            << QStringList(nested).replaceInStrings("/train-images-idx3", "/train-images.idx3");
        QTest::newRow("in folders for each part")
            << QStringList{"train/images-idx3-ubyte", "train/labels-idx1-ubyte", "test/images-idx3-ubyte",
                           "test/labels-idx1-ubyte"};
        QTest::newRow("three folders down")
            << QStringList(plainNames).replaceInStrings(QRegularExpression("^"), "a/b/raw/");
    }
    void names() {
        QFETCH(QStringList, names);
        writeSet(root(), {}, names);
        for (const char* stray :
             {"train-images.png", "train-labels.csv", "readme.txt", "train-images-idx3-ubyte.part",
              "__MACOSX/._train-images-idx3-ubyte", "._train-images-idx3-ubyte"})
            writeFile(root() / stray, "stray");
        const IdxSets found = findIdxSets(root());
        QCOMPARE(found.sets.size(), std::size_t{1});
        const fs::path below = found.sets[0].files.trainImages.lexically_relative(root());
        const bool deep = below.string().starts_with("archive") || below.string().starts_with("a/");
        QCOMPARE(found.sets[0].path, deep ? root() / *below.begin() : root());
        const DataPair pair = readMnist(found.sets[0].files);
        QCOMPARE(pair.train.count(), 12);
        QCOMPARE(pair.test.count(), 10);
        QCOMPARE(int(pair.test.label.values[0]), 1);
        // Each of the files names its set.
        if (!names[0].contains('/'))
            for (const QString& name : names)
                QVERIFY2(findMnist(root() / name.toStdString()), qPrintable(name));
    }

    void notNames_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"train-images.png", "train-images-idx3-ubyte.part", "train-images-idx3-ubyte.zip",
              "images-idx3-ubyte", "train-idx3-ubyte", "mnist.npz", "train-labels.csv", "",
              ".train-images-idx3-ubyte", "train-images-idx3-ubyte.gz.sha256"})
            QTest::newRow(name) << name;
    }
    void notNames() {
        QFETCH(QString, name);
        QVERIFY(!parseIdxFileName(name.toStdString()));
    }

    // Several spellings of the same part are one set, and that which was always read is still read.
    void theSameTwice() {
        ImageSet other;
        other.trainLabels.fill('\5');
        writeSet(root(), other, changed("-idx", ".idx"));
        writeSet(root(), other, changed("ubyte", "ubyte.gz"));
        QStringList nested = plainNames;
        for (QString& name : nested)
            name = name + ".d/" + name;
        writeSet(root());
        const DataPair pair = readMnist(*findMnist(root()));
        QCOMPARE(pair.train.classes(), 10);
    }

    void torchvisionsRoot() {
        for (const char* set : {"KMNIST/raw", "FashionMNIST/raw"})
            writeSet(root() / set);
        QCOMPARE(sentence<FileError>([&] { findMnist(root()); }),
                 folder_->path() + " holds 2 data sets (FashionMNIST and KMNIST); name one of them, as " +
                     folder_->path() + "/FashionMNIST.");
        ImageSet mnist;
        mnist.trainLabels.fill('\7');
        mnist.testLabels.fill('\7');
        writeSet(root() / "MNIST/raw", mnist);
        QCOMPARE(readMnist(*findMnist(root())).train.classes(), 1);
        QCOMPARE(readMnist(*findMnist(root() / "KMNIST")).train.classes(), 10);
        QCOMPARE(QString::fromStdString(findMnist(root() / "KMNIST/raw/")->name), QString("KMNIST"));
        // What lies in the place itself is what the place is.
        ImageSet own;
        own.trainLabels.fill('\3');
        own.testLabels.fill('\4');
        writeSet(root(), own);
        QCOMPARE(readMnist(*findMnist(root())).train.classes(), 2);
        QCOMPARE(findIdxSets(root()).sets.size(), std::size_t{4});
    }

    void splitsSideBySide() {
        for (const char* name : {"emnist-letters", "emnist-digits", "emnist-mnist"})
            writeSet(root() / "gzip", {}, split(name));
        const QString gzip = folder_->path() + "/gzip";
        const QString several =
            " holds 3 data sets (%1emnist-digits, %1emnist-letters and %1emnist-mnist); name one of "
            "them, as " +
            gzip + "/emnist-digits.";
        QCOMPARE(sentence<FileError>([&] { findMnist(root() / "gzip"); }), gzip + several.arg(""));
        QCOMPARE(sentence<FileError>([&] { findMnist(root()); }), folder_->path() + several.arg("gzip/"));
        QCOMPARE(sentence<FileError>([&] { findMnist(root() / "gzip/emnist"); }),
                 gzip + "/emnist" + several.arg(""));
        for (const char* named : {"emnist-letters", "EMNIST_Letters", "emnist-l", "emnist-letters/",
                                  "emnist-letters-test-labels-idx1-ubyte.gz"}) {
            const auto files = findMnist(root() / "gzip" / named);
            QVERIFY2(files, named);
            QCOMPARE(QString::fromStdString(files->trainImages.string()),
                     gzip + "/emnist-letters-train-images-idx3-ubyte.gz");
        }
        QVERIFY(!findMnist(root() / "gzip/kmnist"));
        // The packed files once more below the unpacked ones are no further sets.
        writeSet(root() / "gzip/gzip", {}, split("emnist-letters"));
        QCOMPARE(findIdxSets(root()).sets.size(), std::size_t{3});
    }

    // A set that lacks files does not hide one that is whole.
    void partOfAnother() {
        writeSet(root(), {}, split("emnist-letters"));
        fs::remove(root() / "emnist-letters-test-labels-idx1-ubyte.gz");
        QCOMPARE(sentence<FileError>([&] { findMnist(root()); }),
                 folder_->path() + " holds only part of the data set emnist-letters; missing (plain or .gz): "
                                   "emnist-letters-test-labels-idx1-ubyte.");
        writeFile(root() / "emnist-letters-test-labels-idx1-ubyte.zip", "PK");
        QVERIFY(sentence<FileError>([&] { findMnist(root()); })
                    .endsWith("ubyte (" + folder_->path() +
                              "/emnist-letters-test-labels-idx1-ubyte.zip is an archive; unpack it)."));
        writeSet(root(), {}, split("emnist-digits"));
        QVERIFY(findMnist(root()));
        QCOMPARE(findIdxSets(root()).partial.size(), std::size_t{1});
    }

    /// A place that cannot be looked at may hold a set: it is not said to hold none.
    void cannotBeLookedAt() {
        fs::create_symlink("loop", root() / "loop");
        for (const fs::path& place :
             {root() / "loop", root() / "loop/mnist", root() / std::string(300, 'n')}) {
            const QString said = sentence<UnreadableError>([&] { findIdxSets(place); });
            QVERIFY2(said.startsWith(QString::fromStdString(place.string()) + " cannot be looked at: "),
                     qPrintable(said));
        }
    }

    void manyOtherFiles() {
        for (int i = 0; i < 3000; ++i)
            writeFile(root() / "MNIST/raw" / (std::to_string(i) + ".png"), "");
        writeSet(root() / "MNIST/raw");
        QVERIFY(findMnist(root() / "MNIST/raw"));
        QVERIFY(findMnist(root() / "MNIST"));
    }

  private:
    fs::path root() const { return folder_->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(TestIdxSets)
#include "tst_idx_sets.moc"
