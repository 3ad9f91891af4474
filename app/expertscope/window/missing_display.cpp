// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/missing_display.h"

#include "app/qt_start.h"

#include <QStringList>

#include <csignal>
#include <cstdlib>
#include <unistd.h>

namespace expertscope {
namespace {

QString dmoeNeedsNone() {
    return QStringLiteral("dmoe does the same from a shell and needs no display");
}

/// The displays that the environment names, as "the display :0 (DISPLAY)".
QStringList namedDisplays() {
    QStringList displays;
    for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"})
        if (const QString display = qEnvironmentVariable(name); !display.isEmpty())
            displays << QStringLiteral("%1 (%2)").arg(display, QLatin1String(name));
    return displays;
}

QByteArray sentenceOfSilence; ///< made beforehand: a signal's handler may not

} // namespace

QString missingDisplay(const QString& whatQtSaid) {
    const QStringList displays = namedDisplays();
    const bool noConnection = whatQtSaid.contains(QLatin1String("could not connect to display")) ||
                              whatQtSaid.contains(QLatin1String("Failed to create wl_display"));
    if (const QString plugin = unusablePlugin(whatQtSaid); !plugin.isEmpty() && !noConnection)
        return QStringLiteral("expertscope: %1; %2.").arg(plugin, dmoeNeedsNone());
    if (displays.isEmpty())
        return QStringLiteral(
                   "expertscope: There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set; start "
                   "it on a desktop or through ssh -X; %1.")
            .arg(dmoeNeedsNone());
    return QStringLiteral(
               "expertscope: The display %1 cannot be opened: nobody answers there, or it admits only "
               "another user; start it on a desktop of your own or through ssh -X; %2.")
        .arg(displays.join(QStringLiteral(" or ")), dmoeNeedsNone());
}

void waitForDisplay(int seconds) {
    sentenceOfSilence =
        QStringLiteral("expertscope: The display %1 does not answer; check the connection to it; %2.\n")
            .arg(namedDisplays().join(QStringLiteral(" or ")), dmoeNeedsNone())
            .toLocal8Bit();
    std::signal(SIGALRM, [](int) {
        const auto ignored = write(STDERR_FILENO, sentenceOfSilence.constData(), sentenceOfSilence.size());
        static_cast<void>(ignored);
        _exit(EXIT_FAILURE);
    });
    alarm(static_cast<unsigned>(seconds));
}

void displayAnswered() {
    alarm(0);
    std::signal(SIGALRM, SIG_DFL);
}

} // namespace expertscope
