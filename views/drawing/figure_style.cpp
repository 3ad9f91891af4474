// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/figure_style.h"

#include "views/drawing/figure_font.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QWidget>

#include <cmath>

namespace expertscope {

QFont FigureStyle::font(double relativeSize, QFont::Weight weight) const {
    QFont font = figureFont(static_cast<int>(std::lround(em() * relativeSize)), weight);
    if (onScreen) {
        font.setStyleStrategy(QFont::PreferDefault);
        font.setHintingPreference(QFont::PreferDefaultHinting);
    }
    return font;
}

FigureStyle lightStyle() {
    FigureStyle style;
    style.background = QColor(0xff, 0xff, 0xff);
    style.ink = QColor(0x1a, 0x1c, 0x1f);
    style.mutedInk = QColor(0x5c, 0x61, 0x68);
    style.grid = QColor(0xc9, 0xcd, 0xd2);
    style.shade = QColor(0xee, 0xf0, 0xf2);
    return style;
}

FigureStyle darkStyle() {
    FigureStyle style = lightStyle();
    style.theme = FigureStyle::Theme::Dark;
    style.background = QColor(0x1b, 0x1d, 0x20);
    style.ink = QColor(0xe8, 0xea, 0xed);
    style.mutedInk = QColor(0x9f, 0xa5, 0xad);
    style.grid = QColor(0x45, 0x4a, 0x51);
    style.shade = QColor(0x27, 0x2a, 0x2e);
    return style;
}

FigureStyle printStyle() {
    FigureStyle style = lightStyle();
    style.theme = FigureStyle::Theme::Print;
    style.ink = Qt::black;
    style.mutedInk = QColor(0x40, 0x40, 0x40);
    style.grid = QColor(0xb0, 0xb0, 0xb0);
    style.pointSize = 7.5;
    style.scale = 1;
    return style;
}

FigureStyle styleNamed(const QString& theme) {
    return theme == QLatin1String("light")  ? lightStyle()
           : theme == QLatin1String("dark") ? darkStyle()
                                            : printStyle();
}

namespace {

double pointSizeOf(const QFont& font) {
    return font.pointSizeF() > 0 ? font.pointSizeF() : QFontInfo(font).pointSizeF(); // given in pixels
}

} // namespace

FigureStyle screenStyle(const QWidget& widget) {
    const QColor ground = widget.palette().color(QPalette::Base);
    FigureStyle style = ground.lightness() < 128 ? darkStyle() : lightStyle();
    style.background = ground;
    style.ink = widget.palette().color(QPalette::Text);
    style.onScreen = true;
    const QFont system = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    style.scale = pointSizeOf(widget.font()) / pointSizeOf(system) * widget.logicalDpiY() / 72.;
    return style;
}

} // namespace expertscope
