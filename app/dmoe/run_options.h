#pragma once

#include "model/run/run_config.h"

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
};

/// One line on standard output. Throws FileError where it cannot be written; remedy: where else it is to be
/// had.
void printJson(const Json& json, const std::string& remedy = {});

} // namespace expertscope
