// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/data/dataset.h"

#include <cstdint>

namespace expertscope {

class WorkerPool;

/// Handwriting-like digits drawn from strokes, so that the program works where no data set is at hand. Each
/// image is one of several skeletons of its digit with random slant, scale, stroke width and elastic
/// deformation, anti-aliased, and framed as MNIST is: a 20x20 box, centred by mass on 28x28. Image i of a set
/// depends on (seed, set, i) alone. Classes are drawn at random, near equally often. The pair's source is
/// "digits", its sha256 the version of the shapes, "stroke-digits-1". Throws ConfigError where a count is
/// negative, Cancelled when progress says so.
DataPair makeStrokeDigits(std::uint64_t seed, int trainCount, int testCount, WorkerPool& pool,
                          const Progress& progress = {});

} // namespace expertscope
