// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/stage_clock.h"

#include <string>
#include <vector>

namespace expertscope {

/// The parts of a training step, as a StageClock counts them. Each layer l has two stages behind these:
/// forward(l) and backward(l).
namespace stages {

enum : int { Batch, Gates, Loss, BackwardGates, BackwardLoss, Update, firstOfLayers };

constexpr int forward(int layer) {
    return firstOfLayers + 2 * layer;
}
constexpr int backward(int layer) {
    return firstOfLayers + 2 * layer + 1;
}
constexpr int count(int layers) {
    return firstOfLayers + 2 * layers;
}

} // namespace stages

/// Where a layer's activations are measured; no clock, no measurement.
struct LayerClock {
    StageClock* clock = nullptr;
    int layer = 0;
};

} // namespace expertscope
