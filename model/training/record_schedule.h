// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace expertscope {

/// How often figures and metrics are recorded: so many times in each epoch before that one, and later only at
/// the ends of epochs.
///
/// How the experts divide the work is decided in the first epochs, so these are shown closely. A record
/// within an epoch takes the probe set through the network: about as long as 540 training examples (1,620, at
/// a third of a training step each), 0.9 % of an epoch of 60,000. At an epoch's end it is part of the
/// evaluation of the whole test set, which is made anyway, and costs next to nothing. There are 30 records
/// within epochs in all, as long as 0.27 epochs: 1 % of a run of 27 epochs, 0.2 % of the presets' 150.
struct RecordStretch {
    std::int64_t epochs;
    std::int64_t recordsPerEpoch;
};
constexpr std::array<RecordStretch, 3> recordStretches{{{1, 10}, {3, 5}, {10, 2}}};

/// Whether figures and metrics are recorded after that many steps: as above, and after 0, 1, 2, 5, 10, 20, 50
/// ... within the first tenth of the first epoch.
bool recordDue(std::int64_t step, std::int64_t stepsPerEpoch);

/// The first step after that one at which a record is due.
std::int64_t nextRecord(std::int64_t step, std::int64_t stepsPerEpoch);
/// How many records are due after one step and up to the other, in the time of a few dozen additions however
/// far they are apart.
std::int64_t recordsBetween(std::int64_t after, std::int64_t upTo, std::int64_t stepsPerEpoch);

} // namespace expertscope
