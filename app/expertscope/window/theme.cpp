// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/theme.h"

#include "views/drawing/figure_font.h"

#include <QApplication>
#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleOption>

#include <utility>

namespace expertscope {
namespace {

/// Qt's own style, which outlines boxes in something darker than the window: they cannot be seen on a dark
/// ground.
class DarkStyle : public QProxyStyle {
  public:
    DarkStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck)
            return;
        painter->save();
        painter->setPen(option->palette.color(QPalette::Disabled, QPalette::Text));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5));
        painter->restore();
    }
};

QPalette makePalette(const QColor& window, const QColor& base, const QColor& button, const QColor& text,
                     const QColor& muted, const QColor& accent) {
    QPalette palette(text, button, button.lighter(130), button.darker(150), muted, text, Qt::white, base,
                     window);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::ToolTipBase, button);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::PlaceholderText, muted);
    for (QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, muted);
    return palette;
}

} // namespace

void applyTheme(const QString& theme) {
    static const QString systemStyle = QApplication::style()->name(); // before it was ever replaced
    static bool replaced = false;
    if (theme.isEmpty()) {
        if (std::exchange(replaced, false)) {
            QApplication::setStyle(QStyleFactory::create(systemStyle));
            QApplication::setPalette(QPalette()); // the system's again, also when that changes
        }
        return;
    }
    replaced = true;
    const bool dark = theme == QLatin1String("dark");
    QApplication::setStyle(dark ? new DarkStyle : QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(
        dark ? makePalette(QColor(0x23, 0x26, 0x29), QColor(0x1b, 0x1e, 0x20), QColor(0x31, 0x36, 0x3b),
                           QColor(0xe8, 0xe8, 0xe8), QColor(0x80, 0x85, 0x8a), QColor(0x2f, 0x7f, 0xb5))
             : makePalette(QColor(0xf4, 0xf4, 0xf4), Qt::white, QColor(0xec, 0xec, 0xec),
                           QColor(0x1c, 0x1c, 0x1c), QColor(0x95, 0x95, 0x95), QColor(0x00, 0x72, 0xb2)));
}

void letterAlike() {
    QFont font(figureFamily());
    font.setPointSize(9); // Qt's own where no desktop says another
    QApplication::setFont(font);
}

} // namespace expertscope
