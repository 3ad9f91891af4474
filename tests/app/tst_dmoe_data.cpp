// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/dmoe_runner.h"
#include "tests/model/data/image_sets.h"

#include <QJsonArray>

using namespace expertscope;
using namespace expertscope::testing;

/// Image sets as people have them, from the command line: what is said of them, and that they train.
class TestDmoeData : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        for (const char* set : {"KMNIST/raw", "MNIST/raw"})
            writeSet(file("root") / set);
        for (const char* split : {"emnist-letters-", "emnist-digits-"})
            writeSet(file("gzip"), {},
                     QStringList(plainNames).replaceInStrings(QRegularExpression("^"), split));
        ImageSet dark; // of 16 levels
        for (QByteArray* pixels : {&dark.train, &dark.test})
            for (char& pixel : *pixels)
                pixel = static_cast<char>(static_cast<std::uint8_t>(pixel) / 15);
        writeSet(file("dark"), dark);
        writeFile(file("keras/mnist.npz"), "PK");
    }

    void several() {
        const Answer answer = runner_.run({"data", "info", "root"});
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.startsWith(
                     "root holds 2 data sets (MNIST and KMNIST): MNIST is taken; another is named as "
                     "root/KMNIST.\n\nMNIST: --data root/MNIST\nmnist, SHA-256 of its content "),
                 qPrintable(answer.out));
        QVERIFY(answer.out.contains("\nKMNIST: --data root/KMNIST\n"));
        const QJsonObject json = runner_.run({"data", "info", "gzip", "--json"}).json();
        QVERIFY(json["taken"].isNull());
        QCOMPARE(json["sets"].toArray().size(), 2);
        const QJsonObject letters = json["sets"].toArray()[1].toObject();
        QCOMPARE(letters["name"].toString(), QString("emnist-letters"));
        QCOMPARE(letters["train"]["examples"].toInt(), 12);
        QVERIFY(letters["notes"].toArray()[0].toString().startsWith("EMNIST's images stand transposed"));
    }
    // One that is damaged does not hide the others.
    void severalAndOneDamaged() {
        writeSet(file("damaged/KMNIST"));
        writeSet(file("damaged/QMNIST"));
        QFile::resize(runner_.path("damaged/KMNIST/t10k-images-idx3-ubyte"), 100);
        const Answer answer = runner_.run({"data", "info", "damaged"});
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.contains("the file is cut short, fetch it again.\n") &&
                     answer.out.contains("training set  12 examples of 6 x 5 x 1"),
                 qPrintable(answer.out));
    }
    void values() {
        const Answer answer = runner_.run({"data", "info", "dark"});
        QVERIFY2(answer.out.contains("12 examples of 6 x 5 x 1; values 0 to 17, mean "),
                 qPrintable(answer.out));
        QVERIFY2(answer.out.contains("\nPixels range from 0 to 17 with mean "), qPrintable(answer.out));
        const QJsonObject values = valuesOf("dark");
        QCOMPARE(values["most"].toInt(), 17);
        QCOMPARE(values["scaled"].toBool(), true);
        const QJsonObject plain = valuesOf("root/KMNIST");
        QCOMPARE(plain["most"].toInt(), 255);
        QCOMPARE(plain["scaled"].toBool(), false);
    }

    void trained_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("said");
        QTest::newRow("MNIST among others") << "root"
                                            << "MNIST is taken; another is named as root/KMNIST.";
        QTest::newRow("another") << "root/KMNIST"
                                 << "";
        QTest::newRow("a split") << "gzip/emnist-letters"
                                 << "so they were turned upright";
        QTest::newRow("dark") << "dark"
                              << "they were scaled to 0 to 255";
    }
    void trained() {
        QFETCH(QString, place);
        QFETCH(QString, said);
        const QString run = "run-" + QString(place).replace('/', '-');
        const Answer answer = train({"--data", place, "--out", run});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        QVERIFY2(answer.err.contains(said), qPrintable(answer.err));
        // The run knows which of the sets it was, also when it goes on.
        const Answer again = runner_.run({"train", "--resume", run, "--epochs", "1,1", "--json"});
        QVERIFY2(again.code == 0, qPrintable(again.err));
        const Answer evaluated = runner_.run({"evaluate", run});
        QVERIFY2(evaluated.code == 0 && !evaluated.out.contains("nan"),
                 qPrintable(evaluated.out + evaluated.err));
    }
    void refused_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("message");
        QTest::newRow("several")
            << "gzip"
            << "gzip holds 2 data sets (emnist-digits and emnist-letters); name one of them, as "
               "gzip/emnist-digits.";
        QTest::newRow("Keras'")
            << "keras"
            << "keras/mnist.npz is NumPy's archive of arrays (.npz), which is not read yet;";
    }
    void refused() {
        QFETCH(QString, place);
        QFETCH(QString, message);
        const Answer answer = train({"--data", place, "--out", "none"});
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.err.contains(message), qPrintable(answer.err));
        QVERIFY(!runner_.exists("none"));
    }

    /// Classes that only training has: a column without a number, and no nan.
    void emptyColumns() {
        ImageSet set;
        set.testLabels.fill('\1');
        writeSet(file("untested"), set);
        QVERIFY(train({"--data", "untested", "--out", "untested-run"}).code == 0);
        const QString out = runner_.run({"evaluate", "untested-run"}).out;
        QVERIFY2(out.contains("     - ") && !out.contains("nan"), qPrintable(out));
    }
    void evaluatedOnOthers() {
        QVERIFY(train({"--data", "root/KMNIST", "--out", "ten"}).code == 0);
        const Answer same = runner_.run({"evaluate", "ten", "--data", "gzip/emnist-digits"});
        // EMNIST is turned, so its images are of another shape: 7 x 8 as 8 x 7 with the margin.
        QVERIFY2(same.code == 0 && same.err.contains("turned upright"), qPrintable(same.err));
        ImageSet two;
        two.trainLabels = QByteArray("\0\1", 2).repeated(6);
        two.testLabels = QByteArray("\0\1", 2).repeated(5);
        writeSet(file("two"), two);
        const Answer other = runner_.run({"evaluate", "ten", "--data", "two"});
        QCOMPARE(other.code, 1);
        QVERIFY2(other.err.contains("The network of ten does not fit two, which has 2 classes and 56 inputs"),
                 qPrintable(other.err));
    }

  private:
    std::filesystem::path file(const QString& name) const { return runner_.path(name).toStdString(); }
    QJsonObject valuesOf(const QString& place) const {
        const QJsonObject info = runner_.run({"data", "info", place, "--json"}).json();
        return info["train"].toObject()["values"].toObject();
    }
    Answer train(const QStringList& more) const {
        return runner_.run(QStringList{"train", "--config", "small.json", "--set", "training.minibatch=4",
                                       "--epochs", "1,0", "--json"} +
                           more);
    }

    DmoeRunner runner_;
};

QTEST_GUILESS_MAIN(TestDmoeData)
#include "tst_dmoe_data.moc"
