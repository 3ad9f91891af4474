// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"
#include "model/training/training_engine.h"
#include "model/training/training_snapshot.h"

#include <QString>

namespace expertscope {

/// "epoch 31.2 of 150 · constraint lifted · 113,000 examples/s · 0:47 left · test 1.9 % · score 0.27": what
/// the status bar says. snapshot may be null. loading: what is being read or made, while it is.
QString runStatusText(const EngineStatus& status, const TrainingSnapshot* snapshot,
                      const DataDescription& loading);

} // namespace expertscope
