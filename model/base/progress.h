// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"

#include <functional>

namespace expertscope {

/// Told how far a long operation is (0 to 1); answers whether to go on. Empty means nobody asks.
using Progress = std::function<bool(double fraction)>;

/// Reports, and throws Cancelled where the answer was to stop.
inline void report(const Progress& progress, double fraction) {
    if (progress && !progress(fraction))
        throw Cancelled();
}

/// For a step of a longer operation: the whole is at `from` when the step begins, and at `to` when it ends.
inline Progress part(const Progress& whole, double from, double to) {
    return [=](double fraction) { return !whole || whole(from + (to - from) * fraction); };
}

} // namespace expertscope
