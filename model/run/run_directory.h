// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"
#include "model/training/training_loop.h"
#include "model/training/training_snapshot.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

class Claim;

/// The folder of one run, in open formats:
///   config.json, events.jsonl, metrics.csv, checkpoints/step-N.safetensors, snapshots/epoch-N.safetensors,
///   report.json, figures/; and .claim/ while a program trains it (run_claim.h)
class RunDirectory {
  public:
    /// Makes the folder; it must be absent or empty but for a claim. Writes config.json with what the program
    /// and machine are. Throws FileError, naming --resume where a run is there already.
    static RunDirectory create(const std::filesystem::path& path, const RunConfig& config);
    /// Throws FileError as create does, before there is anything to put there.
    static void requireFree(const std::filesystem::path& path);
    /// Throws FileError if it is no run.
    static RunDirectory open(const std::filesystem::path& path);
    /// Those below that are not there.
    void makeFolders() const;

    const std::filesystem::path& path() const { return path_; }
    const RunConfig& config() const { return config_; }
    /// "OpenBLAS 0.3.21 SkylakeX, AVX-512 kernels": what computed when the run began; bits depend on it.
    const std::string& arithmetic() const { return arithmetic_; }

    std::filesystem::path metricsPath() const { return path_ / "metrics.csv"; }
    std::filesystem::path eventsPath() const { return path_ / "events.jsonl"; }
    /// What the program that trained it measured last, as dmoe train --json prints it.
    std::filesystem::path reportPath() const { return path_ / "report.json"; }
    std::filesystem::path checkpointPath(std::int64_t step) const;
    std::filesystem::path timelinePath(std::int64_t epoch) const;

    /// The steps that have a checkpoint, ascending. Throws UnreadableError where the folder of checkpoints is
    /// there and cannot be read.
    std::vector<std::int64_t> checkpoints() const;
    /// The last whole checkpoint; damaged ones are passed over. notes: gets sentences for the person, on what
    /// was passed over, what readCheckpoint notes, and where report.json tells of other weights at that step.
    /// Throws FileError if there is none, UnreadableError where a newer one cannot be read for another reason
    /// than what is in it.
    TrainerState latestState(const std::vector<ParameterBlock>& blocks,
                             std::vector<std::string>* notes = nullptr) const;
    /// Throws FileError where config.json is not what the run began with, as its last whole checkpoint tells:
    /// with the key, both values and the remedy. Where the data lie may change. To be asked before a run is
    /// gone on with, or made again: training takes some keys from there, and some from the checkpoint.
    void requireAsBegun() const;
    /// Whether there is anything of a step beyond the first: a row of metrics, snapshots, a report. Without a
    /// checkpoint that can be looked at, and not be gone on with.
    bool wasTrained() const;
    std::vector<MetricsRecord> metrics() const;
    std::vector<TrainingEvent> events() const;

    /// The recorded moments of that epoch, to go on from. A file that cannot be read is no reason not to go
    /// on: it is set aside, its name with ".damaged", and there are none. notes: gets a sentence of that.
    std::vector<TrainingSnapshot> momentsOf(std::int64_t epoch,
                                            std::vector<std::string>* notes = nullptr) const;
    /// Removes what lies beyond that step: rows, events, snapshots. Later checkpoints are damaged, or they
    /// would be gone on from: they are set aside, their names with ".damaged". A resume begins with it.
    /// Returns a sentence for the person on what was set aside of the timeline.
    std::vector<std::string> cutBeyond(const Claim& claim, std::int64_t step,
                                       std::int64_t stepsPerEpoch) const;

  private:
    explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}
    void writeConfig() const;
    std::string contradiction(const TrainerState& state) const;

    std::filesystem::path path_;
    RunConfig config_;
    std::string arithmetic_;
};

/// The user's own folder for runs: $XDG_DATA_HOME/expertscope/runs.
std::filesystem::path userRunsFolder();
/// A name for a run of that configuration in folder, by date, preset and seed, that nobody has yet.
std::filesystem::path newRunPath(const std::filesystem::path& folder, const RunConfig& config);

} // namespace expertscope
