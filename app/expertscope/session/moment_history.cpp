// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/moment_history.h"

#include <algorithm>

namespace expertscope {

std::shared_ptr<const TrainingSnapshot> withHistory(const TrainingSnapshot& snapshot,
                                                    const Timeline::History& whole) {
    auto moment = std::make_shared<TrainingSnapshot>(snapshot);
    const auto end =
        std::upper_bound(whole->begin(), whole->end(), snapshot.step,
                         [](std::int64_t step, const MetricsRecord& record) { return step < record.step; });
    moment->history = std::make_shared<const std::vector<MetricsRecord>>(whole->begin(), end);
    return moment;
}

} // namespace expertscope
