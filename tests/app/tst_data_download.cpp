// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_download.h"
#include "tests/app/hash_of.h"
#include "tests/app/http_server.h"
#include "tests/model/data/idx_files.h"
#include "tests/model/testing.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

/// What a download came to: "finished", or its sentence; and how far it said it was.
struct Outcome {
    QString text;
    qint64 received = 0;
};

} // namespace

class TestDataDownload : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        server_ = std::make_unique<HttpServer>();
        QVERIFY(server_->listen(QHostAddress::LocalHost));
        folder_ = std::make_unique<QTemporaryDir>();
        images_.clear();
        for (int i = 0; i < 300'000; ++i)
            images_.append(static_cast<char>(i * 7 + i / 256));
        labels_ = "labels, uncompressed";
        server_->files = {{"/set/images", images_}, {"/set/labels", labels_}};
    }

    void fetchesTheWholeSet() {
        const Outcome outcome = download();
        QCOMPARE(outcome.text, QStringLiteral("finished"));
        QCOMPARE(outcome.received, qint64{labels_.size()});
        requireTheSet();
        QCOMPARE(server_->requests.size(), 2);
    }

    /// Another program that fetches the same at the same time would write into the same files.
    void aSecondIsTold() {
        std::optional<Claim> first;
        first.emplace(target().toStdString() + ".part.claim", target().toStdString() + " is being fetched");
        const QString said = download().text;
        QVERIFY2(said.startsWith(target() + " is being fetched by tst_data_download (process "),
                 qPrintable(said));
        QVERIFY(server_->requests.isEmpty() && !QFileInfo::exists(target() + ".part"));
        first.reset();
        fetchesTheWholeSet();
        QCOMPARE(QDir(folder_->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
                 QStringList{QFileInfo(target()).fileName()});
    }

    /// Cut in the middle: nothing is in the folder, the sentence says how to go on, and the next call asks
    /// for the rest alone. A server that knows no ranges sends all again.
    void goesOnWhereItWasCut_data() {
        QTest::addColumn<bool>("knowsRanges");
        QTest::newRow("ranges") << true;
        QTest::newRow("no ranges") << false;
    }
    void goesOnWhereItWasCut() {
        QFETCH(bool, knowsRanges);
        server_->knowsRanges = knowsRanges;
        server_->cutAfter = 100'000;
        const QString said = download().text;
        QVERIFY2(said.contains("images was cut off") && said.endsWith("start again to go on from there."),
                 qPrintable(said));
        QVERIFY(!QFileInfo::exists(target()));
        QCOMPARE(QFileInfo(target() + ".part/images").size(), 100'000);

        server_->cutAfter = -1;
        server_->requests.clear();
        QCOMPARE(download().text, QStringLiteral("finished"));
        requireTheSet();
        QVERIFY(server_->requests.front().contains("bytes=100000-"));
    }

    void goesOnAfterCancel() {
        {
            DataDownload first(files(), server_->address(), target().toStdString());
            QSignalSpy progress(&first, &DataDownload::progressed), end(&first, &DataDownload::finished),
                failure(&first, &DataDownload::failed);
            first.start();
            QVERIFY(progress.wait());
            first.cancel();
            QTest::qWait(50);
            QCOMPARE(end.count() + failure.count(), 0);
        }
        QCOMPARE(download().text, QStringLiteral("finished"));
        requireTheSet();
    }

    /// A file that is not the published one is refused, and fetched anew the next time.
    void refusesOtherContent() {
        server_->files["/set/images"] = images_.left(299'999) + "x";
        const QString said = download().text;
        QVERIFY2(said.contains("/set/images is not the published file"), qPrintable(said));
        QVERIFY(!QFileInfo::exists(target()) && !QFileInfo::exists(target() + ".part/images"));
        server_->files["/set/images"] = images_;
        QCOMPARE(download().text, QStringLiteral("finished"));
        requireTheSet();
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("not there") << "404"
                                   << "the server answers 404; name another place with --from.";
        QTest::newRow("nobody answers") << "closed"
                                        << "start again to go on from there.";
        QTest::newRow("not empty") << "full"
                                   << "is not empty; choose another folder with --to.";
        QTest::newRow("no folder") << "file"
                                   << "choose a folder that you may write to.";
    }
    void saysWhatIsWrong() {
        QFETCH(QString, fault);
        QFETCH(QString, sentence);
        if (fault == "404")
            server_->files.clear();
        else if (fault == "full")
            writeFile((target() + "/notes").toStdString(), "mine");
        else if (fault == "file")
            writeFile((target() + ".part").toStdString(), "no folder");
        QUrl address = server_->address();
        if (fault == "closed")
            server_->close();
        const QString said = download(address).text;
        QVERIFY2(said.endsWith(sentence) && said.count(". ") == 0, qPrintable(said));
        QCOMPARE(QFileInfo::exists(target()), fault == "full");
    }

  private:
    QString target() const { return folder_->filePath("set"); }
    std::vector<PublishedFile> files() const {
        return {{"images", hashOf(images_)}, {"labels", hashOf(labels_)}};
    }
    Outcome download(const QUrl& from = {}) {
        DataDownload download(files(), from.isEmpty() ? server_->address() : from, target().toStdString());
        Outcome outcome;
        connect(&download, &DataDownload::progressed, this,
                [&](double, const QString&, qint64 received, qint64) { outcome.received = received; });
        connect(&download, &DataDownload::finished, this, [&] { outcome.text = "finished"; });
        connect(&download, &DataDownload::failed, this,
                [&](const QString& sentence) { outcome.text = sentence; });
        download.start();
        for (int i = 0; outcome.text.isEmpty() && i < 1000; ++i)
            QTest::qWait(10);
        return outcome;
    }
    void requireTheSet() const {
        QFile images(target() + "/images"), labels(target() + "/labels");
        QVERIFY(images.open(QIODevice::ReadOnly) && labels.open(QIODevice::ReadOnly));
        QVERIFY(images.readAll() == images_ && labels.readAll() == labels_);
        QVERIFY(!QFileInfo::exists(target() + ".part"));
    }

    std::unique_ptr<HttpServer> server_;
    std::unique_ptr<QTemporaryDir> folder_;
    QByteArray images_, labels_;
};

QTEST_GUILESS_MAIN(TestDataDownload)
#include "tst_data_download.moc"
