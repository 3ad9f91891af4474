// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/sources/data_source.h"
#include "model/training/training_data.h"

namespace expertscope {

/// All kinds of data, in the order in which people are told of them.
const std::vector<DataSource>& dataSources();

/// Null where there is none of that name.
const DataSource* findDataSource(const std::string& name);
/// Throws ConfigError naming all.
const DataSource& dataSourceNamed(const std::string& name);

/// Where data that are fetched go when nobody says otherwise.
std::filesystem::path userDataFolder(const std::string& source);

/// Finds, reads and prepares what the description names, and fills in its path and hash. Throws FileError,
/// ConfigError, Cancelled.
TrainingData loadTrainingData(DataDescription& data, WorkerPool& pool, const Progress& progress = {});

} // namespace expertscope
