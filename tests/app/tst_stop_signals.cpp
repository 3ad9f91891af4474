// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stop_signals.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace expertscope;

namespace {

/// A process that does that and goes on for ever unless a signal ends it; what it writes to standard error
/// is read.
class Child {
  public:
    template <class Work> explicit Child(Work work) {
        if (::pipe(pipe_) != 0)
            qFatal("no pipe");
        process_ = fork();
        if (process_ != 0) {
            ::close(pipe_[1]);
            read(1); // it is ready
            return;
        }
        dup2(pipe_[1], STDERR_FILENO);
        catchStopSignals();
        work();
        for (;;)
            pause();
    }
    ~Child() {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        ::close(pipe_[0]);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    static void ready() { [[maybe_unused]] const auto written = ::write(STDERR_FILENO, "!", 1); }
    void send(int signal) const { ::kill(process_, signal); }
    /// The signal that ended it; 0 if it still lives after that time.
    int endedBy(int milliseconds = 5000) {
        QElapsedTimer timer;
        timer.start();
        do {
            int status = 0;
            if (::waitpid(process_, &status, WNOHANG) == process_)
                return WIFSIGNALED(status) ? WTERMSIG(status) : -1;
            QThread::msleep(5);
        } while (timer.elapsed() < milliseconds);
        return 0;
    }
    QByteArray read(int length) const {
        QByteArray bytes(length, '\0');
        const auto got = ::read(pipe_[0], bytes.data(), static_cast<std::size_t>(length));
        bytes.truncate(std::max<qsizetype>(0, got));
        return bytes;
    }

  private:
    int pipe_[2];
    pid_t process_;
};

void held() {
    static DeferredStop stop;
    Child::ready();
}

} // namespace

/// Signals that ask a program to end, in processes of their own.
class TestStopSignals : public QObject {
    Q_OBJECT
  private slots:
    void atOnce_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void atOnce() {
        QFETCH(int, signal);
        Child child([] {
            setFarewell("Not this.");
            setFarewell("Good bye.");
            Child::ready();
        });
        child.send(signal);
        QCOMPARE(child.endedBy(), signal);
        QCOMPARE(child.read(100), QByteArray("Good bye.\n"));
    }
    void heldBack() {
        Child child(held);
        child.send(SIGTERM);
        QCOMPARE(child.endedBy(100), 0);
    }
    void released() {
        Child child([] {
            DeferredStop stop;
            stop.release();
            Child::ready();
        });
        child.send(SIGINT);
        QCOMPARE(child.endedBy(), SIGINT);
    }
    void theWorkEndsByTheSignalThatCame() {
        Child child([] {
            const DeferredStop stop;
            Child::ready();
            while (stopSignal() == 0)
                QThread::msleep(1);
            endBySignal(stopSignal());
        });
        child.send(SIGHUP);
        QCOMPARE(child.endedBy(), SIGHUP);
    }
    void eventLoopsHearOfIt() {
        Child child([] {
            const DeferredStop stop;
            Child::ready();
            pollfd waiting{stopDescriptor(), POLLIN, 0};
            while (poll(&waiting, 1, -1) < 1) {
            }
            endBySignal(stopSignal());
        });
        child.send(SIGTERM);
        QCOMPARE(child.endedBy(), SIGTERM);
    }

    // Whoever types Ctrl+C again cannot wait; one that follows at once came from whoever passes it on.
    void secondCtrlC() {
        Child child(held);
        child.send(SIGINT);
        QTest::qWait(20);
        child.send(SIGINT);
        QCOMPARE(child.endedBy(300), 0);
        child.send(SIGINT);
        QCOMPARE(child.endedBy(), SIGINT);
    }
    void ctrlCAfterSigterm() {
        Child child(held);
        child.send(SIGTERM);
        QTest::qWait(300);
        child.send(SIGINT);
        QCOMPARE(child.endedBy(), SIGINT);
    }
    // A supervisor that sends it every second asks for the same again.
    void sigtermAgain() {
        Child child(held);
        for (int i = 0; i < 3; ++i) {
            child.send(SIGTERM);
            QCOMPARE(child.endedBy(250), 0);
        }
    }
    void ignoredStaysIgnored() {
        const auto before = signal(SIGHUP, SIG_IGN);
        Child child([] { Child::ready(); });
        signal(SIGHUP, before);
        child.send(SIGHUP);
        QCOMPARE(child.endedBy(200), 0);
        child.send(SIGTERM);
        QCOMPARE(child.endedBy(), SIGTERM);
    }
};

QTEST_APPLESS_MAIN(TestStopSignals)
#include "tst_stop_signals.moc"
