// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/record_schedule.h"

#include <algorithm>

namespace expertscope {
namespace {

std::int64_t recordsInEpoch(std::int64_t epoch) {
    for (const RecordStretch& stretch : recordStretches)
        if (epoch < stretch.epochs)
            return stretch.recordsPerEpoch;
    return 1;
}

} // namespace

bool recordDue(std::int64_t step, std::int64_t stepsPerEpoch) {
    return nextRecord(step - 1, stepsPerEpoch) == step;
}

std::int64_t nextRecord(std::int64_t step, std::int64_t stepsPerEpoch) {
    if (step < 0)
        return 0;
    const std::int64_t epoch = step / stepsPerEpoch, parts = recordsInEpoch(epoch);
    std::int64_t next = (epoch + 1) * stepsPerEpoch;
    for (std::int64_t part = parts - 1; part > 0; --part)
        if (const std::int64_t due = epoch * stepsPerEpoch + stepsPerEpoch * part / parts; due > step)
            next = due;
    const std::int64_t closest = stepsPerEpoch / recordStretches.front().recordsPerEpoch;
    for (std::int64_t power = 1; power <= closest; power *= 10)
        for (const std::int64_t due : {power, 2 * power, 5 * power})
            if (due > step && due <= closest)
                next = std::min(next, due);
    return next;
}

std::int64_t recordsBetween(std::int64_t after, std::int64_t upTo, std::int64_t stepsPerEpoch) {
    const std::int64_t onceAnEpoch = recordStretches.back().epochs * stepsPerEpoch;
    std::int64_t count = 0;
    for (std::int64_t next = nextRecord(after, stepsPerEpoch); next <= std::min(upTo, onceAnEpoch);
         next = nextRecord(next, stepsPerEpoch))
        ++count;
    if (upTo > onceAnEpoch)
        count +=
            std::max<std::int64_t>(0, upTo / stepsPerEpoch - std::max(after, onceAnEpoch) / stepsPerEpoch);
    return count;
}

} // namespace expertscope
