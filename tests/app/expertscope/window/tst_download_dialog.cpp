// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/download_dialog.h"
#include "tests/app/hash_of.h"
#include "tests/app/http_server.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace expertscope;
using namespace expertscope::testing;

class TestDownloadDialog : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        server_ = std::make_unique<HttpServer>();
        QVERIFY(server_->listen(QHostAddress::LocalHost));
        folder_ = std::make_unique<QTemporaryDir>();
        bytes_ = QByteArray(400'000, 'x');
        server_->files = {{"/set/images", bytes_}};
        dialog_ = std::make_unique<DownloadDialog>(
            std::vector<PublishedFile>{{"images", hashOf(bytes_), std::uint64_t(bytes_.size())}},
            server_->address(), folder_->filePath("set").toStdString());
        dialog_->show();
    }

    void fetchesAndCloses() {
        QSignalSpy fetched(dialog_.get(), &DownloadDialog::fetched);
        QTest::keyClick(button("Start"), Qt::Key_Space);
        QVERIFY(fetched.wait());
        QCOMPARE(fetched[0][0].toString(), folder_->filePath("set"));
        QVERIFY(!dialog_->isVisible());
    }

    /// A broken connection is told in a sentence; Start goes on.
    void goesOnAfterABreak() {
        server_->cutAfter = 150'000;
        QSignalSpy fetched(dialog_.get(), &DownloadDialog::fetched);
        QTest::mouseClick(button("Start"), Qt::LeftButton);
        const QLabel* said = dialog_->findChild<QLabel*>();
        QTRY_VERIFY2(said->text().endsWith("start again to go on from there."), qPrintable(said->text()));
        QVERIFY(dialog_->findChild<QProgressBar*>()->value() > 300);
        QVERIFY(button("Start")->isEnabled() && !button("Stop")->isEnabled());
        server_->cutAfter = -1;
        QTest::mouseClick(button("Start"), Qt::LeftButton);
        QVERIFY(fetched.wait());
        QVERIFY(server_->requests.back().contains("bytes=150000-"));
    }

    void stopsAndCloses() {
        QSignalSpy fetched(dialog_.get(), &DownloadDialog::fetched);
        QTest::mouseClick(button("Start"), Qt::LeftButton);
        QTest::mouseClick(button("Stop"), Qt::LeftButton);
        QVERIFY(button("Start")->isEnabled());
        QTest::mouseClick(button("Start"), Qt::LeftButton);
        QTest::keyClick(dialog_.get(), Qt::Key_Escape);
        QVERIFY(!dialog_->isVisible());
        QTest::qWait(100);
        QCOMPARE(fetched.count(), 0);
    }

    /// Also while the server keeps it waiting.
    void stopsWhileItDrips() {
        server_->dripMilliseconds = 20;
        const QLabel* said = dialog_->findChild<QLabel*>();
        QTest::mouseClick(button("Start"), Qt::LeftButton);
        QTRY_VERIFY2(said->text().startsWith("images: "), qPrintable(said->text()));
        QTest::mouseClick(button("Stop"), Qt::LeftButton);
        QCOMPARE(said->text(), QString("Stopped. Start goes on from here."));
        QVERIFY(button("Start")->isEnabled() && !button("Stop")->isEnabled());
    }

  private:
    QPushButton* button(const QString& text) const {
        for (auto* one : dialog_->findChildren<QPushButton*>())
            if (one->text().remove('&') == text)
                return one;
        return nullptr;
    }

    std::unique_ptr<HttpServer> server_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<DownloadDialog> dialog_;
    QByteArray bytes_;
};

QTEST_MAIN(TestDownloadDialog)
#include "tst_download_dialog.moc"
