// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace expertscope {

/// The one colour of an expert, counted from 0: the same in every figure, layer and theme. The first eight
/// are Okabe and Ito's, colour-blind safe (black replaced by grey and yellow darkened, so that both read on a
/// light and on a dark ground); the next ones are these hues at other lightnesses, repeating after 64.
QColor expertColour(int expert);

} // namespace expertscope
