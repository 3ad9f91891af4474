// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_directory.h"
#include "model/training/training_snapshot.h"

#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace expertscope {

/// A moment at which the figures were recorded.
struct Moment {
    std::int64_t step = 0;
    double epoch = 0;
    int phase = 0;
    bool operator==(const Moment&) const = default;
};

/// Some moments as they came from one file: immutable, so that any thread may read them.
struct TimelinePart {
    std::filesystem::path file;
    std::vector<std::shared_ptr<const TrainingSnapshot>> snapshots;
};

/// All recorded moments of a run, by index, ascending. Those on disk are read when they are asked for, a file
/// at a time, and a bounded number is kept; those recorded since the last file was written are in memory. Not
/// shared between threads, but for what the part to read is, and for reading it.
class Timeline {
  public:
    using Snapshot = std::shared_ptr<const TrainingSnapshot>;
    using History = std::shared_ptr<const std::vector<MetricsRecord>>;
    /// What a part is read from.
    struct Place {
        std::filesystem::path file;
        std::shared_ptr<const ExampleSet> probe; ///< what the snapshots' top examples are of
    };

    /// Of a run that has no folder yet.
    Timeline(std::int64_t stepsPerEpoch, std::shared_ptr<const ExampleSet> probe)
        : stepsPerEpoch_(stepsPerEpoch), probe_(std::move(probe)) {}
    /// Of a run in a folder: history has a row for every moment, so no snapshot needs to be read for the
    /// index.
    Timeline(RunDirectory directory, std::vector<MetricsRecord> history, std::int64_t stepsPerEpoch,
             std::shared_ptr<const ExampleSet> probe);

    const std::vector<Moment>& moments() const { return *moments_; }
    /// The same, to keep: it does not change when moments are added.
    std::shared_ptr<const std::vector<Moment>> sharedMoments() const { return moments_; }
    std::int64_t stepsPerEpoch() const { return stepsPerEpoch_; }
    /// The metrics at all moments; never null.
    History history() const { return history_; }

    /// Recorded just now, later than all others, with the history up to it. The timeline keeps the history
    /// once, not with every moment.
    void add(Snapshot snapshot);
    /// The moments up to that step can be read from the folder by now, and need no memory any more.
    void setWritten(const RunDirectory& directory, std::int64_t step);

    /// The moment where it is in memory, else null: then read its place, and keep what came of it.
    Snapshot find(std::size_t index);
    Place place(std::size_t index) const;
    /// Any thread may call this. Throws FileError, naming the file.
    static std::shared_ptr<const TimelinePart> read(const Place& place);
    void keep(std::shared_ptr<const TimelinePart> part);
    /// All of that in one. Throws FileError, also where the file is whole and does not have the moment.
    Snapshot load(std::size_t index);
    /// The sentence for a file that was read and does not have the moment.
    std::string missing(std::size_t index) const;

    /// How many snapshots are in memory: those that are not on disk yet, and not many more than this.
    static constexpr std::size_t mostKept = 96;
    std::size_t inMemory() const;

  private:
    std::optional<RunDirectory> directory_;
    std::int64_t stepsPerEpoch_;
    std::shared_ptr<const ExampleSet> probe_;
    std::shared_ptr<const std::vector<Moment>> moments_ = std::make_shared<const std::vector<Moment>>();
    History history_ = std::make_shared<const std::vector<MetricsRecord>>();
    std::vector<Snapshot> unwritten_;                     ///< ascending
    std::list<std::shared_ptr<const TimelinePart>> kept_; ///< the one used last in front
};

} // namespace expertscope
