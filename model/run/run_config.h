// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/json.h"
#include "model/network/network_description.h"
#include "model/training/training_plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// Which data, and what is done to it.
struct DataDescription {
    std::string source = "mnist"; ///< a registered source's name: "mnist", "digits"
    std::string path;             ///< the folder it is read from; empty means look for it
    std::string sha256;           ///< of what was read; empty before
    std::uint64_t seed = 0;       ///< of the test set's translations and of made data; not the run's seed
    int jitter = 4;               ///< pixels each way
    int validation = 0;           ///< training examples held out
    /// Of speech: "arpabet", "timit61", "timit48" or "timit39"; empty means what suits its labels.
    std::string phones = {};
    /// Of images in IDX files: whether rows and columns, black and white are to be exchanged. Nothing means
    /// as the files' names show (EMNIST stands transposed; then it is filled in when the data is read), and
    /// not.
    std::optional<bool> transposed = {}, inverted = {};
    /// Of images: what is measured of each besides, see imageAttributes(): "thickness". Changes no training.
    std::vector<std::string> attributes = {};
    /// Of synthetic speech: who spoke what was read, with its version; empty before.
    std::string madeBy = {};
};

/// Everything that determines how a run begins: config.json.
struct RunConfig {
    std::string preset; ///< where it came from; empty if written by hand
    std::uint64_t seed = 0;
    DataDescription data;
    NetworkDescription network; ///< inputs and classes are filled in when the data is known
    TrainingPlan training;
};

/// How many bytes a configuration has at most: a thousand times what a large one has.
inline constexpr std::uint64_t mostOfConfig = 4'000'000;

/// What was asked for, without what reading fills in: equal texts ask for the same data.
std::string dataKey(const DataDescription& data);

/// All keys, in the order people read them.
Json toJson(const RunConfig& config);
/// Keys that are left out keep the defaults; an unknown key or a wrong type throws ConfigError naming the
/// key, the nearest known one, and the place (a file's name, or "").
RunConfig configFromJson(const Json& json, const std::string& place);
/// A file of such JSON; throws FileError or ConfigError naming file and line.
RunConfig readConfig(const std::filesystem::path& path);

/// Applies "key=value" texts ("training.margin=1000"); "on", "off" and "null" are understood. Throws
/// ConfigError that names the nearest known key, or says what the value must be.
RunConfig withSettings(const RunConfig& config, const std::vector<std::string>& settings);

Json toJson(const TrainingPlan& plan);
TrainingPlan planFromJson(const Json& json, const std::string& place);

/// A seed as people type it. Throws ConfigError.
std::uint64_t parseSeed(const std::string& text);

} // namespace expertscope
