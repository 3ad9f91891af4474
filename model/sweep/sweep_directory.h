// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/claim.h"
#include "model/sweep/sweep_result.h"

#include <filesystem>

namespace expertscope {

/// The folder of a sweep, in open formats: sweep.json (what is trained), CELL/seed-S/ (a run each, with
/// report.json when it has ended, and seed-S.claim/ beside it while it is trained), table.md, table.csv,
/// table.tex, table.json; and .claim/ while a sweep is trained here.
class SweepDirectory {
  public:
    /// Makes the folder, or finds the same sweep there to go on with. Refuses, with nothing changed, a folder
    /// that holds something else, and a run of another configuration where one of this sweep's belongs.
    /// Networks must be complete (inputs, classes, widths). Throws FileError, ConfigError.
    static SweepDirectory create(const std::filesystem::path& path, const Sweep& sweep);
    /// Throws FileError as create does, before the data are read: where there is something else.
    static void requirePlace(const std::filesystem::path& path);
    /// The right to train a sweep there, DIR/.claim: one program's at a time; makes the folder, which goes
    /// with the claim where nothing came into it. Throws ClaimedError, FileError.
    static Claim claim(const std::filesystem::path& path);
    /// Throws FileError if it is no sweep, or of a newer version.
    static SweepDirectory open(const std::filesystem::path& path);
    /// Whether a folder is one, by its content.
    static bool recognises(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    const Sweep& sweep() const { return sweep_; }
    std::filesystem::path runPath(const SweepCell& cell, std::uint64_t seed) const;
    std::filesystem::path reportPath(const SweepCell& cell, std::uint64_t seed) const;
    /// Where a run is made before it has its name: what a crash leaves there is no run, and whoever has the
    /// claim removes it.
    std::filesystem::path newRunPath(const SweepCell& cell, std::uint64_t seed) const;
    /// The right to train a cell's run with that seed, CELL/seed-S.claim: one sweep's at a time. Throws
    /// ClaimedError, FileError.
    Claim claim(const SweepCell& cell, std::uint64_t seed) const;

    /// As far as it is on disk. Throws FileError where a report is damaged.
    SweepRun readRun(const SweepCell& cell, std::uint64_t seed) const;
    SweepResult readResult() const;
    void writeReport(const SweepCell& cell, std::uint64_t seed, const Json& report) const;
    /// The tables, in all formats, of all that is on disk, and for runs that have no report there of what is
    /// known of them; returns that. Another sweep in this folder may end at the same moment: whoever is last
    /// has all of it.
    SweepResult writeTables(const SweepResult& known) const;

  private:
    SweepDirectory(std::filesystem::path path, Sweep sweep)
        : path_(std::move(path)), sweep_(std::move(sweep)) {}
    void refuseOtherRuns() const;
    void writeSweep() const;
    SweepResult readWith(const SweepResult& known) const;

    std::filesystem::path path_;
    Sweep sweep_;
};

/// What is trained, as sweep.json has it.
Json toJson(const Sweep& sweep);
/// The configuration of a cell's run with that seed.
RunConfig runConfig(const SweepCell& cell, std::uint64_t seed);

} // namespace expertscope
