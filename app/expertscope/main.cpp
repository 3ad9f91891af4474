// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/compare_controller.h"
#include "app/expertscope/window/about.h"
#include "app/expertscope/window/application.h"
#include "app/expertscope/window/command_line.h"
#include "app/expertscope/window/desktop_manners.h"
#include "app/expertscope/window/main_window.h"
#include "app/expertscope/window/missing_display.h"
#include "app/expertscope/window/signal_closing.h"
#include "app/expertscope/window/theme.h"
#include "app/expertscope/window/timings.h"
#include "app/qt_start.h"
#include "app/standard_output.h"
#include "app/stop_signals.h"
#include "model/base/error.h"
#include "model/run/presets.h"
#include "model/run/program_info.h"
#include "views/drawing/figure_font.h"
#include "views/drawing/smooth_letters.h"

#include <QIcon>
#include <QSettings>
#include <QTimer>

#include <cstdio>
#include <optional>

namespace {

using namespace expertscope;

constexpr int workFailed = 1;
constexpr int wrongUsage = 2;
constexpr int patience = 20; // seconds: for a display at the other end of a slow line

int refuse(const QString& sentence, int code) {
    std::fprintf(stderr, "expertscope: %s\n", qPrintable(sentence));
    return code;
}

/// Pictures for documents and windows that nobody sees look the same for everyone.
bool isForAPerson(const CommandLine& line) {
    return line.screenshot.isEmpty() && QGuiApplication::platformName() != "offscreen";
}

void saveScreenshotLater(MainWindow& window, const CommandLine& line) {
    QTimer::singleShot(static_cast<int>(1000 * line.after), &window, [&window, file = line.screenshot] {
        const bool saved = window.grab().save(file);
        if (!saved)
            refuse(
                QStringLiteral("%1 cannot be written; choose a .png in a folder you may write to.").arg(file),
                workFailed);
        QCoreApplication::exit(saved ? 0 : workFailed);
    });
}

/// Throws Error.
RunConfig firstConfig(const CommandLine& line) {
    RunConfig config =
        presetNamed(line.preset.isEmpty() ? "digits-4x100-4x100" : line.preset.toStdString()).config;
    if (!line.seed.isEmpty())
        config.seed = parseSeed(line.seed.toStdString());
    return config;
}

void nameProgram() {
    QCoreApplication::setApplicationName("Expertscope");
    QCoreApplication::setOrganizationName("Expertscope");
    QCoreApplication::setApplicationVersion(QString::fromStdString(programVersion()));
}

/// A question, or a mistake, is answered where there is no display too.
CommandLine commandLineOf(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    return readCommandLine(QCoreApplication::arguments());
}

void choosePlatform(const CommandLine& line, const QStringList& arguments) {
    if (namesPlatform(arguments))
        return;
    if (!line.screenshot.isEmpty())
        qputenv("QT_QPA_PLATFORM", "offscreen"); // the same picture on every desktop, and without one
    else if (qEnvironmentVariableIsEmpty("DISPLAY") && !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "wayland"); // Qt by itself asks only how the session was begun
}

/// Empty, or why nobody could read a window or its picture.
QString unreadable(const CommandLine& line) {
    try {
        requireFigureFont();
    } catch (const Error& error) {
        if (!line.screenshot.isEmpty() || !anyFontIsInstalled())
            return QString::fromStdString(error.what());
    }
    return {};
}

/// Figures in another font than everyone's are worth a word.
void tellOfMissingFont(MainWindow& window) {
    try {
        requireFigureFont();
    } catch (const Error& error) {
        window.showError(QString::fromStdString(error.what()));
    }
}

void show(MainWindow& window, const CommandLine& line, const RunConfig& config) {
    window.resize(line.size);
    if (isForAPerson(line))
        window.desktop().keepSettings(std::make_unique<QSettings>(), line.theme.isEmpty());
    if (line.sized)
        window.resize(line.size);
    reportTimings(window);
    window.show();
    if (isForAPerson(line) && !line.start && line.folder.isEmpty())
        window.desktop().offerTour(); // who names a run or starts at once knows the window
    window.begin(config, line.folder.isEmpty() ? line.data : line.folder);
    tellOfMissingFont(window);
    if (line.start)
        window.session().start();
    if (!line.compare.isEmpty())
        window.compare().open(line.compare);
    if (!line.screenshot.isEmpty())
        saveScreenshotLater(window, line);
}

} // namespace

int main(int argc, char** argv) {
    guardStandardOutput("expertscope");
    catchStopSignals();
    prepareQt();
    nameProgram();
    const CommandLine line = commandLineOf(argc, argv);
    if (!line.wrong.isEmpty())
        return refuse(line.wrong, wrongUsage);
    if (!line.answer.isEmpty())
        return std::fputs(qPrintable(line.answer), stdout) < 0 ? workFailed : 0;
    RunConfig config;
    try {
        config = firstConfig(line);
    } catch (const Error& error) {
        return refuse(QString::fromStdString(error.what()), wrongUsage);
    }

    choosePlatform(line, QStringList(argv, argv + argc));
    if (qEnvironmentVariable("QT_QPA_PLATFORM") != QLatin1String("offscreen"))
        waitForDisplay(patience);
    std::optional<PlatformStart> starting(std::in_place, missingDisplay);
    std::optional<SmoothLetters> letters(std::in_place);
    Application application(argc, argv);
    letters.reset();
    starting.reset();
    displayAnswered();
    QApplication::setDesktopFileName("org.expertscope.Expertscope");
    QApplication::setWindowIcon(programIcon());
    if (const QString why = unreadable(line); !why.isEmpty())
        return refuse(why, workFailed);
    if (!line.screenshot.isEmpty())
        letterAlike();
    applyTheme(line.theme);
    const SignalClosing signalClosing;
    MainWindow window(line.threads);
    application.tellBy([&window](const QString& sentence) { window.showError(sentence); });
    try {
        show(window, line, config);
    } catch (const std::exception& error) {
        window.showError(QString::fromStdString(sentenceOf(error)));
    }
    return QApplication::exec();
}
