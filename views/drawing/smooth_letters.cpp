// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/smooth_letters.h"

#include "views/drawing/figure_font.h"

#include <QFontDatabase>

namespace expertscope {
namespace {

constexpr const char* variable = "FONTCONFIG_FILE";

/// The machine's own rules, and one behind them.
QByteArray rulesWith(const QString& usual) {
    return QStringLiteral("<?xml version=\"1.0\"?>\n"
                          "<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n"
                          "<fontconfig>\n"
                          "<include ignore_missing=\"yes\">%1</include>\n"
                          "<match target=\"font\">\n"
                          "<test name=\"family\"><string>%2</string></test>\n"
                          "<edit name=\"antialias\" mode=\"assign\"><bool>true</bool></edit>\n"
                          "</match>\n"
                          "</fontconfig>\n")
        .arg(usual.toHtmlEscaped(), figureFamily())
        .toUtf8();
}

} // namespace

SmoothLetters::SmoothLetters() : usual_(qgetenv(variable)) {
    // fontconfig looks for a name without a folder where its own rules are.
    const QByteArray rules =
        rulesWith(usual_.isEmpty() ? QStringLiteral("fonts.conf") : QString::fromLocal8Bit(usual_));
    if (rules_.open() && rules_.write(rules) == rules.size() && rules_.flush())
        qputenv(variable, rules_.fileName().toLocal8Bit());
}

SmoothLetters::~SmoothLetters() {
    QFontDatabase::families(); // reads the rules, if nothing has read them yet
    // Other programs that are called from here need none of this.
    if (usual_.isEmpty())
        qunsetenv(variable);
    else
        qputenv(variable, usual_);
}

} // namespace expertscope
