// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// Errors as a paper printed them, fractions; empty where it has none.
struct PublishedErrors {
    std::optional<double> test, train;
};

/// One configuration of a sweep, trained once a seed. A table's row is all cells of one name.
struct SweepCell {
    std::string name;
    std::string column; ///< of the table; empty where it has only one
    RunConfig config;   ///< its seed is to be replaced
    PublishedErrors published;
    /// Where not empty: the first layer is to be made as wide as it can be with no more parameters than the
    /// cell of this column in the same row.
    std::string match;

    /// "4x100-4x100, gates 50-50 / DMoE"
    std::string title() const;
    /// A folder's name made from both, the same for the same.
    std::string folder() const;
};

/// A figure of a sweep: quantities of its cells against a number of their configuration, or over epochs.
struct SweepPlot {
    std::string name;                       ///< a file name's stem
    std::string x;                          ///< a key of the configuration, or "epoch"
    std::string xLabel;                     ///< the key itself where empty
    std::vector<std::string> y;             ///< a panel each, see plotQuantities()
    std::vector<std::string> rows, columns; ///< whose cells; all where empty
};

/// What is wrong with a name that a file brings and that becomes one of a folder or a file beside others:
/// that nothing of it would be left, that it would lead elsewhere, that it is too long. Empty where nothing
/// is wrong.
std::string wrongName(const SweepCell& cell);
std::string wrongName(const SweepPlot& plot);

/// Many runs that belong in one table.
struct Sweep {
    std::string name;
    std::string description;
    std::vector<std::uint64_t> seeds;
    std::vector<SweepCell> cells; ///< row by row
    /// What was published was measured on other data: its errors say nothing of these, only their order may.
    bool publishedOfOtherData = false;
    std::vector<SweepPlot> plots;
    std::vector<std::string> figuresOf; ///< rows whose first run's own figures belong to the sweep's

    /// Null where there is none.
    const SweepCell* find(const std::string& row, const std::string& column) const;
};

/// The sweeps that ship with the program, resources/presets/sweeps/*.json, by name.
std::vector<std::string> sweepNames();

/// nameOrFile: of a sweep that ships with the program, or a JSON file. Throws FileError or ConfigError with
/// file and line: an unknown key, preset or column, two cells of one name.
Sweep readSweep(const std::string& nameOrFile);

/// What the command line changes in every cell. Throws ConfigError.
struct SweepChanges {
    int seeds = 0;                     ///< 0: as the sweep says; else 0 .. seeds - 1
    std::vector<int> epochs;           ///< empty, or of both phases
    std::vector<std::string> settings; ///< "key=value"
};
void apply(const SweepChanges& changes, Sweep& sweep);

/// Widens the cells that ask for it; inputs and classes of their networks must be known.
void widenToMatch(Sweep& sweep);

} // namespace expertscope
