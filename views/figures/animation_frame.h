// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/figure.h"

#include <QImage>

namespace expertscope {

/// How the pictures of an animation look; one size for all of them, so that nothing jumps.
struct FrameLook {
    QSize size;        ///< pixels, both even, as video wants them
    FigureStyle style; ///< its scale fits the size
};

/// For pictures of that many pixels across. The height is the figure's own, with a line of text below it.
FrameLook frameLook(const Figure& figure, int width, FigureStyle style);

/// The figure, and below it a line that says which moment it is of. Any thread may call this.
QImage animationFrame(const Figure& figure, const QString& moment, const FrameLook& look);

} // namespace expertscope
