// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/gating_layout.h"

namespace expertscope {

/// Where everything in PrintedGatingFigure goes: the layers one below the other, each with its maps in rows
/// and its first two matrices below them (the classes, and of speech their groups); one scale at the right.
GatingLayout layOutGatingColumn(const GatingStatistics& statistics, const QRectF& area,
                                const FigureStyle& style);

} // namespace expertscope
