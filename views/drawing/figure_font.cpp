// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/figure_font.h"

#include "model/base/error.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QStringList>

#include <algorithm>
#include <mutex>
#include <set>

namespace expertscope {
namespace {

struct FigureFont {
    Q_DECLARE_TR_FUNCTIONS(FigureFont)
};

constexpr char32_t surelyThere = 0x250; // Latin, with all its accents

std::mutex lettersMutex; // figures are drawn on several threads
std::set<char32_t> missingLetters;

bool isThere(const QString& family, QFont::Weight weight) {
    const QStringList styles = QFontDatabase::styles(family);
    return std::any_of(styles.begin(), styles.end(), [&](const QString& style) {
        return QFontDatabase::weight(family, style) == weight && !QFontDatabase::italic(family, style) &&
               QFontDatabase::isSmoothlyScalable(family, style);
    });
}

/// Where fonts are looked for only as one of these variables says, to install more would change nothing.
QString whereElseTheyAreLookedFor() {
    for (const char* name : {"FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"})
        if (const QString value = qEnvironmentVariable(name); !value.isEmpty())
            return FigureFont::tr("unset %1, by which fonts are looked for only as %2 says, or ")
                .arg(QLatin1String(name), value);
    return {};
}

} // namespace

QString figureFamily() {
    return QStringLiteral("DejaVu Sans");
}

QFont figureFont(int pixelSize, QFont::Weight weight) {
    QFont font(figureFamily());
    font.setPixelSize(std::max(1, pixelSize));
    font.setWeight(weight);
    font.setStyleHint(QFont::SansSerif,
                      static_cast<QFont::StyleStrategy>(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

bool anyFontIsInstalled() {
    const QStringList families = QFontDatabase::families();
    return std::any_of(families.begin(), families.end(), [](const QString& family) {
        // Qt itself lists these three everywhere: they stand for what fontconfig finds.
        return family != QLatin1String("Serif") && family != QLatin1String("Sans Serif") &&
               family != QLatin1String("Monospace");
    });
}

void noteLetters(const QString& text, const QFont& font) {
    for (const char32_t letter : text.toUcs4())
        if (letter >= surelyThere && QChar::isPrint(letter) && !QFontMetricsF(font).inFontUcs4(letter)) {
            const std::lock_guard lock(lettersMutex);
            missingLetters.insert(letter);
        }
}

QString lettersWithoutFont() {
    const std::lock_guard lock(lettersMutex);
    QString letters;
    for (const char32_t letter : missingLetters)
        letters += (letters.isEmpty() ? QString() : QStringLiteral(", ")) + QString::fromUcs4(&letter, 1);
    return letters;
}

void requireFigureFont() {
    const bool book = isThere(figureFamily(), QFont::Normal);
    if (book && isThere(figureFamily(), QFont::Bold))
        return;
    throw FileError(
        FigureFont::tr("Figures are lettered in the font %1, which is not installed%2; %3install the package "
                       "fonts-dejavu-core (on Fedora dejavu-sans-fonts, on Arch ttf-dejavu), or put "
                       "DejaVuSans.ttf and DejaVuSans-Bold.ttf into ~/.local/share/fonts.")
            .arg(figureFamily(), book ? FigureFont::tr(" in bold") : QString(), whereElseTheyAreLookedFor())
            .toStdString());
}

} // namespace expertscope
