// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/json.h"
#include "model/base/plain_text.h"
#include "tests/model/testing.h"

using namespace expertscope;

/// Text files of any encoding, and parts of them in sentences.
class TestPlainText : public QObject {
    Q_OBJECT
  private slots:
    void utf8_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        const QString accent = QString::fromUtf8("caf\u00e9");
        QTest::newRow("UTF-8") << accent.toUtf8() << accent;
        QTest::newRow("UTF-8 with its mark") << QByteArray("\xef\xbb\xbf") + accent.toUtf8() << accent;
        QTest::newRow("Latin-1") << accent.toLatin1() << accent;
        QTest::newRow("Latin-1 behind a mark of UTF-8")
            << QByteArray("\xef\xbb\xbf") + accent.toLatin1() << accent;
        QTest::newRow("beyond 16 bits") << QByteArray("\xf0\x9f\x98\x80") << QString::fromUtf8("\U0001f600");
        // What looks like UTF-8 and is none is Latin-1, byte by byte.
        for (const char* bytes : {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                                  "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\x80", "\xe4\xbd"})
            QTest::addRow("no UTF-8: %s", QByteArray(bytes).toHex().constData())
                << QByteArray(bytes) << QString::fromLatin1(bytes);
    }
    void utf8() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        const std::string read = utf8Text(bytes.toStdString(), "a file");
        QCOMPARE(QString::fromStdString(read), text);
        QCOMPARE(Json(read).dump(), '"' + read + '"'); // JSON refuses what is none
        QCOMPARE(utf8Text(read, "a file"), read);
    }
};

QTEST_APPLESS_MAIN(TestPlainText)
#include "tst_plain_text.moc"
