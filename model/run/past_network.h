// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network.h"
#include "model/run/run_directory.h"

#include <memory>

namespace expertscope {

/// The network of a run as it was.
struct PastNetwork {
    std::int64_t step = 0;
    std::shared_ptr<const Network<float>> network;
};

/// At the checkpoint that is nearest to that step, the earlier one of two; a damaged one is passed over.
/// description: the network's, with the data's inputs and classes. Throws FileError if there is no checkpoint
/// that can be read.
PastNetwork nearestCheckpoint(const RunDirectory& directory, const NetworkDescription& description,
                              std::int64_t step);

} // namespace expertscope
