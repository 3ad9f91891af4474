// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/command_line.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>

namespace expertscope {
namespace {

const QStringList qtOptionsWithValue{"platform",        "platformpluginpath",
                                     "platformtheme",   "plugin",
                                     "qwindowgeometry", "geometry",
                                     "qwindowicon",     "icon",
                                     "qwindowtitle",    "title",
                                     "session",         "display",
                                     "style",           "stylesheet",
                                     "fontengine"};
const QStringList qtFlags{"reverse", "testability", "widgetcount", "nograb", "dograb", "sync"};

/// With one dash or two before it, and perhaps "=VALUE" behind it; empty where it is no option.
QString optionName(const QString& argument) {
    if (!argument.startsWith('-'))
        return {};
    return argument.mid(argument.startsWith(QLatin1String("--")) ? 2 : 1).section('=', 0, 0);
}

void addOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        "Trains a deep mixture of experts and shows how the experts specialise.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("folder", "A run to open, or a data set to train on.", "[RUN | DATA]");
    parser.addOptions(
        {{"preset", "The configuration to begin with.", "NAME"},
         {"data", "Folder of the data set.", "DIR"},
         {"seed", "Of weights, order and jitter.", "S"},
         {"threads", "Threads to train with.", "T"},
         {"start", "Start training at once."},
         {"compare", "Show this stored run beside it.", "RUN"},
         {"theme", "light or dark, whatever the system says.", "THEME"},
         {"size", "Size of the window.", "1280x800"},
         {"screenshot", "Save the whole window to this file and quit; needs no display.", "FILE"},
         {"after", "Seconds to wait before the screenshot.", "SECONDS"}});
}

constexpr int largestSide = 16384;    // pixels of a window
constexpr int longestAfter = 604'800; // seconds: a week

/// Empty, or what is wrong.
QString readNumbers(const QCommandLineParser& parser, CommandLine& line) {
    line.sized = parser.isSet("size");
    if (line.sized) {
        const QStringList sides = parser.value("size").split('x');
        line.size = {sides.value(0).toInt(), sides.value(1).toInt()};
        if (sides.size() != 2 || line.size.width() < 320 || line.size.height() < 240 ||
            std::max(line.size.width(), line.size.height()) > largestSide)
            return QStringLiteral("--size is \"%1\"; give width x height, as in 1280x800, up to %2x%2.")
                .arg(parser.value("size"))
                .arg(largestSide);
    }
    bool good = true;
    if (parser.isSet("after"))
        line.after = parser.value("after").toDouble(&good);
    if (!good || !(line.after >= 0 && line.after <= longestAfter))
        return QStringLiteral("--after is \"%1\"; give seconds, up to %2.")
            .arg(parser.value("after"))
            .arg(longestAfter);
    if (parser.isSet("threads"))
        line.threads = parser.value("threads").toInt(&good);
    if (!good || line.threads < 1 || line.threads > WorkerPool::maximumThreads)
        return QStringLiteral("--threads is \"%1\"; choose 1 to %2.")
            .arg(parser.value("threads"))
            .arg(WorkerPool::maximumThreads);
    return {};
}

/// Empty, or what is wrong.
QString readOptions(const QCommandLineParser& parser, CommandLine& line) {
    if (parser.positionalArguments().size() > 1)
        return QStringLiteral("Name one folder at most, a run or a data set.");
    line.folder = parser.positionalArguments().value(0);
    line.preset = parser.value("preset");
    line.data = parser.value("data");
    line.seed = parser.value("seed");
    line.theme = parser.value("theme");
    line.screenshot = parser.value("screenshot");
    line.compare = parser.value("compare");
    line.start = parser.isSet("start");
    if (!line.theme.isEmpty() && line.theme != "light" && line.theme != "dark")
        return QStringLiteral("--theme is \"%1\"; choose light or dark.").arg(line.theme);
    return readNumbers(parser, line);
}

} // namespace

CommandLine readCommandLine(const QStringList& arguments) {
    QCommandLineParser parser;
    addOptions(parser);
    CommandLine line;
    if (!parser.parse(withoutQtOptions(arguments)))
        line.wrong = parser.errorText();
    else if (parser.isSet("help") || parser.isSet("help-all"))
        line.answer = parser.helpText();
    else if (parser.isSet("version"))
        line.answer =
            QCoreApplication::applicationName() + ' ' + QCoreApplication::applicationVersion() + '\n';
    else
        line.wrong = readOptions(parser, line);
    return line;
}

QStringList withoutQtOptions(const QStringList& arguments) {
    QStringList ours;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString name = i > 0 ? optionName(arguments[i]) : QString();
        if (qtOptionsWithValue.contains(name))
            i += arguments[i].contains('=') ? 0 : 1;
        else if (!qtFlags.contains(name))
            ours << arguments[i];
    }
    return ours;
}

bool namesPlatform(const QStringList& arguments) {
    return !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") ||
           std::any_of(arguments.begin() + 1, arguments.end(), [](const QString& argument) {
               return optionName(argument) == QLatin1String("platform");
           });
}

} // namespace expertscope
