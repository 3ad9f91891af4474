// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/common/query_thread.h"
#include "app/expertscope/window/application.h"
#include "model/base/error.h"

#include <QTest>
#include <QTimer>
#include <QWidget>

#include <stdexcept>

using namespace expertscope;

/// A window whose painting fails.
class Throwing : public QWidget {
  protected:
    void paintEvent(QPaintEvent*) override { throw std::runtime_error("no paint"); }
};

/// Whatever is thrown in a slot, in an event or by a question is a sentence, and the window goes on.
class TestApplication : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        said_.clear();
        static_cast<Application*>(qApp)->tellBy([this](const QString& sentence) { said_ << sentence; });
    }
    void aSlotThrows() {
        QTimer::singleShot(0, this, [] { throw FileError("The file is gone."); });
        QTRY_COMPARE(said_, QStringList{"The file is gone."});
        bool goesOn = false;
        QTimer::singleShot(0, this, [&] { goesOn = true; });
        QTRY_VERIFY(goesOn);
    }
    void anEventThrows() {
        Throwing window;
        window.show();
        QTRY_VERIFY(!said_.isEmpty());
        QVERIFY2(said_.first().contains("unforeseen went wrong (no paint)"), qPrintable(said_.first()));
    }
    void aQuestionThrows() {
        QueryThread queries;
        bool answered = false;
        queries.ask(
            this, []() -> int { throw FileError("The run is gone."); }, [&](int) { answered = true; });
        QTRY_COMPARE(said_, QStringList{"The run is gone."});
        queries.ask(
            this, [] { return 7; }, [&](int answer) { answered = answer == 7; });
        QTRY_VERIFY(answered);
    }

  private:
    QStringList said_;
};

int main(int argc, char** argv) {
    Application application(argc, argv);
    TestApplication test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_application.moc"
