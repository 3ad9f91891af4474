// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/stored_run.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/run/timeline_file.h"

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

/// Which is not in the configuration: it depends on how many examples there were.
std::int64_t stepsPerEpoch(const std::vector<MetricsRecord>& history) {
    for (auto record = history.rbegin(); record != history.rend(); ++record)
        if (record->epoch > 0)
            return std::max<std::int64_t>(1, std::llround(static_cast<double>(record->step) / record->epoch));
    return 1;
}

} // namespace

StoredRun openStoredRun(const std::filesystem::path& path) {
    const RunDirectory directory = RunDirectory::open(path);
    std::vector<MetricsRecord> history = directory.metrics();
    const std::int64_t perEpoch = stepsPerEpoch(history);
    // Moments are written when their epoch is over: of a run that goes on elsewhere the last rows have none.
    const auto onDisk = [&](const MetricsRecord& record) {
        return isThere(directory.timelinePath(record.step / perEpoch));
    };
    while (!history.empty() && !onDisk(history.back()))
        history.pop_back();
    if (history.empty())
        throw FileError(path.string() + " has no recorded figures to show; train it for an epoch first.");
    const Timeline::Place last{directory.timelinePath(history.back().step / perEpoch), nullptr};
    const auto part = Timeline::read(last);
    const std::int64_t end = part->snapshots.empty() ? -1 : part->snapshots.back()->step;
    std::erase_if(history, [&](const MetricsRecord& record) { return record.step > end; });
    if (history.empty())
        throw FileError(last.file.string() + " has no recorded figures to show; remove it.");

    const std::vector<TrainingEvent> events = directory.events();
    const auto changes = std::count_if(events.begin(), events.end(), [](const TrainingEvent& event) {
        return event.kind == TrainingEvent::Kind::Change;
    });
    StoredRun run{directory.config(), static_cast<int>(changes),
                  Timeline(directory, std::move(history), perEpoch, nullptr)};
    run.timeline.keep(part);
    return run;
}

std::size_t momentNear(const std::vector<Moment>& moments, double epoch) {
    const auto after = std::lower_bound(moments.begin(), moments.end(), epoch,
                                        [](const Moment& moment, double e) { return moment.epoch < e; });
    if (after == moments.begin())
        return 0;
    const auto before = std::prev(after);
    const bool later = after != moments.end() && after->epoch - epoch < epoch - before->epoch;
    return static_cast<std::size_t>((later ? after : before) - moments.begin());
}

} // namespace expertscope
