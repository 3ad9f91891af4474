// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/timings.h"

#include "app/expertscope/common/event_loop_watch.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFile>
#include <QWidget>

#include <chrono>
#include <cstdio>
#include <optional>

#ifdef __linux__
#include <ctime>
#include <unistd.h>
#endif

namespace expertscope {
namespace {

/// Since this process began, to a hundredth of a second; nothing where the system does not say.
std::optional<double> secondsSinceStart() {
#ifdef __linux__
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // Field 22, in clock ticks since the machine began; the second, in brackets, may hold spaces.
    const QList<QByteArray> fields = file.readAll().split(')').last().simplified().split(' ');
    bool good = false;
    const double began = fields.value(22 - 3).toDouble(&good) / static_cast<double>(sysconf(_SC_CLK_TCK));
    timespec now{};
    if (good && clock_gettime(CLOCK_BOOTTIME, &now) == 0)
        return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) - began;
#endif
    return {};
}

/// Reports when the window and all in it have been painted for the first time, and then watches.
class Timings : public QObject {
  public:
    explicit Timings(QWidget& window) : QObject(&window), window_(window) {
        window.installEventFilter(this);
        connect(qApp, &QCoreApplication::aboutToQuit, this, [this] { reportWaits(); });
    }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint) {
            window_.removeEventFilter(this);
            // The children are painted in the same turn of the event loop.
            QMetaObject::invokeMethod(this, &Timings::reportPaint, Qt::QueuedConnection);
        }
        return QObject::eventFilter(watched, event);
    }

  private:
    void reportPaint() {
        if (const auto seconds = secondsSinceStart())
            std::fprintf(stderr, "timings: first paint %.2f s after the start\n", *seconds);
        watch_.emplace();
    }
    void reportWaits() const {
        if (watch_)
            std::fprintf(stderr,
                         "timings: 99 of 100 events wait %.1f ms at most, half of them %.1f ms; "
                         "the longest stall was %.1f ms\n",
                         watch_->wait(0.99), watch_->wait(0.5), watch_->longest());
    }

    QWidget& window_;
    std::optional<EventLoopWatch> watch_;
};

} // namespace

void reportTimings(QWidget& window) {
    if (qEnvironmentVariableIsSet("EXPERTSCOPE_TIMINGS"))
        new Timings(window);
}

} // namespace expertscope
