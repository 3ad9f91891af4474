// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/data/placed_set.h"
#include "model/run/run_config.h"
#include "model/training/training_data.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

class WorkerPool;

/// A kind of data set that the program can train on. A new one is a reader in model/data and one line in the
/// table of data_sources.cpp. Where one is, see data_places.h.
struct DataSource {
    std::string name;        ///< "mnist", "digits": the value of data.source
    std::string description; ///< a line for people
    std::string expected;    ///< what its folder must hold; empty where it needs no folder
    /// All such data of a folder, and of those below it where they are looked for there; null where it needs
    /// no folder. Throws FileError where there is only part of it.
    std::vector<PlacedSet> (*find)(const std::filesystem::path& place);
    DataPair (*load)(DataDescription& data, WorkerPool& pool, const Progress& progress);
    bool speech = false; ///< it has phones (data.phones), and is not translated
};

const std::vector<DataSource>& dataSources();

/// Throws ConfigError naming all.
const DataSource& dataSourceNamed(const std::string& name);

/// Where data that are fetched go when nobody says otherwise.
std::filesystem::path userDataFolder(const std::string& source);

/// Finds, reads and prepares what the description names, and fills in its path and hash. Throws FileError,
/// ConfigError, Cancelled.
TrainingData loadTrainingData(DataDescription& data, WorkerPool& pool, const Progress& progress = {});

} // namespace expertscope
