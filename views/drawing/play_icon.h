// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace expertscope {

/// A triangle (play) or two bars (pause), drawn in the palette's own ink: the style's icons are black on a
/// dark ground too.
QIcon playIcon(bool pause);

} // namespace expertscope
