#pragma once

#include "model/sweep/sweep_result.h"

#include <filesystem>

namespace expertscope {

/// The folder of a sweep, in open formats: sweep.json (what is trained), CELL/seed-S/ (a run each, with
/// report.json when it has ended), table.md, table.csv, table.tex, table.json.
class SweepDirectory {
  public:
    /// Makes the folder, or finds the same sweep there to go on with; clears what a crash left half-made.
    /// Refuses, with nothing changed, a folder that holds something else, and a run of another configuration
    /// where one of this sweep's belongs. Networks must be complete (inputs, classes, widths). Throws
    /// FileError, ConfigError.
    static SweepDirectory create(const std::filesystem::path& path, const Sweep& sweep);
    /// Throws FileError if it is no sweep, or of a newer version.
    static SweepDirectory open(const std::filesystem::path& path);
    /// Whether a folder is one, by its content.
    static bool recognises(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    const Sweep& sweep() const { return sweep_; }
    std::filesystem::path runPath(const SweepCell& cell, std::uint64_t seed) const;
    std::filesystem::path reportPath(const SweepCell& cell, std::uint64_t seed) const;
    /// Where a run is made before it has its name: what a crash leaves there is no run.
    std::filesystem::path newRunPath(const SweepCell& cell, std::uint64_t seed) const;

    /// As far as it is on disk. Throws FileError where a report is damaged.
    SweepRun readRun(const SweepCell& cell, std::uint64_t seed) const;
    SweepResult readResult() const;
    void writeReport(const SweepCell& cell, std::uint64_t seed, const Json& report) const;
    /// The tables, in all formats.
    void writeTables(const SweepResult& result) const;

  private:
    SweepDirectory(std::filesystem::path path, Sweep sweep)
        : path_(std::move(path)), sweep_(std::move(sweep)) {}
    void refuseOtherRuns() const;
    void removeHalfMade() const;
    void writeSweep() const;

    std::filesystem::path path_;
    Sweep sweep_;
};

/// What is trained, as sweep.json has it.
Json toJson(const Sweep& sweep);
/// The configuration of a cell's run with that seed.
RunConfig runConfig(const SweepCell& cell, std::uint64_t seed);

} // namespace expertscope
