// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"
#include "model/run/run_directory.h"
#include "model/training/training_loop.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// Options that several sub-commands share, with one meaning everywhere.
struct RunOptions {
    std::string data;
    std::string seed;
    std::vector<int> epochs;
    std::vector<std::string> settings;
    int threads = 0;
    bool json = false;

    void addThreads(CLI::App& command);
    void addData(CLI::App& command, const std::string& what = "folder of the data set");
    void addJson(CLI::App& command);
    void addSettings(CLI::App& command); ///< --set
    void addChanges(CLI::App& command);  ///< --seed, --epochs, --set

    /// The configuration with --seed, --epochs, --set and --data applied.
    RunConfig applyTo(const RunConfig& config) const;
    /// Where --data is given, the folder and what is recognised in it.
    void applyData(DataDescription& data) const;
    /// The same, for commands that only look: other data than the run was trained on are welcome.
    void applyOtherData(DataDescription& data) const;
    /// What is to be said of such data, of which the run said nothing yet.
    std::vector<std::string> notesOfOtherData(const TrainingData& read) const;
    /// The run's newest state, for a loop over its own data or other ones. Throws FileError, which says of
    /// other data what of them does not fit the run's network.
    TrainerState stateOf(const RunDirectory& run, const TrainingLoop& loop) const;
};

/// One line on standard output. Throws FileError where it cannot be written; remedy: where else it is to be
/// had.
void printJson(const Json& json, const std::string& remedy = {});

} // namespace expertscope
