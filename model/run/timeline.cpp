// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/timeline.h"

#include "model/base/error.h"
#include "model/run/timeline_file.h"

#include <algorithm>

namespace expertscope {
namespace {

Timeline::Snapshot findIn(const std::vector<Timeline::Snapshot>& snapshots, std::int64_t step) {
    const auto found = std::find_if(snapshots.begin(), snapshots.end(),
                                    [&](const Timeline::Snapshot& s) { return s->step == step; });
    return found == snapshots.end() ? nullptr : *found;
}

} // namespace

Timeline::Timeline(RunDirectory directory, std::vector<MetricsRecord> history, std::int64_t stepsPerEpoch,
                   std::shared_ptr<const ExampleSet> probe)
    : directory_(std::move(directory)), stepsPerEpoch_(stepsPerEpoch), probe_(std::move(probe)) {
    auto moments = std::make_shared<std::vector<Moment>>();
    for (const MetricsRecord& record : history)
        moments->push_back({record.step, record.epoch, record.phase});
    moments_ = std::move(moments);
    history_ = std::make_shared<const std::vector<MetricsRecord>>(std::move(history));
}

void Timeline::add(Snapshot snapshot) {
    auto moments = std::make_shared<std::vector<Moment>>(*moments_);
    moments->push_back({snapshot->step, snapshot->epoch, snapshot->phase});
    moments_ = std::move(moments);
    if (snapshot->history)
        history_ = snapshot->history;
    auto kept = std::make_shared<TrainingSnapshot>(*snapshot);
    kept->history.reset();
    unwritten_.push_back(std::move(kept));
}

void Timeline::setWritten(const RunDirectory& directory, std::int64_t step) {
    directory_ = directory;
    std::erase_if(unwritten_, [&](const Snapshot& snapshot) { return snapshot->step <= step; });
}

Timeline::Snapshot Timeline::find(std::size_t index) {
    const std::int64_t step = moments_->at(index).step;
    if (Snapshot snapshot = findIn(unwritten_, step))
        return snapshot;
    for (auto part = kept_.begin(); part != kept_.end(); ++part)
        if (Snapshot snapshot = findIn((*part)->snapshots, step)) {
            kept_.splice(kept_.begin(), kept_, part);
            return snapshot;
        }
    return nullptr;
}

Timeline::Place Timeline::place(std::size_t index) const {
    return {directory_ ? directory_->timelinePath(moments_->at(index).step / stepsPerEpoch_)
                       : std::filesystem::path(),
            probe_};
}

std::shared_ptr<const TimelinePart> Timeline::read(const Place& place) {
    auto part = std::make_shared<TimelinePart>();
    part->file = place.file;
    for (TrainingSnapshot& snapshot : readTimeline(place.file)) {
        snapshot.probe = place.probe;
        part->snapshots.push_back(std::make_shared<const TrainingSnapshot>(std::move(snapshot)));
    }
    return part;
}

void Timeline::keep(std::shared_ptr<const TimelinePart> part) {
    // A file may have been read before it was complete.
    std::erase_if(kept_, [&](const auto& other) { return other->file == part->file; });
    kept_.push_front(std::move(part));
    std::size_t count = 0;
    for (auto other = kept_.begin(); other != kept_.end();) {
        count += (*other)->snapshots.size();
        other = count > mostKept && other != kept_.begin() ? kept_.erase(other) : std::next(other);
    }
}

Timeline::Snapshot Timeline::load(std::size_t index) {
    if (Snapshot snapshot = find(index))
        return snapshot;
    keep(read(place(index)));
    if (Snapshot snapshot = find(index))
        return snapshot;
    throw FileError(missing(index));
}

std::string Timeline::missing(std::size_t index) const {
    return place(index).file.string() + " does not have the moment of step " +
           std::to_string(moments_->at(index).step) + "; choose another moment.";
}

std::size_t Timeline::inMemory() const {
    std::size_t count = unwritten_.size();
    for (const auto& part : kept_)
        count += part->snapshots.size();
    return count;
}

} // namespace expertscope
