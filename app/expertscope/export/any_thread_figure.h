// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/figure.h"

#include <atomic>

namespace expertscope {

/// The same figure for a job's thread. Where a widget draws it (needsWindowThread), the window's thread only
/// records the strokes, which takes as long for a large picture as for a small one; the job's thread paints
/// them. Left blank where it was cancelled meanwhile: who paints looks at that. cancelled must live as long.
std::shared_ptr<const Figure> forAnyThread(const std::shared_ptr<const Figure>& figure,
                                           const std::atomic<bool>& cancelled);

} // namespace expertscope
