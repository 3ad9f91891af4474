// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QString>

namespace expertscope {

/// The one family that figures are lettered in. Asked for by name, so that it is no accident of what else is
/// installed: another family has other widths, and whoever compares two figures would see two machines.
QString figureFamily();
/// Letters as high as that in device units: a painter's own resolution must not scale them a second time.
/// Neither hinting nor a screen's smoothing changes them, whatever a desktop is set to.
QFont figureFont(int pixelSize, QFont::Weight weight = QFont::Normal);

/// Whether there is any font at all. Without one every letter is a box, a window's too.
bool anyFontIsInstalled();
/// Of all letters that figures were lettered in so far, those that neither the family nor any other font here
/// has, such as another alphabet's: they are boxes.
QString lettersWithoutFont();
/// Called for each text that is drawn.
void noteLetters(const QString& text, const QFont& font);

/// Throws FileError, with what to install, where the family or its bold is missing.
void requireFigureFont();

} // namespace expertscope
