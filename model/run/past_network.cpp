// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/past_network.h"

#include "model/base/error.h"
#include "model/run/checkpoint.h"
#include "model/training/trainer.h"

#include <algorithm>

namespace expertscope {

PastNetwork nearestCheckpoint(const RunDirectory& directory, const NetworkDescription& description,
                              std::int64_t step) {
    std::vector<std::int64_t> steps = directory.checkpoints();
    std::stable_sort(steps.begin(), steps.end(), [step](std::int64_t a, std::int64_t b) {
        return std::abs(a - step) < std::abs(b - step);
    });
    Network<float> network(description, 0);
    std::string damaged;
    for (const std::int64_t at : steps)
        try {
            TrainerState state = readCheckpoint(directory.checkpointPath(at), network.blocks());
            network.parameters() = state.parameters;
            return {at, std::make_shared<const Network<float>>(std::move(network))};
        } catch (const UnreadableError&) {
            throw;
        } catch (const FileError& error) {
            damaged = damaged.empty() ? error.what() : damaged;
        }
    if (!damaged.empty())
        throw FileError(damaged);
    throw FileError(directory.path().string() +
                    " has no checkpoint yet; train to the end of an epoch, or pause");
}

} // namespace expertscope
