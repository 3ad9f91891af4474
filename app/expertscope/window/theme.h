// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace expertscope {

/// "light" or "dark": that palette in Qt's own style, whatever the system says. Empty: as the system has it,
/// and goes on to have it.
void applyTheme(const QString& theme);

/// The window's letters as they are on every machine, for pictures: a desktop has a font of its own.
void letterAlike();

} // namespace expertscope
