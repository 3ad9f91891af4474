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

    /// All had come when the program ended, and only the folder had not its name: nobody hears what is said
    /// before start returns.
    void goesOnWhereNothingIsMissing() {
        QVERIFY(QDir().mkpath(target() + ".part"));
        for (const auto& [name, bytes] : {std::pair{"images", images_}, {"labels", labels_}}) {
            QFile file(target() + ".part/" + name);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        }
        DataDownload download(files(), server_->address(), target().toStdString());
        QSignalSpy end(&download, &DataDownload::finished);
        download.start();
        QCOMPARE(end.count(), 0);
        QVERIFY(end.wait());
        requireTheSet();
        QVERIFY(server_->requests.isEmpty());
    }

    void whatIsThereAlreadyIsNotAskedFor() {
        QCOMPARE(download().text, QStringLiteral("finished"));
        server_->requests.clear();
        QCOMPARE(download().text, QStringLiteral("finished"));
        requireTheSet();
        QVERIFY(server_->requests.isEmpty());
        QVERIFY(QFile::resize(target() + "/labels", 3));
        const QString said = download().text;
        QVERIFY2(said.endsWith("is not empty; choose another folder with --to."), qPrintable(said));
    }

    void whatIsCancelledSaysNothing() {
        QVERIFY(QDir().mkpath(target() + "/full"));
        DataDownload download(files(), server_->address(), target().toStdString());
        QSignalSpy failure(&download, &DataDownload::failed);
        download.start();
        download.cancel();
        QTest::qWait(50);
        QCOMPARE(failure.count(), 0);
        download.start();
        QVERIFY(failure.wait());
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

    /// Neither a disk nor an evening is filled by a server that sends something else.
    void endsWhatCannotBeIt_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<qint64>("kept"); // bytes to go on from; -1: no file
        const QString longer =
            "/set/images is not the published file: it has more than the 301 kB that it can "
            "have; start again, or name another place with --from.";
        QTest::newRow("a length of a terabyte") << "promise" << longer << qint64{-1};
        QTest::newRow("no end") << "endless" << longer << qint64{-1};
        QTest::newRow("a byte each 20 ms") << "drip"
                                           << "/set/images comes too slowly: less than 1 kB in 0.4 s; start "
                                              "again to go on from there, or name "
                                              "another place with --from."
                                           << qint64{0};
        QTest::newRow("nothing after a while") << "stall"
                                               << "/set/images comes too slowly: less than 1 kB in 0.4 s; "
                                                  "start again to go on from there, or name "
                                                  "another place with --from."
                                               << qint64{5000};
        QTest::newRow("from place to place")
            << "circles"
            << "/set/images is sent on from place to place more than 5 times; "
               "name another place with --from."
            << qint64{0};
        QTest::newRow("a file of another kind left there") << "left"
                                                           << "finished" << qint64{-1};
    }
    void endsWhatCannotBeIt() {
        QFETCH(QString, fault);
        QFETCH(QString, sentence);
        QFETCH(qint64, kept);
        if (fault == "promise")
            server_->promises = 1'000'000'000'000;
        else if (fault == "endless") {
            server_->promises = 0;
            server_->endless = true;
        } else if (fault == "drip")
            server_->dripMilliseconds = 20;
        else if (fault == "stall")
            server_->stallAfter = 5000;
        else if (fault == "circles")
            server_->sendsInCircles = true;
        else
            writeFile((target() + ".part/images").toStdString(), QByteArray(400'000, 'x'));
        QElapsedTimer clock;
        clock.start();
        const QString said = download({}, {std::chrono::milliseconds(400), 1000}).text;
        QVERIFY2(said.endsWith(sentence) && said.count(". ") == 0, qPrintable(said));
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
        if (said == "finished")
            return requireTheSet();
        QVERIFY(!QFileInfo::exists(target()));
        const QFileInfo part(target() + ".part/images");
        QCOMPARE(part.exists(), kept >= 0);
        QVERIFY2(kept <= 0 || part.size() == kept, qPrintable(QString::number(part.size())));
    }
    /// A minute may pass in which little comes, and the file is fetched all the same.
    void aSlowServerIsWaitedFor() {
        server_->files["/set/images"] = images_ = "few";
        server_->files["/set/labels"] = labels_ = "fewer";
        QCOMPARE(download({}, {std::chrono::milliseconds(400), 1000}).text, QStringLiteral("finished"));
        requireTheSet();
    }
    void cancelsWhileItDrips() {
        server_->dripMilliseconds = 20;
        DataDownload download(files(), server_->address(), target().toStdString());
        QSignalSpy progress(&download, &DataDownload::progressed), failure(&download, &DataDownload::failed);
        download.start();
        QVERIFY(progress.wait());
        QElapsedTimer clock;
        clock.start();
        download.cancel();
        QVERIFY(clock.elapsed() < 200);
        const qsizetype before = progress.count();
        QTest::qWait(100);
        QVERIFY(progress.count() == before && failure.isEmpty());
    }
    /// What cannot be looked at is not taken for absent.
    void cannotBeLookedAt_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a loop of links")
            << "loop"
            << "/loop cannot be looked at: Too many levels of symbolic links; check "
               "the path and its permissions.";
        QTest::newRow("a name too long")
            << QString(300, 'n')
            << " cannot be looked at: File name too long; check the path and its permissions.";
    }
    void cannotBeLookedAt() {
        QFETCH(QString, name);
        QFETCH(QString, sentence);
        QFile::link("loop", folder_->filePath("loop"));
        DataDownload download(files(), server_->address(), folder_->filePath(name).toStdString());
        QSignalSpy failure(&download, &DataDownload::failed);
        download.start();
        QVERIFY(failure.wait());
        const QString said = failure[0][0].toString();
        QVERIFY2(said.endsWith(sentence), qPrintable(said));
        QVERIFY(server_->requests.isEmpty());
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("not there") << "404"
                                   << "the server answers 404; name another place with --from.";
        QTest::newRow("nobody answers") << "closed"
                                        << "check the address and the connection.";
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
        return {{"images", hashOf(images_), static_cast<std::uint64_t>(images_.size())},
                {"labels", hashOf(labels_), static_cast<std::uint64_t>(labels_.size())}};
    }
    Outcome download(const QUrl& from = {}, DownloadPace pace = {}) {
        DataDownload download(files(), from.isEmpty() ? server_->address() : from, target().toStdString(),
                              nullptr, pace);
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
