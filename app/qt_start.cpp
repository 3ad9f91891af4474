// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/qt_start.h"

#include <QHashSeed>
#include <QRegularExpression>
#include <QStringList>
#include <QtGlobal>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace expertscope {
namespace {

QtMessageHandler qtsOwn = nullptr;
PlatformStart::Sentence sentenceOfFailure; ///< while a platform starts
QStringList said;                          ///< by Qt, meanwhile

[[noreturn]] void endWith(const QString& sentence) {
    std::fprintf(stderr, "%s\n", qUtf8Printable(sentence));
    std::fflush(nullptr);
    std::_Exit(EXIT_FAILURE); // destructors would meet half a platform
}

/// On what Qt has by then made right by itself (a locale that is not UTF-8, a folder for sockets), or what is
/// no use to know of a window that is not on a screen.
bool isNoteOnTheMachine(const QString& text) {
    return text.startsWith(QLatin1String("Detected locale ")) ||
           text.startsWith(QLatin1String("QStandardPaths: ")) ||
           text.startsWith(QLatin1String("This plugin does not support "));
}

/// Other programs' plugins, which these variables lead to, fit no other Qt.
QString otherPluginFolder() {
    for (const char* name : {"QT_QPA_PLATFORM_PLUGIN_PATH", "QT_PLUGIN_PATH"})
        if (qEnvironmentVariableIsSet(name))
            return QStringLiteral("unset %1, which leads to %2")
                .arg(QLatin1String(name), qEnvironmentVariable(name));
    return {};
}

void hear(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    if (sentenceOfFailure && type == QtFatalMsg)
        endWith(std::exchange(sentenceOfFailure, {})((said << text).join('\n')));
    if (isNoteOnTheMachine(text))
        return;
    if (sentenceOfFailure)
        said << text;
    else
        qtsOwn(type, context, text);
}

} // namespace

void prepareQt() {
    QHashSeed::setDeterministicGlobalSeed();
    if (!qtsOwn)
        qtsOwn = qInstallMessageHandler(hear);
}

PlatformStart::PlatformStart(Sentence sentence) {
    sentenceOfFailure = std::move(sentence);
    said.clear();
}

PlatformStart::~PlatformStart() {
    sentenceOfFailure = {};
    for (const QString& text : std::exchange(said, {}))
        std::fprintf(stderr, "%s\n", qUtf8Printable(text));
}

QString unusablePlugin(const QString& whatQtSaid) {
    static const QRegularExpression missing("Could not find the Qt platform plugin \"([^\"]*)\""),
        broken("Could not load the Qt platform plugin \"([^\"]*)\""),
        available("Available platform plugins are: ([^\\n]*?)\\.?\\n");
    const auto absent = missing.match(whatQtSaid), damaged = broken.match(whatQtSaid);
    if (!absent.hasMatch() && !damaged.hasMatch())
        return {};
    const QString name = (absent.hasMatch() ? absent : damaged).captured(1);
    const QString elsewhere = otherPluginFolder(), others = available.match(whatQtSaid + '\n').captured(1);
    const QString remedy = !elsewhere.isEmpty() ? elsewhere
                           : name.startsWith(QLatin1String("wayland"))
                               ? QStringLiteral("install the package qt6-wayland")
                           : damaged.hasMatch() && !absent.hasMatch()
                               ? QStringLiteral("install Qt's packages of README.md again")
                               : QStringLiteral("leave QT_QPA_PLATFORM and -platform out");
    if (!absent.hasMatch())
        return QStringLiteral("Qt's platform plugin \"%1\" cannot be loaded; %2").arg(name, remedy);
    return QStringLiteral("Qt has no platform \"%1\" here%2; %3")
        .arg(name, others.isEmpty() ? QString() : QStringLiteral(", only %1").arg(others), remedy);
}

} // namespace expertscope
