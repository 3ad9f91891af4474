// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// One key of a configuration and its value: "training.margin", 1000.
struct ConfigSetting {
    std::string key;
    Json value;
};

/// What has to be set to make `from` into `to`, as withSettings takes it; presets' names and the data's hash
/// are left out. Where the number of layers differs, "network.layers" is one setting.
std::vector<ConfigSetting> settingsThatDiffer(const RunConfig& from, const RunConfig& to);

/// One key whose value is another in two runs.
struct ConfigDifference {
    std::string key;
    Json left, right;
};

/// Key by key, as above; the folder of the data is left out where both read the same bytes.
std::vector<ConfigDifference> configDifferences(const RunConfig& left, const RunConfig& right);
/// A value as withSettings reads it: "on", "1000", "[0.1,0.01]".
std::string settingText(const Json& value);

/// The text as one word for a shell.
std::string shellQuoted(const std::string& text);
/// The run as one line for a shell, from its first step: `dmoe train --preset NAME --seed S ...`, with the
/// settings that differ from the preset it came from, or from the nearest. What was changed while it ran is
/// not in it.
std::string dmoeCommand(const RunConfig& config);
/// The same for a run on disk with all that was changed while it ran: `dmoe train --replay RUN`, with the
/// whole path.
std::string replayCommand(const std::filesystem::path& run);

} // namespace expertscope
