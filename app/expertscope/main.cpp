#include "app/expertscope/about.h"
#include "app/expertscope/compare_controller.h"
#include "app/expertscope/desktop_manners.h"
#include "app/expertscope/main_window.h"
#include "app/expertscope/signal_closing.h"
#include "app/expertscope/theme.h"
#include "app/expertscope/timings.h"
#include "app/standard_output.h"
#include "app/stop_signals.h"
#include "model/base/error.h"
#include "model/run/presets.h"
#include "model/run/program_info.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QSettings>
#include <QTimer>

#include <cstdio>

namespace {

using namespace expertscope;

constexpr int workFailed = 1;
constexpr int wrongUsage = 2;

struct Options {
    QString folder, preset, data, seed, theme, screenshot, compare;
    QSize size{1280, 800};
    bool sized = false;
    double after = 2;
    int threads = WorkerPool::defaultThreads();
    bool start = false;
};

int refuse(const QString& sentence) {
    std::fprintf(stderr, "expertscope: %s\n", qPrintable(sentence));
    return wrongUsage;
}

/// Empty, or what is wrong.
QString readOptions(const QCommandLineParser& parser, Options& options) {
    if (parser.positionalArguments().size() > 1)
        return QStringLiteral("Name one folder at most, a run or a data set.");
    options.folder = parser.positionalArguments().value(0);
    options.preset = parser.value("preset");
    options.data = parser.value("data");
    options.seed = parser.value("seed");
    options.theme = parser.value("theme");
    options.screenshot = parser.value("screenshot");
    options.compare = parser.value("compare");
    options.start = parser.isSet("start");
    if (!options.theme.isEmpty() && options.theme != "light" && options.theme != "dark")
        return QStringLiteral("--theme is \"%1\"; choose light or dark.").arg(options.theme);
    options.sized = parser.isSet("size");
    if (options.sized) {
        const QStringList sides = parser.value("size").split('x');
        options.size = {sides.value(0).toInt(), sides.value(1).toInt()};
        if (sides.size() != 2 || options.size.width() < 320 || options.size.height() < 240)
            return QStringLiteral("--size is \"%1\"; give width x height, as in 1280x800.")
                .arg(parser.value("size"));
    }
    bool good = true;
    if (parser.isSet("after"))
        options.after = parser.value("after").toDouble(&good);
    if (!good || options.after < 0)
        return QStringLiteral("--after is \"%1\"; give seconds.").arg(parser.value("after"));
    if (parser.isSet("threads"))
        options.threads = parser.value("threads").toInt(&good);
    if (!good || options.threads < 1 || options.threads > WorkerPool::maximumThreads)
        return QStringLiteral("--threads is \"%1\"; choose 1 to %2.")
            .arg(parser.value("threads"))
            .arg(WorkerPool::maximumThreads);
    return {};
}

/// Pictures for documents and windows that nobody sees look the same for everyone.
bool isForAPerson(const Options& options) {
    return options.screenshot.isEmpty() && QGuiApplication::platformName() != "offscreen";
}

void saveScreenshotLater(MainWindow& window, const Options& options) {
    QTimer::singleShot(static_cast<int>(1000 * options.after), &window, [&window, file = options.screenshot] {
        const bool saved = window.grab().save(file);
        if (!saved)
            std::fprintf(stderr,
                         "expertscope: %s cannot be written; choose a .png in a folder you may write to.\n",
                         qPrintable(file));
        QCoreApplication::exit(saved ? 0 : workFailed);
    });
}

/// Throws Error.
RunConfig firstConfig(const Options& options) {
    RunConfig config =
        presetNamed(options.preset.isEmpty() ? "digits-4x100-4x100" : options.preset.toStdString()).config;
    if (!options.seed.isEmpty())
        config.seed = parseSeed(options.seed.toStdString());
    return config;
}

void addOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        "Trains a deep mixture of experts and shows how the experts specialise.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("folder", "A run to open, or a data set to train on.", "[RUN | DATA]");
    parser.addOptions({{"preset", "The configuration to begin with.", "NAME"},
                       {"data", "Folder of the data set.", "DIR"},
                       {"seed", "Of weights, order and jitter.", "S"},
                       {"threads", "Threads to train with.", "T"},
                       {"start", "Start training at once."},
                       {"compare", "Show this stored run beside it.", "RUN"},
                       {"theme", "light or dark, whatever the system says.", "THEME"},
                       {"size", "Size of the window.", "1280x800"},
                       {"screenshot", "Save the whole window to this file and quit.", "FILE"},
                       {"after", "Seconds to wait before the screenshot.", "SECONDS"}});
}

} // namespace

int main(int argc, char** argv) {
    guardStandardOutput("expertscope");
    catchStopSignals();
    QApplication application(argc, argv);
    QApplication::setApplicationName("Expertscope");
    QApplication::setOrganizationName("Expertscope");
    QApplication::setDesktopFileName("org.expertscope.Expertscope");
    QApplication::setWindowIcon(programIcon());
    QApplication::setApplicationVersion(QString::fromStdString(programVersion()));
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    Options options;
    if (const QString wrong = readOptions(parser, options); !wrong.isEmpty())
        return refuse(wrong);
    RunConfig config;
    try {
        config = firstConfig(options);
    } catch (const Error& error) {
        return refuse(QString::fromStdString(error.what()));
    }

    applyTheme(options.theme);
    const SignalClosing signalClosing;
    MainWindow window(options.threads);
    window.resize(options.size);
    if (isForAPerson(options))
        window.desktop().keepSettings(std::make_unique<QSettings>(), options.theme.isEmpty());
    if (options.sized)
        window.resize(options.size);
    reportTimings(window);
    window.show();
    if (isForAPerson(options) && !options.start && options.folder.isEmpty())
        window.desktop().offerTour(); // who names a run or starts at once knows the window
    window.begin(config, options.folder.isEmpty() ? options.data : options.folder);
    if (options.start)
        window.session().start();
    if (!options.compare.isEmpty())
        window.compare().open(options.compare);
    if (!options.screenshot.isEmpty())
        saveScreenshotLater(window, options);
    return QApplication::exec();
}
